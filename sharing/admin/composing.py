"""Writing a post of the organisation's own: the same box as for supporters, with the organisation's link."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import clock
from accounts.admin.scoped import reader
from causes.models import Channel, Page
from causes.models.link import new_code
from sharing import asking, invitations, wording
from sharing.forms import PostForm, seal_code, sealed_code
from sharing.models import Connection
from sharing.posting import pause_of
from sharing.templatetags.share import share_url
from sharing.views.own_page import go


@dataclass(frozen=True)
class Draft:
    """A post that is being written: by whom it is signed, and the code its link will have."""

    page: Page
    connection: Connection
    code: str

    @property
    def address(self) -> str:
        return share_url(self.code, Channel.X)


def compose(site: AdminSite, request: HttpRequest, page_id: int) -> HttpResponse:
    """GET shows the text; POST asks for the post. Pages of other organisations are not there."""
    page = get_object_or_404(
        Page.objects.run_by(request.user).public().select_related("organisation"), pk=page_id
    )
    accounts = list(
        page.organisation.connections.filter(network=Channel.X, status=Connection.Status.ACTIVE)
        .defer("access_token", "refresh_token")
        .order_by("-connected_at")
    )
    chosen = next(
        (c for c in accounts if str(c.pk) == request.GET.get("as")), accounts[0] if accounts else None
    )
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Post on X"),
        "page": page,
        "accounts": accounts,
        "connection": chosen,
        "pause": pause_of(Channel.X, clock.now()),
    }
    if chosen is None or context["pause"]:
        return TemplateResponse(request, "admin/sharing/compose.html", context)
    return _write(request, page, chosen, context)


def _write(request: HttpRequest, page: Page, chosen: Connection, context: dict[str, Any]) -> HttpResponse:
    now = clock.now()
    kept = sealed_code(request.POST.get("link", ""), page.pk, now)
    draft = Draft(page, chosen, kept or new_code())
    form = _form(request, draft)
    if request.method == "POST" and form.is_valid():
        if kept:
            return _ask(request, draft, form)
        # The link in the text that was shown is not the one it would get: read it once more.
        form.add_error(
            None, _("This page had been open for a long time. Please look at it and press once more.")
        )
    context |= {"form": form, "link": seal_code(draft.code, page.pk, now)}
    return TemplateResponse(
        request, "admin/sharing/compose.html", context, status=422 if form.errors else 200
    )


def _form(request: HttpRequest, draft: Draft) -> PostForm:
    agreement = asking.agreement(draft.connection, draft.page)
    with override(draft.page.language):
        words = invitations.of_organisation(draft.page.title, draft.page.summary)
    typed = request.POST if request.method == "POST" else None
    initial = {"words": wording.suggestion(words, draft.address), "agreed": agreement}
    return PostForm(typed, address=draft.address, agreement=agreement, initial=initial)


def _ask(request: HttpRequest, draft: Draft, form: PostForm) -> HttpResponse:
    now = clock.now()
    link = asking.organisation_link(draft.page, draft.code, draft.connection.handle, now)
    post = asking.ask(draft.connection, link, reader(request), form.text, form.agreement, now)
    messages.success(request, _("Handed over. It is on its way to X, and this page shows how it goes."))
    return go(reverse("admin:sharing_post_change", args=[post.pk]))
