"""The page on which organisers read why people sign, and say what is shown."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from causes.models import ReasonState
from petitions import reasons
from petitions.models import Petition, Signature

AT_ONCE = 50
_TABS = (
    (ReasonState.NEW, _("To review")),
    (ReasonState.CHOSEN, _("Chosen")),
    (ReasonState.APPROVED, _("Approved")),
    (ReasonState.ASIDE, _("Set aside")),
)
# What can be said to a reason in each state, as buttons.
_VERDICTS = (
    (ReasonState.APPROVED, _("Approve")),
    (ReasonState.CHOSEN, _("Choose for the top")),
    (ReasonState.ASIDE, _("Set aside")),
)
_ASKED = {state for state, _label in _VERDICTS}


def review(site: AdminSite, request: HttpRequest, petition: Petition, back: str) -> HttpResponse:
    """GET lists the reasons of one state; POST says one verdict. The caller has checked who reads."""
    tab = _state(request.GET.get("state", ""))
    if request.method == "POST":
        _judge(request, petition)
        return HttpResponseRedirect(f"{request.path}?state={tab}", status=303)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Why people sign"),
        "subtitle": petition.title,
        "petition": petition,
        "opts": petition._meta,
        "back": back,
        "tabs": [(state, label, reasons.in_state(petition, state).count()) for state, label in _TABS],
        "tab": tab,
        "rows": [_row(row) for row in reasons.in_state(petition, tab)[:AT_ONCE]],
        "most": reasons.CHOSEN_AT_MOST,
        "shows": petition.asks() >= reasons.NEEDED,
    }
    return TemplateResponse(request, "admin/petitions/reasons.html", context)


def _state(named: str) -> ReasonState:
    return next((state for state, _label in _TABS if state == named), ReasonState.NEW)


def _row(row: Signature) -> dict[str, Any]:
    verdicts = [each for each in _VERDICTS if each[0] != row.reason_state]
    if not row.show_name:  # what can never be shown is not for the top
        verdicts = [each for each in verdicts if each[0] != ReasonState.CHOSEN]
    first_name = row.name.split(" ")[0]
    return {"row": row, "first_name": first_name, "read": reasons.digest(row.reason), "verdicts": verdicts}


def _judge(request: HttpRequest, petition: Petition) -> None:
    pk, verdict = request.POST.get("reason", ""), request.POST.get("verdict", "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19 and verdict in _ASKED):
        messages.error(request, _("Nothing was changed. Please press one of the buttons."))
        return
    try:
        reasons.judge(petition, int(pk), ReasonState(verdict), request.POST.get("read", ""))
    except reasons.Gone:
        messages.error(request, _("These words are not there any more: they were changed or taken off."))
    except reasons.EnoughChosen:
        messages.error(request, _("Three are chosen already. Move one of them back to approved first."))
    else:
        messages.success(request, _("Noted. The page follows at once."))
