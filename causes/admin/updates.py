"""Updates at the desk: write, look, test, send, and see what became of the letters."""

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.access import May, may
from accounts.admin.scoped import ScopedAdmin, reader
from causes import mailing, updates
from causes.admin import updates_preview
from causes.admin.updates_report import report_of
from causes.models import Page, Update
from causes.update_forms import UpdateForm


@admin.register(Update)
class UpdateAdmin(ScopedAdmin):
    """A draft is a form with a box for sending below it; what was told is a report."""

    organisation_path = "page__organisation"
    order = 25
    what_for = _("News for those who signed")
    actions = None
    fields = ["title", "words"]
    list_display = ["title", "state_shown", "about", "people", "shown_at"]
    list_filter = ["state", "page"]
    list_select_related = ["page"]
    ordering = ["-created_at", "-pk"]
    search_fields = ["title"]
    empty_text = _(
        "No updates yet. Tell those who signed what came of it: good news, bad news, what is next."
    )

    def today(self, request: HttpRequest) -> str:
        n = self.get_queryset(request).filter(state=Update.State.DRAFT).count()
        return ngettext("%(n)s draft", "%(n)s drafts", n) % {"n": localize(n)} if n else ""

    @admin.display(description=_("state"), ordering="state")
    def state_shown(self, update: Update) -> str:
        return format_html('<span class="state state-{}">{}</span>', update.state, update.get_state_display())

    @admin.display(description=_("page"), ordering="page__title")
    def about(self, update: Update) -> str:
        return Truncator(update.page.title).chars(50)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What anybody could read is corrected, not deleted."""
        return super().has_delete_permission(request, obj) and not (obj and obj.shown_at)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, set[str], Any]:
        """With a draft go its test letters, which nobody may delete by themselves."""
        _tree, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return [str(update) for update in objs], counts, set(), protected

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("preview/<int:page>/", view(updates_preview.preview), name="causes_update_preview"),
            path("<int:pk>/act/", view(require_POST(self.act_view)), name="causes_update_act"),
            *super().get_urls(),
        ]

    # --- writing ---

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """`?page=` names the page; without it one is chosen first."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        pages = Page.objects.run_by(request.user).public().select_related("organisation")
        wanted = request.GET.get("page", "")
        if not wanted.isdecimal():
            context = {
                "title": _("What is it about?"),
                "pages": pages.order_by("kind", "-published_at")[:100],
            }
            return self._shown(request, "admin/causes/update_choose.html", context)
        page = pages.filter(pk=int(wanted)).first()
        if page is None:
            raise Http404
        return self._write(request, Update(page=page, language=page.language))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        update = self.get_object(request, object_id)
        may_change = self.has_change_permission(request, update)
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        if update.state == Update.State.DRAFT and may_change:
            return self._write(request, update)
        names = may(request.user, May.READ_SIGNATURES, update.page.organisation)
        context = {
            "title": update.title,
            "update": update,
            "may_change": may_change,
            **report_of(update, names, clock.now()),
        }
        return self._shown(request, "admin/causes/update_report.html", context)

    def _write(self, request: HttpRequest, update: Update) -> HttpResponse:
        posted, now = request.method == "POST", clock.now()
        first = {name: request.GET.get(name, "") for name in updates.TEXTS} if not update.pk else None
        form = UpdateForm(request.POST if posted else None, instance=update, initial=first)
        if posted and form.is_valid():
            return self._kept(request, form, now)
        context = {
            "title": _("Write an update"),
            "update": update,
            "form": form,
            "people": mailing.wanted(update.page, now),
            "as_of": now.isoformat(),
        }
        return self._shown(request, "admin/causes/update.html", context, 422 if form.errors else 200)

    def _kept(self, request: HttpRequest, form: UpdateForm, now: dt.datetime) -> HttpResponse:
        log = self.log_addition if form.instance._state.adding else self.log_change
        try:
            update = form.keep(reader(request), now)
        except updates.NotPossible:
            messages.error(request, _("That is not possible any more. This is how it stands now."))
            return self._back(form.instance)
        log(request, update, str(update))
        messages.success(request, _("Saved. Nobody else sees it yet."))
        return self._back(update)

    def _shown(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        common = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, {**common, **context}, status=status)

    def _back(self, update: Update) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:causes_update_change", args=[update.pk]))

    # --- buttons ---

    def act_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`do`: test, show, send, stop or correct. Says what happened, or why nothing did."""
        update: Update = self.get_object(request, str(pk))
        if not self.has_change_permission(request, update):
            raise PermissionDenied
        verbs = {
            "test": self._test, "show": self._show, "send": self._send, "stop": self._stop,
            "correct": self._correct,
        }  # fmt: skip
        verb = verbs.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404
        try:
            update = verb(request, update)
        except updates.NotPossible:
            messages.error(request, _("That is not possible any more. This is how it stands now."))
        except mailing.OtherNumber as other:
            now_to = ngettext(
                "Somebody left while you were looking: it would go to %(n)d person now.",
                "Somebody left while you were looking: it would go to %(n)d people now.",
                other.people,
            ) % {"n": other.people}
            messages.warning(request, f"{now_to} {_('Nothing was sent. Look, and press once more.')}")
        return self._back(update)

    def _test(self, request: HttpRequest, update: Update) -> Update:
        mailing.send_test(update, reader(request), clock.now())
        messages.success(request, _("A test is on its way to %(email)s.") % {"email": reader(request).email})
        return update

    def _show(self, request: HttpRequest, update: Update) -> Update:
        updates.show(update, clock.now())
        self.log_change(request, update, "shown")
        messages.success(request, _("It stands on the page. No letter was sent."))
        return update

    def _send(self, request: HttpRequest, update: Update) -> Update:
        people, as_of = request.POST.get("people", ""), _moment(request.POST.get("as_of", ""))
        if not people.isdecimal() or len(people) > 9 or as_of is None:
            raise updates.NotPossible
        mailing.send(update, int(people), as_of, clock.now())
        self.log_change(request, update, f"sent to {people}")
        messages.success(request, _("It stands on the page, and the letters are leaving."))
        return update

    def _stop(self, request: HttpRequest, update: Update) -> Update:
        taken_back = mailing.stop(update, clock.now())
        self.log_change(request, update, "stopped")
        said = ngettext("Stopped: %(n)d letter stays here.", "Stopped: %(n)d letters stay here.", taken_back)
        messages.success(request, said % {"n": taken_back})
        return update

    def _correct(self, request: HttpRequest, update: Update) -> Update:
        draft = updates.start_correction(update, reader(request), clock.now())
        messages.info(
            request, _("Mend it here. Nothing changes for anybody until you put it on the page or send it.")
        )
        return draft


def _moment(text: str) -> dt.datetime | None:
    """None for what is no moment, or does not say in which time zone."""
    try:
        moment = parse_datetime(text)
    except ValueError:  # it looks like one: the 31st of February
        return None
    return moment if moment and moment.tzinfo else None
