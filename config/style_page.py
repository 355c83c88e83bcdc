"""The living style page at `/style/`, in development only: each part in each of its states."""

import datetime as dt
from types import SimpleNamespace

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from accounts import clock
from causes import growing, ladder
from causes.forms import SignForm
from causes.views.answering import render_public

ERRORS = ("400", "403", "404", "429", "500", "503")
TOKENS = (
    "ink", "ink-2", "paper", "sand", "field", "line", "hair", "magenta", "magenta-dark", "teal", "sun",
    "sun-soft", "ok", "error", "error-soft", "info", "poster", "poster-ring",
)  # fmt: skip
ICONS = (
    "whatsapp", "x", "facebook", "bluesky", "telegram", "mastodon", "threads", "reddit", "linkedin",
    "email", "sms", "copy", "sheet", "arrow", "down", "check", "alert", "info",
)  # fmt: skip
_DAYS = 20


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every part with made-up content; nothing of it comes from the database."""
    now = clock.now()
    asks = frozenset({"country", "reason", "show_name"})
    wrong = SignForm({"name": "", "email": "ana", "postcode": "85701", "reason": "me@mine.com"}, asks=asks)
    wrong.full_clean()
    context = {
        "tokens": TOKENS,
        "errors": ERRORS,
        "icons": ICONS,
        "counts": [
            _page(0, now),
            _page(42, now),
            _page(620, now),
            _page(1240, now),
            _page(310, now, "cause"),
        ],
        "petition": _page(620, now),
        "form": SignForm(asks=asks),
        "wrong": wrong,
        "consent": "I am 16 or older and I sign this petition. Vecinos Unidos keeps my name, e-mail and "
        "postcode to check and count signatures.",
        "question": "Updates from Vecinos Unidos by e-mail?",
    }
    return HttpResponse(render_public("style.html", request.path, context))


@require_safe
def error(request: HttpRequest, code: str) -> HttpResponse:
    """An error page as a visitor meets it, with its own status."""
    if code not in ERRORS:
        raise Http404
    return HttpResponse(render_public(f"{code}.html", request.path, {"minutes": 5}), status=int(code))


def _page(count: int, now: dt.datetime, kind: str = "petition") -> SimpleNamespace:
    step = ladder.step(count, 1000)
    progress = count * 100 // step.following
    today = min(6, progress)
    return SimpleNamespace(
        kind=kind,
        title="Keep the Southside clinic open",
        words={},
        decision_maker="Tucson City Council",
        organisation=SimpleNamespace(name="Vecinos Unidos", is_demo=True),
        public_path="/style/",
        count=count,
        passed=step.passed,
        next_step=step.following,
        next_step_text="then we ask for a hearing",
        progress=progress,
        today=today,
        before_today=progress - today,
        is_open=True,
        state="open",
        updated_at=now,
        growth=_growth(count, step.following, now),
    )


def _growth(count: int, goal: int, now: dt.datetime) -> growing.Growth:
    """The same curve up to any count."""
    if not count:
        return growing.Growth(0)
    first = now.replace(hour=0, minute=0, second=0, microsecond=0) - dt.timedelta(days=_DAYS - 1)
    totals = [round(count * (day / _DAYS) ** 1.6) for day in range(_DAYS + 1)]
    rows = tuple(
        growing.Row(first + dt.timedelta(days=day), totals[day + 1] - totals[day], totals[day + 1])
        for day in range(_DAYS)
    )
    return growing.Growth(rows[-1].names, False, rows, *growing.drawing(rows, goal, now, now))


urlpatterns = [path("style/", style, name="style"), path("style/<str:code>/", error, name="style_error")]
