"""The supporter's own page. Opening it changes nothing; each button is one form and needs no script."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.models import Supporter
from causes import mailbox, origin, wishes
from causes.models import Status
from causes.views.answering import private_page
from causes.views.limiting import limited
from sharing import me
from sharing.erasure import erase
from sharing.my_data import data_of

_NOTES = {
    "off": _("Your name is off. The count follows in a few seconds; a receipt is on its way."),
    "name-shown": _("Your first name may stand on the page now."),
    "name-hidden": _("Your first name is off the page. You stay counted."),
    "reason-off": _("Your reason is gone. You stay counted."),
    "updates-yes": _("Noted: you get updates."),
    "updates-no": _("Noted: no more updates. You stay counted."),
}


class AskForm(forms.Form):
    """Where to send the way to one's page."""

    # A CharField: the address is judged once, by `mailbox.clean`, in words of ours.
    email = forms.CharField(
        max_length=254, error_messages={"required": _("Enter an e-mail like name@example.com")}
    )

    def clean_email(self) -> str:
        try:
            return mailbox.clean(self.cleaned_data["email"])
        except mailbox.BadAddress as bad:
            raise forms.ValidationError(_("Enter an e-mail like name@example.com"), code="invalid") from bad


@csrf_exempt  # it carries no authority: the letter goes to the mailbox and nowhere else
@require_http_methods(["GET", "HEAD", "POST"])
@limited("my page")
def ask(request: HttpRequest) -> HttpResponse:
    """ "Send me my page": the same answer for every address."""
    if request.method != "POST" or not origin.is_ours(request):
        return _ask(request, AskForm(), status=403 if request.method == "POST" else 200)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422, form_failed=True)
    me.send_page(form.cleaned_data["email"], clock.now())
    return private_page(request, "me/sent.html", {})


@csrf_exempt  # the letter's token is the authority, and a page of ours must have sent it
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows; POST does the one thing whose button was pressed."""
    now = clock.now()
    supporter = _owner(token, now)
    if supporter is None:
        return _ask(request, AskForm(), status=404, old=True)
    if request.method != "POST":
        return _page(request, supporter)
    if not origin.is_ours(request):
        return _page(request, supporter, status=403)
    for button, does in _BUTTONS.items():
        if button in request.POST:
            return does(request, supporter, now)
    return _page(request, supporter, status=422)


@require_http_methods(["GET", "HEAD"])
def data(request: HttpRequest, token: str) -> HttpResponse:
    """Everything about this person in this organisation, as a file."""
    now = clock.now()
    supporter = _owner(token, now)
    if supporter is None:
        return _ask(request, AskForm(), status=404, old=True)
    return JsonResponse(
        data_of(supporter, now),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={
            "Content-Disposition": 'attachment; filename="my-data.json"',
            "Cache-Control": "no-store",
            "Referrer-Policy": "strict-origin",
            "X-Robots-Tag": "noindex",
        },
    )


def _owner(token: str, now: dt.datetime) -> Supporter | None:
    """Whose page the token opens today."""
    found = me.owner_of(token, me.PURPOSE)
    if found is None or found[1].age(now) > me.OPENS_FOR:
        return None
    return found[0].supporter


def _updates(request: HttpRequest, supporter: Supporter, now: dt.datetime) -> HttpResponse:
    wanted = request.POST["updates"] == "yes"
    wishes.set_updates(supporter.pk, wanted, now)
    return _again(request, "updates-yes" if wanted else "updates-no")


def _take_off(request: HttpRequest, supporter: Supporter, now: dt.datetime) -> HttpResponse:
    done = me.take_off(supporter, request.POST["take_off"], now)
    return _again(request, "off" if done else "")


def _show_name(request: HttpRequest, supporter: Supporter, now: dt.datetime) -> HttpResponse:
    done = me.set_name_shown(supporter, request.POST["show_name"], True)
    return _again(request, "name-shown" if done else "")


def _hide_name(request: HttpRequest, supporter: Supporter, now: dt.datetime) -> HttpResponse:
    done = me.set_name_shown(supporter, request.POST["hide_name"], False)
    return _again(request, "name-hidden" if done else "")


def _reason_off(request: HttpRequest, supporter: Supporter, now: dt.datetime) -> HttpResponse:
    done = me.take_reason_off(supporter, request.POST["reason_off"], now)
    return _again(request, "reason-off" if done else "")


def _erase(request: HttpRequest, supporter: Supporter, now: dt.datetime) -> HttpResponse:
    """The first press asks, the second erases."""
    context = {"organisation": supporter.organisation}
    if request.POST["erase"] != "yes":
        return private_page(request, "me/erase.html", context)
    erase(supporter, now)
    return private_page(request, "me/erased.html", context)


_BUTTONS: dict[str, Callable[[HttpRequest, Supporter, dt.datetime], HttpResponse]] = {
    "updates": _updates,
    "take_off": _take_off,
    "show_name": _show_name,
    "hide_name": _hide_name,
    "reason_off": _reason_off,
    "erase": _erase,
}


def _again(request: HttpRequest, note: str) -> HttpResponse:
    """303: what comes next is read, not posted again."""
    address = f"{request.path}?done={note}" if note else request.path
    return HttpResponseRedirect(address, status=303, headers={"Cache-Control": "no-store"})


def _page(request: HttpRequest, supporter: Supporter, status: int = 200) -> HttpResponse:
    entries = me.entries_of(supporter, translation.get_language())
    context: dict[str, Any] = {
        "organisation": supporter.organisation,
        "name": supporter.name,
        "address": mailbox.mask(supporter.email),
        "entries": entries,
        "counted": next((entry for entry in entries if entry.row.status == Status.CONFIRMED), None),
        "updates": me.wants_updates(supporter),
        "note": _NOTES.get(request.GET.get("done", "")),
        "data_url": f"{request.path}data.json",
        "not_ours": status == 403,
    }
    return private_page(request, "me/page.html", context, status)


def _ask(request: HttpRequest, form: AskForm, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "action": reverse("ask_for_me"), **more}
    return private_page(request, "me/ask.html", context, status)
