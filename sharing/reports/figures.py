"""Each number of a report by its name, with what it was counted of and how; the same as on the dashboards."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causes.models.signed import Lag
from sharing.growth.figures import percent, ratio, signed, whole
from sharing.growth.numbers import ENOUGH
from sharing.reports.counting import Counted
from sharing.reports.small import LEAST, Part

__all__ = ["Fact", "connectivity", "cover", "generation_words", "health", "places", "ratio"]


@dataclass(frozen=True)
class Fact:
    """`number` and `of` are for machines, "" where they are not shown; `how` says how it is counted."""

    key: str
    label: str
    value: str
    note: str
    how: str
    number: str = ""
    of: str = ""


def cover(told: Counted, won: int) -> list[Fact]:
    """The four that somebody takes in at a glance."""
    return [
        _number(
            "signatures", _("Signatures"), told.signatures, _change(told),
            _("Confirmed by letter in these days and not taken back since: one person, one petition."),
        ),
        _part(
            "new_people", _("New people"), told.new_people,
            _("Had no name with the organisation before. Fixed when their first signature is confirmed."),
            as_number=True,
        ),
        _part(
            "friends", _("Brought by friends"), told.friends,
            _("Signed through the link of somebody who had signed: generation 2 and later."),
        ),
        _number(
            "won", _("Won"), won,
            ngettext("of %(n)s petition open in this time", "of %(n)s petitions open in this time",
                     told.open_petitions) % {"n": whole(told.open_petitions)},
            _("Petitions that were granted in these days, as the organisation tells it, with its source."),
        ),
    ]  # fmt: skip


def connectivity(told: Counted) -> list[Fact]:
    """How the network grew."""
    enough = told.cohort >= ENOUGH
    return [
        Fact(
            "amplification", _("Amplification"), _ratio(told.amplification),
            _("signatures for each person reached directly"),
            _("All signatures for each one that came without a friend’s link."), _plain(told.amplification),
        ),
        Fact(
            "k", _("Each person brings (K)"), _ratio(told.k),
            _("of %(n)s who have had 72 hours") % {"n": whole(told.cohort)} if enough else _too_few(),
            _("Whom those confirmed in these days brought within 72 hours, for each of them; only who has "
              "had that long. Above 1 it grows by itself."),
            _plain(told.k), str(told.cohort) if enough else "",
        ),
        Fact(
            "generations", _("Generations"), _depth(told), _("from friend to friend"),
            _("Generation 1 came without a friend’s link; each later one through somebody of the one before. "
              "The last ones are told together while they are small."),
            str(len(told.generations)) if told.generations else "",
        ),
        Fact(
            "lag", _("Half of all friends sign"), str(Lag(told.lag).label) if told.lag else "–",
            _("after who brought them"),
            _("The middle of all times from somebody’s confirmation to that of whom they brought."),
            told.lag or "",
        ),
    ]  # fmt: skip


def health(told: Counted) -> list[Fact]:
    """Is it alive, and do people stay?"""
    return [
        _number("open_petitions", _("Petitions open"), told.open_petitions, _("in this time"),
                _("Published before the end of these days and not ended before they began.")),
        _part("confirm", _("Confirmed their name"), told.confirm,
              _("Of all who signed since the petitions opened: who pressed the button in their letter."),
              note=_("of those who signed, since opening")),
        _part("opted_in", _("Want updates"), told.opted_in,
              _("Said yes to updates when they confirmed. Nothing is ticked beforehand.")),
        _number("updates", _("Updates"), told.updates,
                _("by %(n)s letters") % {"n": _few(told.letters)},
                _("News of these days on the pages; letters that left, one for each who wanted it.")),
        _part("left", _("Left after an update"), told.left,
              _("Had one of these letters and want no more since. They stay counted."),
              note=_("of letters")),
        *_list(told),
    ]  # fmt: skip


def _list(told: Counted) -> list[Fact]:
    """Net list growth, where neither of its halves is a few people."""
    if not told.list_counted:
        return []
    gained, lost = told.list_gained, told.list_lost
    net = None if gained is None or lost is None else gained - lost
    return [
        Fact(
            "net_list", _("The list grew by"), "–" if net is None else signed(net),
            _("%(gained)s came, %(lost)s left") % {"gained": _few(gained), "lost": _few(lost)},
            _("People whom the organisation’s updates reach: new subscribers and those who came back, less "
              "who unsubscribed, called a letter spam, was erased or struck, or whose mailbox takes "
              "nothing."),
            "" if net is None else str(net),
        )
    ]  # fmt: skip


def _few(number: int | None) -> str:
    return f"<{LEAST}" if number is None else whole(number)


def places(told: Counted) -> list[Fact]:
    """How mixed it is."""
    if told.effective is None:
        return []
    return [
        Fact(
            "effective", _("Effective number of regions"), whole(told.effective),
            _("as mixed as so many of equal size"),
            _("exp(−Σ p ln p) of the regions of known postcodes, rounded. A region is named from ten people "
              "on; smaller ones are one sum."),
            str(told.effective),
        )
    ]  # fmt: skip


def generation_words(number: int, told: Counted) -> str:
    """`3`, or `3 and later` for the last one that stands for several."""
    if told.deeper and number == len(told.generations):
        return _("%(number)s and later") % {"number": number}
    return str(number)


def _depth(told: Counted) -> str:
    """`8`, `8+` where the last stands for several."""
    if len(told.generations) < 2:
        return "–"
    return f"{len(told.generations)}+" if told.deeper else str(len(told.generations))


def _change(told: Counted) -> str:
    """Against the equally long time before, while both can be shown."""
    if not told.before or told.signatures is None:
        return ""
    words = _("%(n)s in the same time before")
    return words % {"n": whole(told.before)}


def _number(key: str, label: str, number: int | None, note: str, how: str) -> Fact:
    return Fact(key, label, _few(number), note, how, "" if number is None else str(number))


def _part(key: str, label: str, part: Part, how: str, note: str = "", as_number: bool = False) -> Fact:
    """A share with both counts; below thirty only the counts, and a few people never."""
    of = "" if part.whole is None else str(part.whole)
    if part.part is None:
        value = _("nearly all") if part.nearly_all else f"<{LEAST}"
        return Fact(key, label, value, note or _of(None, part.whole), how, "", of)
    enough = part.whole is not None and part.whole >= ENOUGH
    share = percent(part.share) if enough and part.share is not None else ""
    value, said = whole(part.part), note or _of(None, part.whole)
    if as_number:
        said = _("%(share)s of signatures") % {"share": share} if share else said
    elif share:
        value, said = share, note or _of(part.part, part.whole)
    return Fact(key, label, value, said, how, str(part.part), of)


def _of(part: int | None, all_: int | None) -> str:
    if not all_:
        return ""
    if part is None:
        return _("of %(all)s") % {"all": whole(all_)}
    return _("%(part)s of %(all)s") % {"part": whole(part), "all": whole(all_)}


def _too_few() -> str:
    return _("too few to say (needs %(number)s)") % {"number": ENOUGH}


def _ratio(value: float | None) -> str:
    return "–" if value is None else ratio(value)


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
