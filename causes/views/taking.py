"""Taking a name: what every page with a form does with a POST, and the form it shows."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import clock
from causes import consents, form_key, limits, origin, thanks_token, tracing, wording
from causes.forms import SignForm
from causes.models import Channel, Page
from causes.signing import Arrival, Typed, sign

Show = Callable[..., str]


@dataclass(frozen=True)
class Door:
    """Where a form stands: whether a POST comes from it, how its visitor arrived, and the name of the
    address that thanks them."""

    is_ours: Callable[[HttpRequest], bool]
    arrival: Callable[[HttpRequest], Arrival]
    thanks: str


def _by_link(request: HttpRequest) -> Arrival:
    return Arrival.read(request.GET.get("r", ""))


def _by_frame(request: HttpRequest) -> Arrival:
    """A partner's own link may stand in the frame's address; the way is always the other site."""
    host = origin.host_of(request.POST.get("host", ""), request)
    return Arrival(_by_link(request).code, Channel.EMBED, host)


OWN_PAGE = Door(origin.is_ours, _by_link, "thanks")
FRAME = Door(origin.is_ours_or_framed, _by_frame, "framed_thanks")


def form_context(page: Page, now: dt.datetime, form: SignForm | None = None, **more: Any) -> dict[str, Any]:
    """`form` (fresh key), `consent` and `question` (the words it shows) and whatever else a page adds."""
    language = translation.get_language()
    consent = consents.current(page, language, now)
    key = form_key.make(page.pk, form_key.Shown(consent.id, wording.shown(page, language)), now)
    if form is None:
        form = SignForm(initial={"form_key": key}, asks=page.asks())
    else:
        form.data = {**form.data.dict(), "form_key": key}  # type: ignore[attr-defined]
    return {
        "form": form,
        "consent": consent.signing,
        "question": consent.question,
        "showing": consent.showing,
        **more,
    }


def take_name(request: HttpRequest, page: Page, show: Show, door: Door = OWN_PAGE) -> HttpResponse:
    """Sign `page` with the posted form: 303 to thanks, or the form again with everything kept.

    `show(form, form_failed=…, note=…)` renders the page around a form that did not go through.
    """
    now = clock.now()
    form = SignForm(request.POST, asks=page.asks())
    if not page.takes_names(now):
        return _again(show(None), 409)
    if not door.is_ours(request):
        note = _("Your browser says this form came from another site. Please press the button once more.")
        return _again(show(form, note=note), 403)
    if not form.is_valid():
        return _again(show(form, form_failed=True), 422)
    shown = form_key.shown_by(form.cleaned_data["form_key"], page.pk, now)
    if shown is None:
        note = _("This page had been open for a long time. Everything is still here: please press once more.")
        return _again(show(form, note=note), 422)
    return _signed(request, page, form, shown, now, door)


def _signed(
    request: HttpRequest, page: Page, form: SignForm, shown: form_key.Shown, now: dt.datetime, door: Door
) -> HttpResponse:
    typed = Typed(
        name=form.cleaned_data["name"],
        email=form.cleaned_data["email"],
        postcode=form.cleaned_data["postcode"],
        updates=form.cleaned_data["updates"],
        language=translation.get_language(),
        consent_id=shown.consent,
        wording_id=shown.wording,
        show_name=form.cleaned_data.get("show_name", False),
        country=form.cleaned_data.get("country", ""),
        reason=form.cleaned_data.get("reason", ""),
    )
    arrival = door.arrival(request)
    held = bool(form.cleaned_data["website"]) or limits.looks_automatic(request, page, typed.email)
    code = sign(page, typed, arrival, now, held=held, origin=tracing.origin_of(request, now))
    return to_thanks(thanks_token.Visit(page.pk, code, typed, arrival, corrected=False), now, door)


def to_thanks(visit: thanks_token.Visit, now: dt.datetime, door: Door = OWN_PAGE) -> HttpResponse:
    """303 to the visitor's own thanks page."""
    response = HttpResponseRedirect(reverse(door.thanks, args=[thanks_token.make(visit, now)]), status=303)
    response["Cache-Control"] = "no-store"
    return response


def _again(html: str, status: int) -> HttpResponse:
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})
