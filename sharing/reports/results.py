"""What came of the petitions of a report: outcomes and answers of its days, as the public may read them."""

import datetime as dt
import html
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causes import speaking
from causes.models import Page, State
from causes.story import to_html
from petitions.models import Outcome, Petition, Response
from sharing.growth.figures import whole
from sharing.models import Legislation, Report
from sharing.reports.counting import Counted, pages_of

ANSWER = "answer"


@dataclass(frozen=True)
class Happening:
    """An outcome (`what` is its state) or an answer; who said it, and where anybody can check it."""

    on: dt.date
    what: str
    words: str
    who: str = ""
    source: str = ""

    @property
    def label(self) -> str:
        """What it was, to stand before its words."""
        if self.what == ANSWER:
            return _("%(who)s answered") % {"who": self.who}
        if self.what == State.DELIVERED and self.who:
            return _("Handed over to %(who)s") % {"who": self.who}
        return {
            State.WON: _("Won"),
            State.LOST: _("Lost"),
            State.DELIVERED: _("Handed over"),
            State.NO_ANSWER: _("No answer"),
        }[State(self.what)]


@dataclass(frozen=True)
class Result:
    """One page of the report. `signatures` are those of the period, None where they are counted with others';
    `asks` says whether it asks for a specific law ("" nobody said)."""

    page: Page
    title: str
    decision_maker: str
    path: str
    signatures: int | None
    asks: str = ""
    happenings: list[Happening] = field(default_factory=list)

    @property
    def is_petition(self) -> bool:
        return self.page.kind == Page.Kind.PETITION

    @property
    def about(self) -> str:
        """To whom, and in which state it is today."""
        to = _("To %(who)s") % {"who": self.decision_maker} if self.decision_maker else _("Cause")
        return f"{to} · {self.page.get_state_display()}"

    @property
    def signatures_words(self) -> str:
        if self.signatures is None:
            return _("few signatures")
        words = ngettext("%(n)s signature", "%(n)s signatures", self.signatures)
        return words % {"n": whole(self.signatures)}

    @property
    def asks_words(self) -> str:
        return str(Legislation.Asks(self.asks).label) if self.asks else _("not said")


def results(report: Report, counted: Counted, language: str) -> list[Result]:
    """Pages that are public today: those where something happened first, then those with most signatures.

    Left out is where nothing happened and nobody signed in this time. Told is only what stood there when the
    figures were counted.
    """
    pages = list(pages_of(report).prefetch_related("texts"))
    names = dict(counted.pages)
    petitions = Petition.objects.filter(pk__in=[page.pk for page in pages]).prefetch_related("texts")
    whole = {petition.pk: petition for petition in petitions}
    happened = _happenings(report, petitions)
    asks = dict(Legislation.objects.filter(petition__in=list(whole)).values_list("petition", "asks"))
    found = []
    for page in pages:
        if names.get(page.pk) == 0 and page.pk not in happened:
            continue
        words = speaking.said(whole.get(page.pk, page), language).text
        found.append(
            Result(
                page,
                words["title"],
                words.get("decision_maker", ""),
                page.public_path(language),
                names.get(page.pk),
                asks.get(page.pk, ""),
                sorted(happened.get(page.pk, []), key=lambda each: each.on),
            )
        )
    return sorted(found, key=lambda each: (not each.happenings, -(each.signatures or 0), each.title))


def victories(found: list[Result]) -> int:
    """Petitions of the report that were won in its days."""
    return sum(1 for each in found if any(one.what == State.WON for one in each.happenings))


def _happenings(report: Report, petitions: QuerySet[Petition]) -> dict[int, list[Happening]]:
    counted_at = report.counted_at or report.created_at
    days = {"petition__in": petitions, "on__gte": report.starts_on, "on__lte": report.ends_on}
    found: dict[int, list[Happening]] = {}
    for outcome in Outcome.objects.filter(**days, written_at__lte=counted_at):
        told = Happening(outcome.on, outcome.state, outcome.what, outcome.received_by, outcome.source)
        found.setdefault(outcome.petition_id, []).append(told)
    for answer in Response.objects.filter(**days, shown_at__lte=counted_at):
        told = Happening(answer.on, ANSWER, _bare(answer.words), answer.who, answer.source)
        found.setdefault(answer.petition_id, []).append(told)
    return found


def _bare(markdown: str) -> str:
    """Its words without marks."""
    return html.unescape(strip_tags(to_html(markdown))).strip()
