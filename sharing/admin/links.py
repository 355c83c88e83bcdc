"""The desk's screens of the organisation's own links: a page's list, one link, its code and its poster."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.access import May, Visitor
from accounts.admin.scoped import ScopedAdmin
from causes.models import Channel, Link, Page
from sharing import own_links, posters, qr
from sharing.links_form import LinkForm, NewLinks
from sharing.rows import share_url

# Beside the address a link is made for: where a partner or a mailing most likely passes it on.
_ALSO = (Channel.WHATSAPP, Channel.EMAIL, Channel.FACEBOOK, Channel.X, Channel.SMS, Channel.QR)


@admin.register(Link)
class LinkAdmin(ScopedAdmin):
    """Partners, mailings, codes on paper: made on the page’s own screen, renamed, retired, never deleted."""

    organisation_path = "page__organisation"
    to_add = None
    to_delete = None
    order = 25
    what_for = _("A link for each partner, flyer and mailing")
    form = LinkForm
    list_display = ["label", "kind", "page"]
    list_display_links = ["label"]
    list_filter = ["kind"]
    list_select_related = ["page"]
    search_fields = ["label"]
    actions = None
    change_form_template = "admin/sharing/link.html"
    empty_text = _("No links of your own yet. Open a petition and choose “Links”.")

    def rows(self, user: Visitor, what: May | None) -> QuerySet[Any]:
        own = super().rows(user, what).filter(kind__in=own_links.KINDS, alias_of=None)
        return own.select_related("page__organisation")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        both = require_http_methods(["GET", "POST"])
        return [
            path("of/<int:page>/", view(both(self.page_view)), name="causes_link_of_page"),
            path("<int:pk>/retire/", view(require_POST(self.retire_view)), name="causes_link_retire"),
            path("<int:pk>/code.svg", view(require_safe(self.code_view)), name="causes_link_code"),
            path(
                "<int:pk>/poster/<slug:paper>/<slug:language>.pdf",
                view(require_safe(self.poster_view)),
                name="causes_link_poster",
            ),
            *super().get_urls(),
        ]

    # --- all links of a page ---

    def page_view(self, request: HttpRequest, page: int) -> HttpResponse:
        """The links with what came of each, and the form that makes new ones."""
        found = get_object_or_404(Page.objects.seen_by(request.user).exclude(published_at=None), pk=page)
        may_change = Page.objects.run_by(request.user).filter(pk=page).exists()
        form = NewLinks(request.POST or None, initial={"language": found.language})
        if request.method == "POST":
            if not may_change:
                raise PermissionDenied
            if form.is_valid():
                return self._create(request, found, form)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Links"),
            "subtitle": found.title,
            "page": found,
            "form": form,
            "may_change": may_change,
            "links": [(row, share_url(row.link.code, row.channel)) for row in own_links.of_page(found)],
            "back": reverse(f"admin:{_admin_of(found)}_change", args=[found.pk]),
            "opts": self.opts,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/sharing/links.html", context, status=status)

    def _create(self, request: HttpRequest, page: Page, form: NewLinks) -> HttpResponse:
        told = form.cleaned_data
        made = own_links.create(page, told["kind"], told["language"], told["labels"], clock.now())
        for link in made:
            self.log_addition(request, link, [{"added": {}}])
        known = len(set(told["labels"])) - len(made)
        if made:
            said = ngettext("%(n)d link is ready.", "%(n)d links are ready.", len(made)) % {"n": len(made)}
            messages.success(request, said)
        if known:
            said = ngettext(
                "%(n)d was there already and stays as it is.",
                "%(n)d were there already and stay as they are.",
                known,
            )
            messages.info(request, said % {"n": known})
        return HttpResponseRedirect(reverse("admin:causes_link_of_page", args=[page.pk]))

    # --- one link ---

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        link = self.get_object(request, object_id)
        [row] = own_links.with_results([link])
        channels = dict.fromkeys([row.channel, *_ALSO])
        more = {
            "row": row,
            "addresses": [(channel, share_url(link.code, channel)) for channel in channels],
            "code_picture": qr.svg(share_url(link.code, Channel.QR), str(_("QR code"))),
            "papers": [(paper, name, link.language) for paper, name in posters.PAPERS.items()],
            "back": reverse("admin:causes_link_of_page", args=[link.page_id]),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:causes_link_change", args=[obj.pk]))

    def retire_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Out of use, or back: whichever the pressed button said."""
        link = self.get_object(request, str(pk))
        if not self.has_change_permission(request, link):
            raise PermissionDenied
        if request.POST.get("do") == "bring back":
            own_links.bring_back(link)
            self.log_change(request, link, str(_("Back in use.")))
            messages.success(request, _("Back in use."))
        else:
            own_links.retire(link, clock.now())
            self.log_change(request, link, str(_("Retired.")))
            messages.success(request, _("Retired. It still leads to the page and counts."))
        return HttpResponseRedirect(reverse("admin:causes_link_change", args=[link.pk]))

    def code_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The code alone, for a flyer that somebody else lays out."""
        link = self.get_object(request, str(pk))
        picture = qr.file(share_url(link.code, Channel.QR))
        return _download(picture, "image/svg+xml", f"{slugify(link.label) or 'code'}.svg")

    def poster_view(self, request: HttpRequest, pk: int, paper: str, language: str) -> HttpResponse:
        """A page to print and hang up."""
        link = self.get_object(request, str(pk))
        if paper not in posters.PAPERS or language not in dict(posters.LANGUAGES):
            raise Http404
        poster = posters.draw(link.page, share_url(link.code, Channel.QR), paper, language)
        return _download(
            poster, "application/pdf", f"{slugify(link.label) or 'poster'}-{paper}-{language}.pdf"
        )


def _admin_of(page: Page) -> str:
    return "petitions_petition" if page.kind == Page.Kind.PETITION else "causes_cause"


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
