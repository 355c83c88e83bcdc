"""Writes the crowd: links, supporters, signatures and their tallies, which the counting then adds up.

Rows are as `causes.signing` and `causes.confirming` would have left them: a parent is older and leads to
the same page, the lag is a bucket, new-to-list is fixed by a person's first confirmation.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import connection

from accounts.clock import hour_of
from accounts.models import Supporter
from causes import consents, mailbox
from causes.models import Link, Page, Status, Support, Tally, Wording
from causes.models.signed import Lag
from causes.signing import signed_model
from config.demo.crowd import Signer, gather
from config.demo.pages import Shown
from config.demo.supporters import Person, Town
from petitions.models import Signature

_BATCH = 1000
_BUCKETS = ((1, Lag.HOUR), (6, Lag.SIX_HOURS), (24, Lag.DAY), (72, Lag.THREE_DAYS))


@dataclass
class Signing:
    """A signer on their page, as the person they are, with the link that is their own."""

    page: Page
    signer: Signer
    person: Person
    link: Link


@dataclass(frozen=True)
class Written:
    """What the clicks are made from afterwards."""

    signings: list[Signing]
    own_links: dict[tuple[int, str], Link]


def write(shown: Sequence[Shown], now: dt.datetime, chance: Random) -> Written:
    """The crowds of all pages of one organisation."""
    crowds = [(each.page, gather(each.plan, now, chance)) for each in shown if each.plan]
    town = Town(shown[0].page.organisation.slug, chance)
    own_links = {
        (each.page.pk, own.label): _own_link(each.page, own.label, own.kind) for each in shown if each.plan
        for own in each.plan.links
    }  # fmt: skip
    signings = _signings(crowds, own_links, town)
    _write_links([*own_links.values(), *(signing.link for signing in signings)])
    kept = [signing for signing in signings if signing.signer.status]
    _write_signed(kept, _write_supporters(kept))
    _tell_the_planner()
    return Written(signings, own_links)


def _tell_the_planner() -> None:
    """Postgres must know of the new thousands before anything joins them."""
    tables = (Link, Supporter, Signature, Support, Tally)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(table._meta.db_table for table in tables)}")


def _own_link(page: Page, label: str, kind: str) -> Link:
    return Link(
        page=page,
        kind=kind,
        label=label,
        language=page.language,
        created_at=page.published_at or page.created_at,
    )


def _signings(crowds: Any, own_links: dict[tuple[int, str], Link], town: Town) -> list[Signing]:
    """Over all pages in the order they happened, so that the first of each person is known."""
    everybody = sorted(
        (
            (signer.signed_at, page.pk, signer.place, page, signer)
            for page, signers in crowds
            for signer in signers
        ),
        key=lambda row: row[:3],
    )
    links: dict[tuple[int, int], Link] = {}
    found = []
    for _, pk, place, page, signer in everybody:
        parent = links[pk, signer.parent.place] if signer.parent else own_links.get((pk, signer.through))
        links[pk, place] = _link(page, signer, parent)
        found.append(Signing(page, signer, town.who_signs(page.slug, signer), links[pk, place]))
    for signing in sorted(found, key=lambda each: each.signer.confirmed_at or each.signer.signed_at):
        if signing.signer.confirmed_at and not signing.person.first:
            signing.person.first = signing.signer
    return found


def _link(page: Page, signer: Signer, parent: Link | None) -> Link:
    link = Link(
        page=page, language=signer.language, generation=signer.generation, created_at=signer.signed_at
    )
    link.parent = parent
    link.root = (parent.root or parent) if parent else None
    if parent:
        parent.has_brought = True
    return link


def _write_links(links: Sequence[Link]) -> None:
    """With ids taken in advance, in order of age: children know their parents before anything is written."""
    with connection.cursor() as cursor:
        sequence = "SELECT nextval('causes_link_id_seq') FROM generate_series(1, %s)"
        cursor.execute(sequence, [len(links)])
        ids = sorted(row[0] for row in cursor.fetchall())
    for pk, link in zip(ids, links, strict=True):
        link.pk = pk
    for link in links:  # the parents have ids now: their children must look again
        link.parent, link.root = link.parent, link.root
    Link.objects.bulk_create(links, batch_size=_BATCH)


def _write_supporters(signings: Sequence[Signing]) -> dict[str, Supporter]:
    """Address -> row. The first signing of somebody who never confirmed says the language."""
    rows: dict[str, Supporter] = {}
    for signing in signings:
        person, first = signing.person, signing.person.first
        rows.setdefault(
            person.email,
            Supporter(
                organisation=signing.page.organisation,
                email_key=mailbox.key(person.email),
                email=person.email,
                name=person.name,
                language=(first or signing.signer).language,
                first_channel=first.channel if first else "",
                first_confirmed_at=first.confirmed_at if first else None,
                created_at=person.created_at,
            ),
        )
    Supporter.objects.bulk_create(rows.values(), batch_size=_BATCH)
    return rows


def _write_signed(signings: Sequence[Signing], supporters: dict[str, Supporter]) -> None:
    tables: dict[type, list[Any]] = {}
    tallies: list[Tally] = []
    wordings = dict(Wording.objects.values_list("page", "pk"))  # one each: nobody changed a word yet
    for signing in signings:
        model, signer = signed_model(signing.page), signing.signer
        row = _signed(model, signing, supporters[signing.person.email])
        row.wording_id = wordings.get(signing.page.pk)
        tables.setdefault(model, []).append(row)
        if signer.confirmed_at:
            tallies.append(_tally(signing, +1))
        if signer.ended_at:
            tallies.append(_tally(signing, -1))
    for model, rows in tables.items():
        model._default_manager.bulk_create(rows, batch_size=_BATCH)
    Tally.objects.bulk_create(tallies, batch_size=_BATCH)


def _signed(model: type, signing: Signing, supporter: Supporter) -> Any:
    signer, person, page = signing.signer, signing.person, signing.page
    consent = consents.current(page, signer.language, page.published_at or signer.signed_at)
    lag, parent_hour = cohort_of(signer)
    return model(
        **{f"{page.kind}_id": page.pk},  # the column is called page_id, the field after what it leads to
        supporter=supporter,
        link=signing.link,
        name=person.name,
        email=person.email,
        email_key=supporter.email_key,
        postcode=person.postcode,
        region=person.region,
        language=signer.language,
        channel=signer.channel,
        updates=signer.updates,
        # No draw of its own: the seeded crowd stays who it was.
        show_name=model is Signature and signer.updates and signer.place % 4 == 0,
        consent_id=consent.id,
        status=signer.status,
        lag=lag,
        parent_hour=parent_hour,
        letters=0 if signer.status == Status.HELD else 1,
        new_to_list=signing.person.first is signer if signer.confirmed_at else None,
        opted_in=signer.updates if signer.confirmed_at else None,
        signed_at=signer.signed_at,
        confirmed_at=signer.confirmed_at,
        ended_at=signer.ended_at,
    )


def cohort_of(signer: Signer) -> tuple[str, dt.datetime | None]:
    """(lag, hour of the parent's confirmation), if the parent counted when this one was confirmed."""
    parent = signer.parent
    if (
        not (parent and parent.confirmed_at and signer.confirmed_at)
        or parent.confirmed_at > signer.confirmed_at
    ):
        return "", None
    if parent.ended_at and parent.ended_at <= signer.confirmed_at:
        return "", None
    hours = (signer.confirmed_at - parent.confirmed_at) / dt.timedelta(hours=1)
    lag = next((lag for end, lag in _BUCKETS if hours <= end), Lag.LATER)
    return str(lag), hour_of(parent.confirmed_at)


def _tally(signing: Signing, delta: int) -> Tally:
    signer = signing.signer
    lag, parent_hour = cohort_of(signer)
    return Tally(
        page_id=signing.page.pk,
        link=signing.link,
        hour=hour_of(signer.confirmed_at or signer.signed_at),
        channel=signer.channel,
        generation=signer.generation,
        region=signing.person.region,
        lag=lag,
        parent_hour=parent_hour,
        new_to_list=signing.person.first is signer,
        opted_in=signer.updates,
        delta=delta,
    )
