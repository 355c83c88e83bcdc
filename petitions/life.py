"""What a petition's page and its organisers are told of its life: what happened, and what became of it."""

import datetime as dt
import zoneinfo
from types import SimpleNamespace

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import translation
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causes import changes
from causes.models import Change, GrowthHour, Removal, State
from petitions.faces import petition_faces
from petitions.models import Outcome, Petition
from petitions.responses import RESPONSE

STALE = dt.timedelta(days=30)


def add_life(face: SimpleNamespace, petition: Petition) -> None:
    """`face.changes`: public lines (`on`: the moment in the petition's time zone, `said`, `reason`, `path` of
    the page that shows more, `struck`: how names are checked stands elsewhere), newest first;
    `face.outcome`: what became of it, None before its end; `face.handover`: how it was handed over, whatever
    came after, else None."""
    zone = zoneinfo.ZoneInfo(petition.time_zone)
    face.changes = [
        SimpleNamespace(
            on=line.at.astimezone(zone).date(),
            said=said(line),
            reason=_why(line),
            path=f"{face.public_path}wording/" if line.what == changes.WORDING else "",
            struck=line.what == Removal.What.STRUCK,
        )
        for line in changes.public_lines(petition)
    ]
    face.outcome = Outcome.objects.filter(petition=petition, state=petition.state).first()
    face.handover = Outcome.objects.filter(petition=petition, state=State.DELIVERED).first()


_WON = 6


def won(now: dt.datetime) -> list[SimpleNamespace]:
    """The faces of the latest victories with `won_on`, the day that the organisers told, None if untold."""
    told = Outcome.objects.filter(petition=OuterRef("pk"), state=State.WON).values("on")[:1]
    found = Petition.objects.public().filter(state=State.WON).annotate(won_on=Subquery(told))
    latest = list(
        found.select_related("organisation", "cause").order_by(
            F("won_on").desc(nulls_last=True), "-published_at"
        )[:_WON]
    )
    shown = petition_faces(latest, now)
    for face, petition in zip(shown, latest, strict=True):
        face.won_on = petition.won_on
    return shown


def said(line: Change) -> str:
    """A line of the log in one sentence of the reader's language."""
    numbers = {"before": _number(line.before), "after": _number(line.after)}
    if line.what == changes.GOAL:
        if line.hand == Change.Hand.CLOCK:
            return _("%(before)s reached. The next step is %(after)s.") % numbers
        return _("The organisers set the goal from %(before)s to %(after)s.") % numbers
    if line.what == changes.WORDING:
        return _("The wording changed.")
    if line.what == changes.COUNT:
        return _("The count was corrected from %(before)s to %(after)s.") % numbers
    if line.what == RESPONSE:
        return _("%(who)s answered.") % {"who": line.reason}
    if line.what in Removal.What.values:
        return _removed(line.what, int(line.after))
    return _moved(line)


def _why(line: Change) -> str:
    """The reason beside it; the line about an answer keeps there who gave it."""
    return "" if line.what == RESPONSE else line.reason


def _removed(what: str, n: int) -> str:
    """A day's sum: nobody reads from it who it was."""
    if what == Removal.What.WITHDRAWN:
        words = ngettext("%(n)s person took their name off.", "%(n)s people took their name off.", n)
    elif what == Removal.What.STRUCK:
        words = ngettext(
            "%(n)s name was struck: it should not count.",
            "%(n)s names were struck: they should not count.",
            n,
        )
    else:
        words = ngettext("%(n)s struck name was put back.", "%(n)s struck names were put back.", n)
    return words % {"n": _number(str(n))}


def _moved(line: Change) -> str:
    sentences = {
        State.OPEN: _("Open for signatures."),
        State.PAUSED: _("Signing was paused."),
        State.CLOSED: _("Closed."),
        State.DELIVERED: _("The signatures were delivered."),
        State.WON: _("Won."),
        State.LOST: _("The answer was no."),
        State.NO_ANSWER: _("No answer came."),
    }
    if line.what == "resume":
        return _("Signing was opened again.")
    if line.what == "end":
        return _("Closed at its deadline.")
    return sentences.get(State(line.after), line.after)


def _number(text: str) -> str:
    return str(localize(int(text), use_l10n=True)) if text.isdigit() else text


def first_words(petition: Petition) -> dict[str, str]:
    """Title and words that an update about the end starts with, from what the organisers told of it; in the
    petition's language. Empty before the end."""
    with translation.override(petition.language):
        titles = {
            State.CLOSED: _("The petition has closed"),
            State.DELIVERED: _("The signatures were delivered"),
            State.WON: _("We won"),
            State.LOST: _("The answer was no"),
            State.NO_ANSWER: _("No answer came"),
        }
        title = titles.get(State(petition.state))
        told = Outcome.objects.filter(petition=petition, state=petition.state).first()
        source = f"\n\n[{_('Check it at the source')}]({told.source})" if told and told.source else ""
    return {"title": title, "words": f"{told.what}{source}" if told else ""} if title else {}


def quiet(petitions: "QuerySet[Petition]", now: dt.datetime) -> "QuerySet[Petition]":
    """Those of which `stale_since` tells a moment, found in one question."""
    lately = now - STALE
    signed = GrowthHour.objects.filter(page=OuterRef("pk"), signatures__gt=0, hour__gt=lately)
    told = Change.objects.filter(page=OuterRef("pk"), public=True, at__gt=lately)
    found = petitions.filter(state=State.OPEN, published_at__lte=lately)
    found = found.filter(Q(closes_at=None) | Q(closes_at__gt=now)).exclude(told_at__gt=lately)
    return found.filter(~Exists(signed), ~Exists(told))


def stale_since(petition: Petition, now: dt.datetime) -> dt.datetime | None:
    """Since when an open petition has had no signature and no news, None while that is less than 30 days."""
    if not petition.takes_names(now) or petition.published_at is None:
        return None
    signed = GrowthHour.objects.filter(page=petition.pk, signatures__gt=0).aggregate(last=Max("hour"))["last"]
    news = changes.public_lines(petition).aggregate(last=Max("at"))["last"]
    last = max(moment for moment in (petition.published_at, petition.told_at, signed, news) if moment)
    return last if now - last >= STALE else None
