"""Everything that one organisation holds about one mailbox, for whoever answers its owner's request.

It finds a person by address alone, also one who never signed: a line of a sheet is data, too.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from accounts import suppression
from accounts.models import Organisation, Supporter
from causes import mailbox
from causes.models import Letter, Page, Undeliverable
from petitions.models import ExportLog, HandoverFile, PaperRow, Report
from sharing.me import Entry, entries_of
from sharing.models import Post, Tap


@dataclass(frozen=True)
class Held:
    """`address` as it was asked for and `key` its mailbox. `printed` and `taken_out`: files in which this
    person may stand. `erased_at`: when this mailbox was erased here, whatever came back since. `reports` is
    for the person alone: an organisation is not told who reported it."""

    organisation: Organisation
    address: str
    key: str
    supporter: Supporter | None = None
    entries: list[Entry] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    taps: list[Tap] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    lines: list[PaperRow] = field(default_factory=list)
    printed: list[HandoverFile] = field(default_factory=list)
    taken_out: list[ExportLog] = field(default_factory=list)
    erased_at: dt.datetime | None = None
    undeliverable: Undeliverable | None = None

    @property
    def is_anything(self) -> bool:
        return bool(self.supporter or self.letters or self.lines)


def held_by(organisation: Organisation, address: str, language: str) -> Held:
    """What is held about `address` (clean), pages in the words of `language`."""
    key = mailbox.key(address)
    person = Supporter.objects.filter(organisation=organisation, email_key=key).first()
    return Held(
        organisation,
        address,
        key,
        supporter=person,
        letters=letters_to(organisation, key),
        lines=lines_of(organisation, key, address),
        erased_at=suppression.erased_at(organisation.pk, key),
        undeliverable=Undeliverable.objects.filter(pk=key).first(),
        **(_of_person(person, language) if person else {}),
    )


def with_reports(held: Held) -> Held:
    """The same for the person's own eyes."""
    addresses = addresses_of(held.supporter, held.address)
    return replace(held, reports=reports_of(held.organisation, addresses))


def _of_person(person: Supporter, language: str) -> dict[str, Any]:
    entries = entries_of(person, language)
    return {
        "entries": entries,
        "posts": posts_of(entries),
        "taps": taps_of(entries),
        "printed": printed_with(entries),
        "taken_out": taken_out_with(entries),
    }


def addresses_of(person: Supporter | None, *more: str) -> set[str]:
    """All ways in which this mailbox was written, in lower case."""
    if person is None:
        return {address.lower() for address in more}
    rows = [row for name in ("signatures", "supports") for row in getattr(person, name).all()]
    return {address.lower() for address in (person.email, *(row.email for row in rows), *more) if address}


def letters_to(organisation: Organisation, key: str) -> list[Letter]:
    """Those of the last 30 days; older ones are forgotten."""
    mine = Letter.objects.filter(email_key=key, page__organisation=organisation)
    return list(mine.select_related("page").order_by("created_at"))


def reports_of(organisation: Organisation, addresses: set[str]) -> list[Report]:
    """Reports about pages of this organisation that one of these addresses asked an answer to."""
    pages = Page.objects.filter(organisation=organisation, kind=Page.Kind.PETITION)
    found = Report.objects.filter(petition__in=pages.values("pk")).exclude(email="")
    lower = found.annotate(address=Lower("email")).filter(address__in=addresses)
    return list(lower.select_related("petition").order_by("at"))


def lines_of(organisation: Organisation, key: str, address: str) -> list[PaperRow]:
    """Lines of sheets and files that wait, or were refused: those that count are signatures."""
    found = PaperRow.objects.filter(batch__petition__organisation=organisation).exclude(email="")
    mine = found.annotate(address=Lower("email")).filter(Q(key=key) | Q(address=address.lower()))
    return list(mine.select_related("batch__petition").order_by("pk"))


def posts_of(entries: list[Entry]) -> list[Post]:
    links = [entry.row.link_id for entry in entries]
    mine = Post.objects.filter(link__in=links, connection__person__isnull=False)
    return list(
        mine.select_related("connection", "page")
        .defer("connection__access_token", "connection__refresh_token")
        .order_by("created_at")
    )


def taps_of(entries: list[Entry]) -> list[Tap]:
    """Presses on share buttons of the last 90 days; older ones are numbers that name nobody."""
    return list(Tap.objects.filter(link__in=[entry.row.link_id for entry in entries]).order_by("day", "pk"))


def printed_with(entries: list[Entry]) -> list[HandoverFile]:
    """Printed files of petitions they signed, while these still lie here: for 48 hours."""
    pages = [entry.page.pk for entry in entries]
    files = HandoverFile.objects.filter(kit__petition__in=pages, state=HandoverFile.State.READY)
    return list(files.defer("content").select_related("kit__petition").order_by("pk"))


def taken_out_with(entries: list[Entry]) -> list[ExportLog]:
    """Exports since each of their names was confirmed: they may stand in these files, wherever those are."""
    since = {entry.page.pk: entry.row.confirmed_at for entry in entries if entry.row.confirmed_at}
    logs = ExportLog.objects.filter(petition__in=since).select_related("petition").order_by("started_at")
    return [log for log in logs if log.started_at >= since[log.petition_id]]
