"""An update as its readers would see it, while it is being written: on the page, or as a letter.

The form posts what stands in it into a frame, so that it needs no script and nothing is stored: the row is
written in a transaction that is rolled back.
"""

import datetime as dt

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.languages import languages
from accounts.site import site_facts
from causes import faces, updates
from causes.models import Letter, Page, Update
from causes.writing import Sheet, words
from causes.writing.update import facts_of

_OF_A_FRAME = {
    "default-src": [NONE],
    "style-src": [SELF, UNSAFE_INLINE],
    "font-src": [SELF],
    "img-src": [SELF],
    "frame-ancestors": [SELF],
    "sandbox": True,
}
_ANY_CODE = "xxxxxxxxx"  # stands for each reader's own


@require_POST
@xframe_options_sameorigin
@csp(_OF_A_FRAME)  # type: ignore[arg-type]  # its types know no addresses with parts
def preview(request: HttpRequest, page: int) -> HttpResponse:
    """`look` is `page.<language>` or `letter.<language>`; anything else is the page in its own language."""
    found = get_object_or_404(
        Page.objects.run_by(request.user).public().select_related("organisation"), pk=page
    )
    look, _dot, language = request.POST.get("look", "").partition(".")
    if language not in dict(languages()):
        language = found.language
    with transaction.atomic(), translation.override(language):
        update = _draft(request, found, clock.now())
        html = _letter(update, language) if look == "letter" else _page(update, language)
        transaction.set_rollback(True)
    return HttpResponse(html)


def _draft(request: HttpRequest, page: Page, now: dt.datetime) -> Update:
    former = request.POST.get("corrects", "")
    update = Update.objects.create(
        page=page, language=page.language, created_at=now, shown_at=now,
        title=_typed(request, "title", 120) or "…", words=_typed(request, "words", 10_000) or "…",
    )  # fmt: skip
    others = [code for code, _name in languages() if code != page.language]
    updates.write_texts(
        update,
        {
            code: {
                "title": _typed(request, f"title_{code}", 120),
                "words": _typed(request, f"words_{code}", 10_000),
            }
            for code in others
        },
    )
    if former.isdecimal():  # only shown: the row it corrects keeps its one correction
        update.supersedes = Update.objects.filter(page=page, pk=int(former)).first()
    return update


def _typed(request: HttpRequest, name: str, limit: int) -> str:
    return request.POST.get(name, "").strip()[:limit]


def _letter(update: Update, language: str) -> str:
    letter = Letter(kind=Letter.Kind.UPDATE, page=update.page, language=language, update=update)
    facts = {**facts_of(update, letter), "code": _ANY_CODE, "corrected": update.supersedes is not None}
    place = settings.SITE_URL + update.page.public_path(language)
    sheet = Sheet(place, _("Ana"), "#", "#", facts)
    return words(letter, sheet)[2]


def _page(update: Update, language: str) -> str:
    shown = updates.update_face(update, language, dt.UTC)
    face = faces.page_face(update.page, language, update.created_at)
    face.updates = [shown]
    context = {**site_facts(), "page": face, "title": settings.SITE_NAME}
    return render_to_string("admin/causes/update_preview.html", context)
