"""Signing with one press, for whoever a letter's link brings. Opening it signs nothing.

The page holds no address, no postcode and no surname, so that a letter that is passed on tells nobody who
it was sent to.
"""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import clock
from causes import faces, form_key, origin
from causes.forms import SignForm
from causes.models import Channel, Page, Signed
from causes.recognised import Choice, Recognised, masked, read, sign_at_once, updates_of
from causes.sign_token import page_of
from causes.views.answering import private_page
from causes.views.taking import form_context

_GIVEN_BEFORE = ("name", "email", "postcode", "updates", "website")


class OnePressForm(SignForm):
    """What this page asks and the earlier form did not say: never again what is known."""

    def __init__(self, *args: Any, found: Recognised, **kwargs: Any) -> None:
        super().__init__(*args, asks=found.page.asks(), **kwargs)
        for field in _GIVEN_BEFORE:
            del self.fields[field]
        if found.row.country:
            self.fields.pop("country", None)


@csrf_exempt  # the letter's token is the authority, and a page of ours must have sent it
@require_http_methods(["GET", "HEAD", "POST"])
def recognised(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what would be signed and as whom; POST signs and counts. A second POST is told kindly."""
    now = clock.now()
    page = page_of(token)
    if page is None:
        return HttpResponseRedirect(reverse("home"), status=303, headers={"Cache-Control": "no-store"})
    found = read(token, page, now)
    if found is None:
        return _to_page(page, "")
    if found.is_counted and found.own:
        return _done(request, page, found.own, now, already=True)
    if not found.may_sign or not page.takes_names(now):
        return _to_page(page, found.credit)
    if request.method != "POST":
        return _ask(request, found, now)
    return _sign(request, found, now)


def _sign(request: HttpRequest, found: Recognised, now: dt.datetime) -> HttpResponse:
    form = OnePressForm(request.POST, found=found)
    if not origin.is_ours(request):
        note = _("Your browser says this form came from another site. Please press the button once more.")
        return _ask(request, found, now, form, note=note, status=403)
    if not form.is_valid():
        return _ask(request, found, now, form, form_failed=True, status=422)
    shown = form_key.shown_by(form.cleaned_data["form_key"], found.page.pk, now)
    if shown is None:
        note = _("This page had been open for a long time. Everything is still here: please press once more.")
        return _ask(request, found, now, form, note=note, status=422)
    choice = Choice(
        consent_id=shown.consent,
        wording_id=shown.wording,
        language=translation.get_language(),
        country=form.cleaned_data.get("country", ""),
        reason=form.cleaned_data.get("reason", ""),
        show_name=form.cleaned_data.get("show_name", False),
    )
    signed = sign_at_once(found, choice, now)
    if signed is None:
        return _to_page(found.page, found.credit)
    return _done(request, found.page, signed, now, already=False)


def _ask(
    request: HttpRequest,
    found: Recognised,
    now: dt.datetime,
    form: OnePressForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    asked = form_context(found.page, now, form)
    if form is None:
        asked["form"] = OnePressForm(initial=asked["form"].initial, found=found)
    context = {
        **asked,
        "page": _face(found.page, now),
        "who": masked(found.row.name),
        "updates": updates_of(found),
        "not_you": _address(found.page, found.credit),
        **more,
    }
    return private_page(request, "act/recognised.html", context, status)


def _done(request: HttpRequest, page: Page, own: Signed, now: dt.datetime, *, already: bool) -> HttpResponse:
    face = _face(page, now)
    count = face.count if already else face.count + 1
    context = {"page": face, "code": own.link.code, "signed": own, "already": already, "count": count}
    context["one_press"] = True
    return private_page(request, "act/confirm_done.html", context)


def _to_page(page: Page, credit: str) -> HttpResponse:
    """The page itself with its empty form, as everybody gets it."""
    return HttpResponseRedirect(_address(page, credit), status=303, headers={"Cache-Control": "no-store"})


def _address(page: Page, credit: str) -> str:
    path = page.public_path(translation.get_language())
    return f"{path}?{urlencode({'r': f'{credit}.{Channel.EMAIL}'})}" if credit else path


def _face(page: Page, now: dt.datetime) -> Any:
    return faces.page_face(page, translation.get_language(), now)
