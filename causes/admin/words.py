"""The desk's screen of a page in another language, side by side with the original."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts import clock
from accounts.admin.scoped import reader
from accounts.languages import languages
from accounts.models import User
from causes import wording
from causes.models import Page, PageText
from causes.words_form import WordsForm, progress


def words_panel(page: Page, address: Any) -> list[dict[str, Any]]:
    """Each other language with its own name, how far it is, and `address(language)` of its screen."""
    known = {text.language: text for text in page.texts.all()}
    found = []
    for code, name in languages():
        if code != page.language:
            done, wanted = progress(page, known.get(code))
            found.append({"code": code, "name": name, "done": done, "of": wanted, "url": address(code)})
    return found


def edit_words(
    request: HttpRequest,
    page: Page,
    language: str,
    admin_context: dict[str, Any],
    back: str,
    may_change: bool,
) -> HttpResponse:
    """GET shows both languages; POST stores this one. The count and the links stay the page's own; words
    that are public get a new version."""
    if language == page.language or language not in dict(settings.LANGUAGES):
        raise Http404
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    text = PageText.objects.filter(page=page.pk, language=language).first()
    form = WordsForm(request.POST or None, instance=text, page=page, language=language)
    if request.method == "POST" and form.is_valid():
        _store(form, page, reader(request))
        name = get_language_info(language)["name_translated"]
        messages.success(request, _("Saved. The page speaks %(language)s now.") % {"language": name})
        return HttpResponseRedirect(back)
    context = {
        **admin_context,
        "title": page.title,
        "page": page,
        "form": form,
        "language": language,
        "back": back,
        "may_change": may_change,
    }
    return render(request, "admin/causes/words.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _store(form: WordsForm, page: Page, by: User) -> None:
    form.save()
    if page.published_at:
        wording.record(page, clock.now(), by, form.cleaned_data.get("wording_reason", ""))
