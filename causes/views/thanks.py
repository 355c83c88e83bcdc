"""After signing: share first, then the letter. The page is one visitor's own and safe to pass on."""

import datetime as dt
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import clock, redis
from accounts.encryption import BadToken
from causes import faces, limits, mailbox, post_office, thanks_token
from causes.correcting import correct
from causes.forms import CorrectionForm
from causes.models import Channel, Page
from causes.views.answering import private_page
from causes.views.framing import framed
from causes.views.taking import FRAME, OWN_PAGE, Door, to_thanks

_TEMPLATES = {OWN_PAGE: "act/thanks.html", FRAME: "embed/thanks.html"}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Opens for 60 minutes and only from our own pages; from elsewhere it leads to the page itself,
    with the signatory's credit, so that passing its address on does no harm."""
    return _answer(request, token, OWN_PAGE)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@framed
def framed_thanks(request: HttpRequest, token: str) -> HttpResponse:
    """The same in a frame on another site, whose own origin need not be ours: a sandbox has none."""
    return _answer(request, token, FRAME)


def _answer(request: HttpRequest, token: str, door: Door) -> HttpResponse:
    now = clock.now()
    try:
        visit, opens = thanks_token.read(token, now)
    except BadToken:
        return HttpResponseRedirect(reverse("home"), status=303)
    page = get_object_or_404(Page.objects.public().select_related("organisation"), pk=visit.page_id)
    if not (opens and _from_our_page(request, door)):
        return _to_page(page, visit.code)
    if request.method == "POST":
        return _correct(request, page, visit, now, door)
    return _show(request, page, visit, CorrectionForm(), now, door)


def _from_our_page(request: HttpRequest, door: Door) -> bool:
    if door is FRAME and request.headers.get("Sec-Fetch-Dest") == "iframe":
        return True
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _correct(
    request: HttpRequest, page: Page, visit: thanks_token.Visit, now: dt.datetime, door: Door
) -> HttpResponse:
    form = CorrectionForm(request.POST)
    if not door.is_ours(request) or not form.is_valid():
        return _show(request, page, visit, form, now, door, status=422)
    if visit.corrected or not _first_correction(visit.code):
        return _show(request, page, replace(visit, corrected=True), CorrectionForm(), now, door, status=409)
    email = form.cleaned_data["email"]
    held = limits.looks_automatic(request, page, email)
    typed, code = correct(page, visit.typed, email, visit.code, visit.arrival, now, held=held)
    return to_thanks(replace(visit, typed=typed, code=code, corrected=True), now, door)


def _first_correction(code: str) -> bool:
    key = f"corrected:{code}"
    return redis.ask(lambda client: bool(client.set(key, 1, nx=True, ex=3600)), otherwise=True)


def _show(
    request: HttpRequest,
    page: Page,
    visit: thanks_token.Visit,
    form: CorrectionForm,
    now: dt.datetime,
    door: Door,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": faces.page_face(page, translation.get_language(), now),
        "first_name": visit.typed.name.split(" ")[0],
        "masked_email": mailbox.mask(visit.typed.email),
        "code": visit.code,
        "can_correct": not visit.corrected,
        "form": form,
        "form_failed": form.is_bound and bool(form.errors),
        "confirmed": False,
        "delay": post_office.delay(),
    }
    return private_page(request, _TEMPLATES[door], context, status)


def _to_page(page: Page, code: str) -> HttpResponse:
    credit = urlencode({"r": f"{code}.{Channel.COPY}"})
    response = HttpResponseRedirect(f"{page.public_path(translation.get_language())}?{credit}", status=303)
    response["Cache-Control"] = "no-store"
    return response
