"""Rules at the desk: say what names share, see how many it would be, say yes to a number, watch, undo."""

import zoneinfo
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access, clock
from accounts.access import May, may
from accounts.admin.scoped import Group, ScopedAdmin, reader
from petitions import rules
from petitions.models import Petition, Rule
from petitions.rule_forms import RuleForm, YesForm

_State = Rule.State
_NAME = "petitions_rule"
SHORT = 8  # letters of a network's name: enough to tell two apart


@admin.register(Rule)
class RuleAdmin(ScopedAdmin):
    """Everybody who reads names reads the rules; whoever runs the petition makes them."""

    organisation_path = "petition__organisation"
    to_see = May.READ_SIGNATURES
    to_add = to_change = to_delete = None
    group = Group.PEOPLE
    order = 12
    what_for = _("Strike or release many names by what they share")
    list_display = ["asked_at", "petition", "act", "state", "changed", "by"]
    list_filter = ["state", "act"]
    list_select_related = ["petition", "by"]
    ordering = ["-pk"]
    actions = None
    empty_text = _("No rules yet. Open the signatures of a petition and choose “Strike or release many”.")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        verbs = {
            "start": self.start_view,
            "cancel": self.cancel_view,
            "undo": self.undo_view,
            "discard": self.discard_view,
        }
        making = require_http_methods(["GET", "POST"])(self.make_view)
        return [
            path("of/<int:petition>/", view(making), name=f"{_NAME}_make"),
            *(
                path(f"<int:pk>/{name}/", view(require_POST(verb)), name=f"{_NAME}_{name}")
                for name, verb in verbs.items()
            ),
            *super().get_urls(),
        ]

    # --- making one ---

    def make_view(self, request: HttpRequest, petition: int) -> HttpResponse:
        """The form; what it finds is counted before anything happens."""
        mine = Petition.objects.filter(
            organisation__in=access.organisations(request.user, May.READ_SIGNATURES)
        )
        page = get_object_or_404(mine.select_related("organisation"), pk=petition)
        self._must_run(request, page)
        with timezone.override(zoneinfo.ZoneInfo(page.time_zone)):
            form = RuleForm(request.POST or None, initial=self._initial(request))
            if form.is_valid():
                return HttpResponseRedirect(address(self._look(request, page, form)), status=303)
            context = {
                **self.admin_site.each_context(request),
                "title": _("Strike or release many"),
                "subtitle": page.title,
                "opts": self.opts,
                "petition": page,
                "form": form,
                "names_url": names_of(page),
            }
            status = 422 if form.is_bound else 200
            return TemplateResponse(
                request, "admin/petitions/rule_make.html", context, status=status
            ).render()

    def _look(self, request: HttpRequest, page: Petition, form: RuleForm) -> Rule:
        act = Rule.Act(form.cleaned_data["act"])
        return rules.look(page, act, form.pick(), form.cleaned_data["note"], reader(request), clock.now())

    def _initial(self, request: HttpRequest) -> dict[str, str]:
        """What a list was narrowed to comes along."""
        asked = {name: request.GET[name] for name in RuleForm.shared if request.GET.get(name)}
        act = request.GET.get("act", "")
        return {**asked, "act": act if act in Rule.Act.values else Rule.Act.STRIKE.value}

    # --- one rule ---

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        rule = self.get_object(request, object_id)
        if request.method == "POST":
            raise PermissionDenied  # what can be done has a button of its own
        return self._show(request, rule)

    def start_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = self._of_mine(request, pk)
        form = YesForm(request.POST)
        form.is_valid()
        typed, slug = form.cleaned_data.get("number"), form.cleaned_data.get("slug", "")
        try:
            begun = rules.start(rule, typed, slug, reader(request), clock.now())
        except rules.WrongNumber:
            problem = _("Nothing was done: type the number of names that stands above.")
            return self._show(request, rule, number=problem)
        except rules.MoreThanHalf:
            problem = _("Nothing was done: it would be more than half. Type the petition’s address as well.")
            return self._show(request, rule, slug=problem)
        return self._done(request, rule, begun, _("A worker has begun."))

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = self._of_mine(request, pk)
        return self._done(request, rule, rules.cancel(rule, clock.now()), _("Stopped."))

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = self._of_mine(request, pk)
        begun = rules.undo(rule, reader(request), clock.now())
        return self._done(request, rule, begun, _("The names are being put back."))

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = self._of_mine(request, pk)
        if rules.discard(rule):
            messages.success(request, _("Thrown away. Nothing was changed."))
        return HttpResponseRedirect(names_of(rule.petition), status=303)

    def _of_mine(self, request: HttpRequest, pk: int) -> Rule:
        rule: Rule = self.get_object(request, str(pk))
        self._must_run(request, rule.petition)
        return rule

    def _must_run(self, request: HttpRequest, petition: Petition) -> None:
        if not may(request.user, May.RUN, petition.organisation):
            raise PermissionDenied

    def _done(self, request: HttpRequest, rule: Rule, done: bool, said: Any) -> HttpResponse:
        if done:
            messages.success(request, said)
        else:
            messages.error(request, _("That is not possible any more. This is how it stands now."))
        return HttpResponseRedirect(address(rule), status=303)

    def _show(self, request: HttpRequest, rule: Rule, **problems: Any) -> TemplateResponse:
        checking, undoing = rule.state == _State.CHECKING, rule.state == _State.UNDOING
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(rule.get_act_display()),
            "subtitle": rule.petition.title,
            "opts": self.opts,
            "rule": rule,
            "petition": rule.petition,
            "zone": rule.petition.time_zone,
            "shares": _in_words(rule),
            "samples": rules.samples(rule) if checking else [],
            "most": checking and rules.more_than_half(rule),
            "at_work": undoing or rule.state == _State.RUNNING,
            "done": rule.restored if undoing else rule.changed,
            "all": rule.changed if undoing else rule.expected,
            "runs": may(request.user, May.RUN, rule.petition.organisation),
            "can_undo": rule.act == Rule.Act.STRIKE and rule.state in (_State.DONE, _State.CANCELLED),
            "problems": problems,
            "names_url": names_of(rule.petition),
        }
        status = 422 if problems else 200
        return TemplateResponse(request, "admin/petitions/rule.html", context, status=status)


def _in_words(rule: Rule) -> list[tuple[Any, Any]]:
    """What its names share, with what that is called."""
    asked = [(name, getattr(rule, name)) for name in RuleForm.shared]
    chosen: dict[str, Any] = {"origin": lambda: rule.origin[:SHORT]}
    chosen |= {"channel": rule.get_channel_display, "status": rule.get_status_display}
    return [
        (RuleForm.base_fields[name].label, chosen[name]() if name in chosen else value)
        for name, value in asked
        if value
    ]


def address(rule: Rule) -> str:
    return reverse(f"admin:{_NAME}_change", args=[rule.pk])


def names_of(petition: Petition) -> str:
    return reverse("admin:petitions_signature_changelist") + f"?petition={petition.pk}"
