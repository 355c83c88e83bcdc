"""Writing a post of the organisation's own, and changing one that waits."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts import clock
from accounts.admin.scoped import reader
from causes.models import Page
from causes.models.link import new_code
from petitions.local_times import as_typed
from sharing import invitations, planning, wording
from sharing.channels import networks_on
from sharing.compose_form import ComposeForm
from sharing.drafts import Draft
from sharing.forms import seal_codes, sealed_codes
from sharing.models import Connection, Post
from sharing.outgoing import share_address
from sharing.pausing import pauses
from sharing.views.own_page import go

_TEMPLATE = "admin/sharing/compose.html"


def compose(site: AdminSite, request: HttpRequest, page_id: int) -> HttpResponse:
    """GET shows the text; POST asks for the posts. Pages of other organisations are not there."""
    page = get_object_or_404(
        Page.objects.run_by(request.user).public().select_related("organisation"), pk=page_id
    )
    accounts = _accounts(page)
    context = _context(site, request, page) | {"title": _("Write a post")}
    if not accounts:
        return TemplateResponse(request, _TEMPLATE, context | {"networks": networks_on()})
    now = clock.now()
    kept = sealed_codes(request.POST.get("link", ""), page.pk, now)
    codes = {account.pk: kept.get(account.pk) or new_code() for account in accounts}
    form = _form(request, [Draft(page, account, codes[account.pk]) for account in accounts])
    if request.method == "POST" and form.is_valid():
        # Only links that were shown are posted: somebody agreed to exactly that text.
        if all(draft.connection.pk in kept for draft in form.chosen):
            return _ask(request, form)
        form.add_error(
            None, _("This page had been open for a long time. Please look at it and press once more.")
        )
    context |= {"form": form, "link": seal_codes(codes, page.pk, now)}
    return TemplateResponse(request, _TEMPLATE, context, status=422 if form.errors else 200)


def change(site: AdminSite, request: HttpRequest, post: Post) -> HttpResponse:
    """The same box for one post that waits for its time, or for a yes."""
    page, now = post.page, clock.now()
    draft = Draft(page, post.connection, post.link.code)
    form = _form(request, [draft], post)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if planning.change(post, draft, reader(request), words, form.agreement, form.due_at, now):
            messages.success(request, _("Saved. It goes out with these words."))
        else:
            messages.error(request, _("It was too late to change it: it is on its way, or already out."))
        return go(reverse("admin:sharing_post_change", args=[post.pk]))
    context = _context(site, request, page) | {"title": _("Change a post"), "post": post, "form": form}
    return TemplateResponse(request, _TEMPLATE, context, status=422 if form.errors else 200)


def _accounts(page: Page) -> list[Connection]:
    """The organisation's accounts that work, on networks this site posts on."""
    found = page.organisation.connections.filter(
        status=Connection.Status.ACTIVE, network__in=[network.name for network in networks_on()]
    )
    return list(found.defer("access_token", "refresh_token").order_by("network", "-connected_at"))


def _context(site: AdminSite, request: HttpRequest, page: Page) -> dict[str, Any]:
    return {**site.each_context(request), "page": page, "pauses": pauses(clock.now())}


def _form(request: HttpRequest, drafts: list[Draft], post: Post | None = None) -> ComposeForm:
    typed = request.POST if request.method == "POST" else None
    return ComposeForm(typed, drafts=drafts, now=clock.now(), initial=_initial(drafts, post))


def _initial(drafts: list[Draft], post: Post | None) -> dict[str, Any]:
    page, now = drafts[0].page, clock.now()
    if post is None:
        with override(page.language):
            words = invitations.of_organisation(page.title, page.summary)
        for draft in drafts:  # the shortest of all rooms, so that one text fits everywhere
            words = wording.suggestion(words, draft.address, draft.network, draft.connection.room)
        return {"words": words, "accounts": _one_per_network(drafts), "when": "now"}
    later = post.due_at > now
    return {
        "words": wording.words_of(post.text, share_address(post.link.code, post.connection.network)),
        "accounts": [post.connection_id],
        "when": "later" if later else "now",
        "at": as_typed(post.due_at, page.time_zone).strftime("%Y-%m-%dT%H:%M") if later else "",
    }


def _one_per_network(drafts: list[Draft]) -> list[int]:
    """The account of each network that was connected last."""
    first = {draft.network.name: draft.connection.pk for draft in reversed(drafts)}
    return list(first.values())


def _ask(request: HttpRequest, form: ComposeForm) -> HttpResponse:
    words, now = form.cleaned_data["words"], clock.now()
    posts = planning.ask_for_each(form.chosen, reader(request), words, form.agreement, form.due_at, now)
    if form.due_at > now:
        messages.success(request, _("Planned. You can change it or take it back until then."))
    else:
        said = ngettext(
            "Handed over. It is on its way, and this page shows how it goes.",
            "Handed over. They are on their way, and this page shows how it goes.",
            len(posts),
        )
        messages.success(request, said)
    if len(posts) == 1:
        return go(reverse("admin:sharing_post_change", args=[posts[0].pk]))
    return go(reverse("admin:sharing_post_changelist"))
