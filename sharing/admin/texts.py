"""The desk's screen of share texts: what people who share start from, as each network will show it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from accounts import clock
from causes import faces
from causes.models import Experiment, Page
from petitions import cards
from sharing import invitations, text_advice, texts
from sharing.admin.experiments import experiment_urls
from sharing.models import Sharing
from sharing.texts_form import CHANNELS, TextsForm, channel_name

_ANY_CODE = "aB3dE5gH7"


def text_urls(site: AdminSite) -> list[URLPattern]:
    """The addresses below `/admin/share/`."""
    view = site.admin_view(require_http_methods(["GET", "POST"])(texts_page))
    return [
        path("share/<int:page>/texts/", view, name="share_texts"),
        path("share/<int:page>/texts/<slug:channel>/", view, name="share_texts_of"),
        *experiment_urls(site),
    ]


def texts_page(request: HttpRequest, page: int, channel: str = "") -> HttpResponse:
    """GET shows the texts of one channel in every language; POST stores them."""
    found = get_object_or_404(Page.objects.seen_by(request.user).select_related("organisation"), pk=page)
    if channel not in CHANNELS:
        raise Http404
    may_change = Page.objects.run_by(request.user).filter(pk=page).exists()
    form = _form(request, found, channel)
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if form.is_valid():
            return _store(request, found, form)
    context = _context(found, form, may_change)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/sharing/texts.html", _framed(request, context), status=status)


def _form(request: HttpRequest, page: Page, channel: str) -> TextsForm:
    running = Experiment.objects.filter(page=page.pk, channel=channel, ended_at=None)
    return TextsForm(
        request.POST if request.method == "POST" else None,
        channel=channel,
        written={lang: words for (where, lang), words in texts.written(page.pk).items() if where == channel},
        locked=list(running.values_list("language", flat=True)),
    )


def _store(request: HttpRequest, page: Page, form: TextsForm) -> HttpResponse:
    try:
        for language, _name in settings.LANGUAGES:
            if language not in form.locked:
                texts.store(page.pk, form.channel, language, form.words(language))
    except texts.BeingTried:
        messages.error(request, _("A colleague has just started an experiment with these texts."))
        return HttpResponseRedirect(request.path)
    if not form.channel:
        asks = request.POST.get("asks_first") == "on"
        Sharing.objects.update_or_create(page_id=page.pk, defaults={"asks_first": asks})
    messages.success(request, _("Saved. Whoever shares from now on starts from these texts."))
    return HttpResponseRedirect(request.path)


def _context(page: Page, form: TextsForm, may_change: bool) -> dict[str, Any]:
    kind = "petitions_petition" if page.kind == Page.Kind.PETITION else "causes_cause"
    used = {channel for channel, _language in texts.written(page.pk)}
    return {
        "title": _("Share texts"),
        "subtitle": page.title,
        "page": page,
        "form": form,
        "channel": form.channel,
        "channels": [(name, channel_name(name), name in used) for name in CHANNELS],
        "columns": [_column(page, column, form.channel) for column in form.columns()],
        "asks_first": Sharing.objects.filter(page=page.pk, asks_first=True).exists(),
        "may_change": may_change,
        "experiments": reverse("admin:share_experiments", args=[page.pk]),
        "back": reverse(f"admin:{kind}_change", args=[page.pk]),
    }


def _column(page: Page, column: dict[str, Any], channel: str) -> dict[str, Any]:
    """One language: its fields, what the networks make of them, and what would make them better."""
    preview = _preview(page, column, channel)
    told = text_advice.shown(preview["words"].strip(), channel, column["language"], preview["title"])
    return {**column, "preview": preview, "advice": told}


def _preview(page: Page, column: dict[str, Any], channel: str) -> dict[str, Any]:
    """What the networks make of it: the words, the link, and the card they fetch."""
    language = column["language"]
    face = faces.page_face(page, language, clock.now())
    with override(language):
        otherwise = invitations.of_signatory(face.title, page.kind)
    if channel:
        otherwise = next(iter(texts.written(page.pk).get(("", language), [])), otherwise)
    return {
        "words": column["first"].value() or otherwise,
        "otherwise": otherwise,
        "title": face.title,
        "card": cards.face(face, language),
        "code": _ANY_CODE,
        "site": urlsplit(settings.SITE_URL).netloc,
        "kinds": _kinds(channel),
    }


def _kinds(channel: str) -> list[str]:
    """The pictures that show it: a chat's bubble stands for every chat."""
    if not channel:
        return ["whatsapp", "x", "email"]
    return [channel] if channel in ("x", "email") else ["whatsapp"]


def _framed(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    return {**admin.site.each_context(request), **context}
