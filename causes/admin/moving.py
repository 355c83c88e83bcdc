"""The buttons of the desk that move a page through its life, and the page that asks what a move needs."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.access import moderates
from accounts.admin.scoped import ScopedAdmin, reader
from causes import changes, publishing
from causes.models import Change, Page, State
from causes.move_forms import ReasonForm
from causes.moves import MOVES, Move, Who, moves_from


class Moving(ScopedAdmin):
    """Moves by POST only. One that asks for a reason or an outcome has a page of its own with a form."""

    def address(self, page: Page, what: str, *more: str) -> str:
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        ask = require_http_methods(["GET", "POST"])(self.ask_view)
        return [
            path("<int:pk>/move/", view(require_POST(self.move_view)), name=f"{name}_move"),
            path("<int:pk>/move/<slug:move>/", view(ask), name=f"{name}_ask"),
            *super().get_urls(),
        ]

    def moves(self, request: HttpRequest, page: Page) -> list[dict[str, Any]]:
        """The buttons: each move with the address of its form, "" when it asks for nothing."""
        site = moderates(request.user)
        barred = page.state == State.DRAFT and not site and changes.turned_down(page)
        return [
            {"move": move, "ask": self.address(page, "ask", move.name) if move.asks else ""}
            for move in moves_from(page, site)
            if self.may_make(request, page, move) and not (barred and move.name == "publish")
        ]

    def may_make(self, request: HttpRequest, page: Page, move: Move | None) -> bool:
        """Whether the reader has this button: who runs the page, and moderators for the site's own moves."""
        if self.has_change_permission(request, page):
            return True
        return move is not None and move.who == Who.SITE and moderates(request.user)

    def what_happened(self, page: Page) -> list[dict[str, Any]]:
        """The last lines of the log, with who in person: for the desk's eyes."""
        lines = Change.objects.filter(page=page.pk).select_related("by")[:20]
        return [{"line": line, "move": MOVES.get(line.what)} for line in lines]

    def move_form(
        self, page: Any, move: Move, now: dt.datetime, data: Any = None, files: Any = None
    ) -> ReasonForm | forms.ModelForm:
        return ReasonForm(data)

    def make_move(
        self, request: HttpRequest, name: str, page: Any, now: dt.datetime, told: dict[str, Any]
    ) -> None:
        publishing.make(name, page, now, reader(request), **told)

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = self.get_object(request, str(pk))
        name = request.POST.get("move", "")
        if not self.may_make(request, page, MOVES.get(name)):
            return self._refused(request, page, _("You may look at this page, but not change it."))
        return self.moved(request, page, name)

    def ask_view(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """The form of a move that asks something. 404 when the reader does not have this button."""
        page = self.get_object(request, str(pk))
        theirs = {each["move"].name: each["move"] for each in self.moves(request, page) if each["ask"]}
        if move not in theirs:
            raise Http404
        form: Any = self.move_form(
            page, theirs[move], clock.now(), request.POST or None, request.FILES or None
        )
        if request.method == "POST" and form.is_valid():
            return self.moved(request, page, move, form.told())
        context = {
            **self.admin_site.each_context(request),
            "title": theirs[move].label,
            "subtitle": page.title,
            "form": form,
            "move": theirs[move],
            "page": page,
            "opts": self.opts,
            "back": self.address(page, "change"),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/causes/move.html", context, status=status)

    def moved(
        self, request: HttpRequest, page: Any, name: str, told: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Makes the move and leads back to the page's screen with a word about it."""
        try:
            self.make_move(request, name, page, clock.now(), told or {})
        except publishing.NotReady:
            return self._refused(
                request, page, _("Not published yet: something is still missing. See the list below.")
            )
        except publishing.NotExplained:
            return HttpResponseRedirect(self.address(page, "ask", name))
        except publishing.NotAllowed:
            return self._refused(
                request, page, _("That is not possible any more. This is how it stands now.")
            )
        move = MOVES[name]
        self.log_change(request, page, str(move.label))
        waits = _("It is ready and opens by itself when its time comes.")
        messages.success(request, waits if page.state == State.SCHEDULED else str(move.done))
        return HttpResponseRedirect(self.address(page, "change"))

    def _refused(self, request: HttpRequest, page: Any, why: Any) -> HttpResponse:
        messages.error(request, why)
        return HttpResponseRedirect(self.address(page, "change"))
