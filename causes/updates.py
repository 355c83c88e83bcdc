"""Updates on a page: writing them, showing them, correcting them, and what readers see of them.

Their letters are the work of `causes.mailing`.
"""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from causes.models import Letter, Page, Update, UpdateText
from causes.story import to_html

TEXTS = ("title", "words")
AT_MOST = 50  # on one page
TAKEN_BACK = "taken back"  # why a letter did not leave: it was stopped, or corrected, before


class NotPossible(Exception):
    """It cannot be shown, sent or corrected as it stands; the desk shows how it stands now."""


@dataclass(frozen=True)
class SaidUpdate:
    """`text` of title and words; `foreign` names the language of those that are not in the reader's."""

    text: dict[str, str]
    foreign: dict[str, str] = field(default_factory=dict)


def said(update: Update, language: str) -> SaidUpdate:
    """What `update` says in `language`: the original where nobody wrote it. Prefetch `texts` for many."""
    original = {name: getattr(update, name) for name in TEXTS}
    if language == update.language:
        return SaidUpdate(original)
    words = next((text for text in update.texts.all() if text.language == language), None)
    text = {name: (getattr(words, name) if words else "") or old for name, old in original.items()}
    foreign = {name: update.language for name in TEXTS if not (words and getattr(words, name))}
    return SaidUpdate(text, foreign)


def write_texts(update: Update, texts: Mapping[str, Mapping[str, str]]) -> None:
    """The words in other languages: `{"es": {"title": …, "words": …}}`; nothing at all takes the row away."""
    for language, told in texts.items():
        if any(told.values()):
            UpdateText.objects.update_or_create(update=update, language=language, defaults=dict(told))
        else:
            UpdateText.objects.filter(update=update, language=language).delete()


def locked(update: Update) -> Update:
    """The row as it stands, for whoever presses first. Not its page: people sign there meanwhile."""
    rows = Update.objects.select_for_update(of=("self",)).select_related("page__organisation")
    return rows.get(pk=update.pk)


@transaction.atomic
def show(update: Update, now: dt.datetime) -> None:
    """Put a draft on its page; a correction takes the place of the former, whose waiting letters stay.

    Raises NotPossible.
    """
    row = locked(update)
    if row.state != Update.State.DRAFT or not row.page.is_public():
        raise NotPossible
    row.state, row.shown_at = Update.State.SHOWN, now
    row.save(update_fields=["state", "shown_at"])
    Page.objects.filter(pk=row.page_id).update(told_at=now)
    if row.supersedes:
        take_back(row.supersedes, now)
    update.state, update.shown_at = row.state, row.shown_at


@transaction.atomic
def take_back(update: Update, now: dt.datetime) -> int:
    """No letter of `update` leaves any more; returns how many had not left.

    One in conversation with the mail server at this moment may still arrive. What the server sends back
    is not written again: `causes.writing.update` asks for the state.
    """
    Update.objects.filter(pk=update.pk, state=Update.State.SENDING).update(
        state=Update.State.STOPPED, ended_at=now
    )
    waiting = Letter.objects.filter(update=update.pk, kind=Letter.Kind.UPDATE, state=Letter.State.DUE)
    return waiting.update(state=Letter.State.FAILED, error=TAKEN_BACK)


def shown(page: Page) -> QuerySet[Update]:
    """What readers of `page` see, newest first."""
    return current(Update.objects.filter(page=page.pk))


def current(news: QuerySet[Update]) -> QuerySet[Update]:
    """Of `news` those that can be read, newest first: what was corrected gives way to its correction."""
    read = news.filter(shown_at__isnull=False).exclude(correction__shown_at__isnull=False)
    return read.order_by("-shown_at", "-pk")


def line_of(update: Update) -> list[int]:
    """The ids of those that `update` takes the place of, the latest first."""
    found: list[int] = []
    before = update.supersedes_id
    while before:
        found.append(before)
        before = Update.objects.values_list("supersedes_id", flat=True).get(pk=before)
    return found


def start_correction(update: Update, by: User, now: dt.datetime) -> Update:
    """A draft with the words of `update`, to be mended; the one that was begun already, if there is one."""
    with transaction.atomic():
        former = locked(update)
        if former.shown_at is None:
            raise NotPossible
        begun = Update.objects.filter(supersedes=former).first()
        if begun:
            return begun
        draft = Update.objects.create(
            page_id=former.page_id, language=former.language, title=former.title, words=former.words,
            supersedes=former, by=by, created_at=now,
        )  # fmt: skip
        for text in former.texts.all():
            UpdateText.objects.create(
                update=draft, language=text.language, title=text.title, words=text.words
            )
    return draft


def add_updates(face: SimpleNamespace, page: Page, language: str) -> None:
    """`face.updates`: newest first, 50 at most; each as `update_face` makes it."""
    found = shown(page).prefetch_related("texts").select_related("supersedes")
    zone = zoneinfo.ZoneInfo(page.time_zone)
    face.updates = [update_face(update, language, zone) for update in found[:AT_MOST]]


def update_face(update: Update, language: str, zone: dt.tzinfo) -> SimpleNamespace:
    """title, html, `foreign` (languages of both), `on` and `corrects_on` (days in the page's time zone), and
    `anchors`: its own place on the page first, then those of the ones it took the place of."""
    words = said(update, language)
    former: Any = update.supersedes
    return SimpleNamespace(
        pk=update.pk,
        title=words.text["title"],
        html=to_html(words.text["words"]),
        foreign=words.foreign,
        on=_day(update.shown_at, zone),
        corrects_on=_day(former.shown_at, zone) if former else None,
        anchors=[anchor(pk) for pk in (update.pk, *line_of(update))],
    )


def anchor(pk: int) -> str:
    return f"update-{pk}"


def _day(moment: dt.datetime | None, zone: dt.tzinfo) -> dt.date | None:
    return moment.astimezone(zone).date() if moment else None
