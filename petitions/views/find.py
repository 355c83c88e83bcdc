"""Looking for petitions: the list of all, and the search. What is chosen stands in the address."""

import datetime as dt
import re
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.site import public_head
from causes import front_cache, speaking
from causes.models import Cause
from causes.views.answering import render_public
from petitions import feeds, finding
from petitions.faces import petition_faces
from petitions.finding import Found, Question, Ranking, Standing

_SUGGESTED = 3
_ORDER_SECONDS = 15.0


class Choice(NamedTuple):
    """One of several to choose from: what the address says, what people read, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


@require_safe
def petitions(request: HttpRequest) -> HttpResponse:
    """All petitions, those that move first: open ones with life in them, unless others are asked for."""
    question = _asked(request.GET, standing=Standing.OPEN)
    address = _address(request.path, question)
    return front_cache.answer(request, address, lambda: _page(request.path, question))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Petitions that fit some words. Not kept by us: questions are many, and each is asked once."""
    text = request.GET.get("q", "").replace("\0", " ").strip()[: finding.LONGEST_TEXT]
    question = _asked(request.GET, text, standing="")
    return HttpResponse(
        _page(request.path, question),
        headers={"Cache-Control": "public, max-age=30", "X-Robots-Tag": "noindex"},
    )


def _asked(chosen: QueryDict, text: str = "", standing: str = "") -> Question:
    """Whatever is no choice of ours is as if it were not there."""
    state, cause, page = (chosen.get(name, "") for name in ("state", "cause", "page"))
    if state in _standings():
        standing = "" if state == "all" else state
    return Question(
        text=text,
        cause=cause if re.fullmatch(r"[-a-zA-Z0-9_]{1,80}", cause) else "",
        standing=standing,
        quiet="older" in chosen or bool(text) or standing != Standing.OPEN,
        page=min(max(int(page), 1), finding.LAST_PAGE) if re.fullmatch(r"[0-9]{1,4}", page) else 1,
    )


def _standings() -> dict[str, str]:
    return {
        Standing.OPEN: _("Open now"),
        Standing.WON: _("Won"),
        Standing.ENDED: _("Ended"),
        "all": _("All of them"),
    }


def _page(path: str, question: Question) -> str:
    now = clock.now()
    found = finding.fetch(ranking(question, now))
    searching = path == reverse("search")
    suggested = [] if found.petitions else finding.fetch(what_moves(now)).petitions[:_SUGGESTED]
    causes = _causes(question.cause)
    context = {
        "question": question,
        "found": found,
        "petitions": petition_faces(found.petitions, now),
        "suggested": petition_faces(suggested, now),
        "causes": causes,
        "cause": next((cause.label for cause in causes if cause.chosen), ""),
        "states": _states(question),
        "searching": searching,
        "feeds": feeds.links(),
        "before": _neighbour(path, question, found, -1),
        "after": _neighbour(path, question, found, +1),
        "older": "" if question.quiet else _address(path, question, quiet=True),
    }
    return render_public("search.html", path, context if searching else {**public_head(path), **context})


def what_moves(now: dt.datetime) -> Ranking:
    """The order of the front window, kept for some seconds; the counts in it are always fresh."""
    return ranking(Question(standing=Standing.OPEN, quiet=False), now)


def ranking(question: Question, now: dt.datetime) -> Ranking:
    """Questions in words are many and asked once; lists are few and asked by everybody."""
    if question.text:
        return finding.rank(question, now)
    kept: Ranking = front_cache.kept(
        f"order of {_address('', question)}", lambda: finding.rank(question, now), _ORDER_SECONDS
    )
    return kept


def _states(question: Question) -> list[Choice]:
    chosen = question.standing or "all"
    return [Choice(value, label, value == chosen) for value, label in _standings().items()]


def _causes(chosen: str) -> list[Choice]:
    language = translation.get_language()
    found = front_cache.kept(f"causes to choose from in {language}", lambda: _public_causes(language))
    return [Choice(slug, title, slug == chosen) for slug, title in found]


def _public_causes(language: str) -> list[tuple[str, str]]:
    causes = Cause.objects.public().order_by("title").prefetch_related("texts")[:200]
    return [(cause.slug, speaking.said(cause, language).text["title"]) for cause in causes]


def _neighbour(path: str, question: Question, found: Found, step: int) -> str:
    """The address of the page before or after this one; "" where there is none."""
    page = question.page + step
    return _address(path, question, page=page) if 1 <= page <= found.pages else ""


def _address(path: str, question: Question, page: int = 0, quiet: bool = False) -> str:
    """One address for one question, however it was typed; also the name it is kept by."""
    page = page or (1 if quiet else question.page)
    chosen: dict[str, Any] = {
        "q": question.text,
        "cause": question.cause,
        "state": question.standing or "all",
        "older": "1" if (quiet or question.quiet) and question.standing == Standing.OPEN else "",
        "page": page if page > 1 else "",
    }
    chosen = {name: value for name, value in chosen.items() if value}
    if not question.text and question.standing == Standing.OPEN:
        del chosen["state"]
    return f"{path}?{urlencode(chosen)}" if chosen else path
