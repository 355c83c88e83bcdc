"""The post office at the desk, for those who run the site: what waits and since when, and the switch."""

import functools
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts import clock
from accounts.access import is_site
from accounts.admin.scoped import reader
from causes import letter_numbers, post_office
from causes.models import Letter
from causes.waking import wake

View = Callable[[HttpRequest], HttpResponse]


class PauseForm(forms.Form):
    why = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("Your colleagues read it here, nobody else.")
    )


class GroupForm(forms.Form):
    """Which letters: those of one kind that ended in one way."""

    state = forms.ChoiceField(
        choices=[(state, state) for state in (Letter.State.FAILED, Letter.State.UNKNOWN)]
    )
    kind = forms.ChoiceField(choices=Letter.Kind.choices)
    error = forms.CharField(max_length=200, required=False, strip=False)
    understood = forms.BooleanField(required=False)


def urls(site: admin.AdminSite) -> list[URLPattern]:
    def guarded(view: View) -> Any:
        return site.admin_view(_for_the_site(view))

    show = require_GET(functools.partial(_show, site))
    return [
        path("office/", guarded(show), name="causes_letter_office"),
        path("office/pause/", guarded(require_POST(_pause)), name="causes_letter_pause"),
        path("office/go-on/", guarded(require_POST(_go_on)), name="causes_letter_go_on"),
        path("office/again/", guarded(require_POST(_again)), name="causes_letter_again"),
        path("office/give-up/", guarded(require_POST(_give_up)), name="causes_letter_give_up"),
    ]


def _for_the_site(view: View) -> View:
    @functools.wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not is_site(request.user):
            raise PermissionDenied
        return view(request)

    return guarded


def _show(site: admin.AdminSite, request: HttpRequest) -> HttpResponse:
    now = clock.now()
    context = {
        **site.each_context(request),
        "title": _("Post office"),
        "opts": Letter._meta,
        "now": now,
        "numbers": letter_numbers.numbers(now),
        "limit": settings.LETTERS_PER_HOUR,
        "form": PauseForm(),
    }
    return TemplateResponse(request, "admin/causes/letters_office.html", context)


def _pause(request: HttpRequest) -> HttpResponse:
    form = PauseForm(request.POST)
    if form.is_valid():
        post_office.pause(reader(request), form.cleaned_data["why"], clock.now())
        messages.success(request, _("No letter leaves from now on. Everything is kept."))
    else:
        messages.error(request, _("Say why, so that your colleagues know."))
    return _back()


def _go_on(request: HttpRequest) -> HttpResponse:
    post_office.go_on()
    wake("causes.tasks.send_letters")
    messages.success(request, _("Letters leave again, the most urgent first."))
    return _back()


def _again(request: HttpRequest) -> HttpResponse:
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _nothing_there(request)
    group = form.cleaned_data
    if group["state"] == Letter.State.UNKNOWN and not group["understood"]:
        messages.error(request, _("Some of them may have arrived. Tick the box if they may arrive twice."))
        return _back()
    number = letter_numbers.try_again(group["state"], group["kind"], group["error"], clock.now())
    said = ngettext("%(n)d letter is tried again.", "%(n)d letters are tried again.", number)
    messages.success(request, said % {"n": number})
    return _back()


def _give_up(request: HttpRequest) -> HttpResponse:
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _nothing_there(request)
    group = form.cleaned_data
    number = letter_numbers.give_up(group["state"], group["kind"], group["error"])
    said = ngettext("%(n)d letter is given up.", "%(n)d letters are given up.", number)
    messages.success(request, said % {"n": number})
    return _back()


def _nothing_there(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("These letters are not there any more. This is how it stands now."))
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:causes_letter_office"))
