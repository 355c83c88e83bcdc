"""Signatures at the desk: looked up by petition, masked, and revealed one by one."""

import zoneinfo
from types import SimpleNamespace
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import auditing, clock
from accounts.access import May, may, organisations
from accounts.admin.scoped import reader
from accounts.auditing import Action
from causes import mailbox
from causes.admin import SignedAdmin
from causes.confirming import invalidate, release, restore
from causes.models import Status
from petitions import signatories
from petitions.looking_forms import LookForm
from petitions.models import Petition, Rule, Signature
from petitions.picking import Pick

_NAME = "petitions_signature"
_VERBS = {
    "strike": (invalidate, Action.INVALIDATE),
    "restore": (restore, Action.RESTORE),
    "release": (release, Action.RELEASE),
}
_DONE = {
    "strike": _("Struck. It no longer counts."),
    "restore": _("Put back. It counts again."),
    "release": _("Released. The letter that asks to confirm is on its way."),
}


@admin.register(Signature)
class SignatureAdmin(SignedAdmin):
    """First the petition, then its names; or one mailbox in all petitions at once."""

    organisation_path = "petition__organisation"
    page_field = "petition"
    order = 10
    in_bar = True
    what_for = _("People who signed: look one up")

    def today(self, request: HttpRequest) -> str:
        """From the counts of the petitions: the rows themselves may be millions."""
        there = organisations(request.user, self.to_see)
        n = Petition.objects.filter(organisation__in=there).aggregate(n=Sum("count"))["n"] or 0
        return ngettext("%(n)s confirmed", "%(n)s confirmed", n) % {"n": localize(n)}

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/reveal/", view(require_POST(self.reveal_view)), name=f"{_NAME}_reveal"),
            path("<int:pk>/judge/", view(require_POST(self.judge_view)), name=f"{_NAME}_judge"),
            *super().get_urls(),
        ]

    # --- the list ---

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = LookForm(request.GET)
        form.is_valid()
        petition = self._petition(request)
        if petition is None:
            return self._front(request, form)
        with timezone.override(zoneinfo.ZoneInfo(petition.time_zone)):
            form = LookForm(request.GET)
            form.is_valid()
            return self._list(request, petition, form).render()

    def _petition(self, request: HttpRequest) -> Petition | None:
        """The one that is asked for; the only one there is need not be."""
        mine = signatories.petitions_of(request.user)
        asked = request.GET.get("petition", "")
        if not asked:
            only = list(mine[:2])
            return only[0] if len(only) == 1 else None
        if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
            raise Http404
        found = mine.select_related("organisation").filter(pk=asked).first()
        if found is None:
            raise Http404
        return found

    def _front(self, request: HttpRequest, form: LookForm) -> TemplateResponse:
        """No petition is chosen: a list of them, and the search for a mailbox."""
        rows = self._of_mailbox(request, form)
        mine = signatories.petitions_of(request.user)[:200] if rows is None else []
        more = {
            "title": _("Signatures"),
            "form": form,
            "rows": rows,
            "petitions": [(petition, signatories.held(petition)) for petition in mine],
        }
        return self._answer(request, "signature_front", more)

    def _list(self, request: HttpRequest, petition: Petition, form: LookForm) -> TemplateResponse:
        after, pick = request.GET.get("after", ""), form.pick()
        if "@" in form.asked:
            rows = self._of_mailbox(request, form) or []
            found = signatories.Found([row for row in rows if row.petition_id == petition.pk])
        elif form.asked:
            found = signatories.by_name(petition, form.asked, pick, after)
        else:
            found = signatories.newest(petition, pick, after)
        asked = {name: str(value) for name, value in request.GET.items() if name in form.fields and value}
        more = {
            "title": _("Signatures"),
            "subtitle": petition.title,
            "petition": petition,
            "form": form,
            "found": found,
            "rows": found.rows,
            "asked": asked,
            "after": after,
            "further": self._address(petition, {**asked, "after": found.next}) if found.next else "",
            "beginning": self._address(petition, asked),
            "all": self._address(petition, {}),
            "held": signatories.held(petition),
            "held_url": self._address(petition, {"status": Status.HELD}),
            "rule_url": self._rule_address(petition, asked),
            "release_url": self._rule_address(petition, {**asked, "act": Rule.Act.RELEASE}),
            "runs": may(request.user, May.RUN, petition.organisation),
            "narrowed": bool(pick != Pick() or form.asked),
        }
        return self._answer(request, "signature_list", more)

    def _of_mailbox(self, request: HttpRequest, form: LookForm) -> list[Signature] | None:
        """Names of the mailbox that was typed; None when no mailbox was."""
        if "@" not in form.asked:
            return None
        try:
            return signatories.of_mailbox(request.user, form.asked)
        except mailbox.BadAddress:
            form.add_error("q", _("This is no e-mail address."))
            return []

    def _answer(self, request: HttpRequest, template: str, more: dict[str, Any]) -> TemplateResponse:
        asks = SimpleNamespace(expected_parameters=lambda: ["petition", "after", *LookForm.base_fields])
        listed = SimpleNamespace(queryset=self.get_queryset(request), opts=self.opts, filter_specs=[asks])
        context = {**self.admin_site.each_context(request), "opts": self.opts, "cl": listed, **more}
        response = TemplateResponse(request, f"admin/petitions/{template}.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def _address(self, petition: Petition, asked: dict[str, str]) -> str:
        list_ = reverse("admin:petitions_signature_changelist")
        return f"{list_}?{urlencode({'petition': petition.pk, **asked})}"

    def _rule_address(self, petition: Petition, asked: dict[str, str]) -> str:
        """Strike or release many: what the list was narrowed to comes along."""
        make = reverse("admin:petitions_rule_make", args=[petition.pk])
        return f"{make}?{urlencode(asked)}" if asked else make

    # --- one name ---

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row: Signature = self.get_object(request, object_id)
        if request.method == "POST":
            raise PermissionDenied  # what can be done has a button of its own
        return self._show(request, row)

    def reveal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole address of one name, once, on the answer to a press; who looked stays in the log."""
        row: Signature = self.get_object(request, str(pk))
        self._note(request, row, Action.REVEAL)
        return self._show(request, row, revealed=True)

    def _show(self, request: HttpRequest, row: Signature, *, revealed: bool = False) -> TemplateResponse:
        more = {
            "title": row.name or "—",
            "subtitle": row.petition.title,
            "row": row,
            "email": row.email if revealed else mailbox.mask(row.email),
            "revealed": revealed,
            "runs": may(request.user, May.RUN, row.petition.organisation),
            "list_url": self._address(row.petition, {}),
        }
        return self._answer(request, "signature", more)

    def judge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Strikes, puts back or releases one name, for whoever runs its petition."""
        row: Signature = self.get_object(request, str(pk))
        if not may(request.user, May.RUN, row.petition.organisation):
            raise PermissionDenied
        verb = request.POST.get("verb", "")
        if verb in _VERBS and self._judge(request, row, verb):
            messages.success(request, _DONE[verb])
        else:
            messages.error(request, _("That is not possible any more. This is how it stands now."))
        return HttpResponseRedirect(reverse("admin:petitions_signature_change", args=[pk]), status=303)

    @transaction.atomic
    def _judge(self, request: HttpRequest, row: Signature, verb: str) -> bool:
        does, action = _VERBS[verb]
        done = does(row, clock.now())
        if done:
            self._note(request, row, action)
        return done

    def _note(self, request: HttpRequest, row: Signature, action: Action) -> None:
        auditing.record(
            actor=reader(request),
            action=action,
            organisation=row.petition.organisation,
            about=row.email_key,
            subject=row.petition.title,
            at=clock.now(),
        )
