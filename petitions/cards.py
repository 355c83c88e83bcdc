"""Pictures for links: which one is due, drawing it, and which one a page shows.

What a public page lacks is the queue: a card in each language, for the rung its count has passed and the
words it has today. A worker draws what is missing; nothing has to tell it so, and nothing is lost.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causes import speaking
from causes.ladder import RUNGS
from causes.models import Page
from petitions import poster
from petitions.models import Card

BATCH = 20


@dataclass(frozen=True)
class Face:
    """What the head of a page says of its link. `picture` is a path of ours, "" while none is drawn."""

    words: str
    picture: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Due:
    """A card that is missing."""

    page_id: int
    language: str
    number: int
    words: str


def face(page: SimpleNamespace, language: str) -> Face:
    """The newest card of a page (`causes.faces.page_face`), and its sentence with the count of this moment.

    A card with a higher number than the page has today is not shown: names may have been taken off.
    """
    with translation.override(language):
        words = f"{_counted(page, page.count)} {page.summary}".strip() if page.count else page.summary
        drawn = (
            Card.objects.filter(page=page.pk, language=language, number__lte=_passed(page.count))
            .exclude(picture="")
            .order_by("-drawn_at", "-number")
            .first()
        )
        if drawn is None:
            return Face(words)
        said = _counted(page, drawn.number) if drawn.number else _invitation(page)
        return Face(words, default_storage.url(drawn.picture), f"{page.title}. {said}")


def draw_due(now: dt.datetime) -> int:
    """Draw up to 20 cards that are missing; returns how many. Two workers may draw the same one: the
    file has the same name and bytes, and the row is written once."""
    missing = due(BATCH)
    found = Page.objects.select_related("organisation").prefetch_related("texts")
    pages = found.in_bulk({each.page_id for each in missing})
    for each in missing:
        picture = _store(_drawn(pages[each.page_id], each))
        row = Card(**vars(each), picture=picture, drawn_at=now)
        Card.objects.bulk_create([row], ignore_conflicts=True)
    return len(missing)


def picture(page: Page, language: str) -> bytes:
    """The picture as it is drawn once `page` is public; nothing when our letters cannot write it."""
    return _drawn(page, Due(page.pk, language, _passed(page.count), ""))


def due(limit: int) -> list[Due]:
    """What public pages lack, the newest pages first."""
    public, values = Page.objects.public().order_by().values("pk").query.sql_with_params()
    languages = [code for code, name in settings.LANGUAGES]
    with connection.cursor() as cursor:
        cursor.execute(
            _DUE.format(public=public),
            [languages, list(RUNGS), list(RUNGS), poster.DRAWING, settings.SITE_NAME, *values, limit],
        )
        return [Due(*row) for row in cursor.fetchall()]


def _drawn(page: Page, each: Due) -> bytes:
    """The picture, or nothing when our letters cannot write the headline."""
    with translation.override(each.language):
        words = poster.Words(
            headline=speaking.said(page, each.language).text["title"],
            number=number_format(each.number, force_grouping=True) if each.number else "",
            below=_people(page, each.number) if each.number else _invitation(page),
            by=page.organisation.name,
            site=settings.SITE_NAME,
        )
    try:
        return poster.draw(words)
    except poster.Unwritable:
        return b""


def _store(picture: bytes) -> str:
    """Keep it under a name made from its bytes: networks remember a picture by its address."""
    if not picture:
        return ""
    name = f"cards/{hashlib.sha256(picture).hexdigest()[:24]}.jpg"
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(picture))


def _passed(count: int) -> int:
    return max((number for number in RUNGS if number <= count), default=0)


def _people(page: Page | SimpleNamespace, number: int) -> str:
    """The words beside the number."""
    if page.kind == Page.Kind.CAUSE:
        return ngettext("person stands with this", "people stand with this", number)
    return ngettext("person has signed", "people have signed", number)


def _counted(page: Page | SimpleNamespace, number: int) -> str:
    """The number with its words, a sentence."""
    names: dict[str, Any] = {"number": number_format(number, force_grouping=True)}
    if page.kind == Page.Kind.CAUSE:
        one, many = "%(number)s person stands with this.", "%(number)s people stand with this."
        return ngettext(one, many, number) % names
    one, many = "%(number)s person has signed.", "%(number)s people have signed."
    return ngettext(one, many, number) % names


def _invitation(page: Page | SimpleNamespace) -> str:
    return _("Stand with us") if page.kind == Page.Kind.CAUSE else _("Be one of the first to sign")


# `passed` is the rung below the count, 0 before the first. `words` names everything that is written.
_DUE = """
SELECT page.id, spoken, state.passed, state.words
FROM causes_page page JOIN accounts_organisation organisation ON organisation.id = page.organisation_id
CROSS JOIN unnest(%s::text[]) AS spoken
LEFT JOIN causes_pagetext text ON text.page_id = page.id AND text.language = spoken
CROSS JOIN LATERAL (
    SELECT coalesce((%s::int[])[nullif(width_bucket(page.count, %s::int[]), 0)], 0) AS passed,
           md5(concat_ws(chr(10), %s, %s, coalesce(nullif(text.title, ''), page.title), organisation.name))
               AS words
) AS state
WHERE page.id IN ({public}) AND NOT EXISTS (
    SELECT FROM petitions_card card
    WHERE card.page_id = page.id AND card.language = spoken
      AND card.number = state.passed AND card.words = state.words)
ORDER BY page.published_at DESC NULLS LAST, page.id DESC, spoken
LIMIT %s
"""
