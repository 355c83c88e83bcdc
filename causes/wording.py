"""The wording of a public page: its versions, and which of them somebody saw."""

import datetime as dt
import hashlib
from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from causes import changes
from causes.models import Page, Wording
from causes.signing import signed_model
from causes.speaking import said

FIELDS = ("title", "decision_maker", "summary", "story")


def words_of(page: Page, language: str) -> dict[str, str]:
    """What a reader of `language` is asked; a cause has no decision maker."""
    text = said(page, language).text
    return {name: text.get(name, "") for name in FIELDS}


def differ(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> bool:
    """Whether the words are others. A browser's line ends are no words."""
    return _plain(before) != _plain(after)


def is_signed(page: Page) -> bool:
    """Whether anybody put their name to it: from then on a change of words is explained."""
    return signed_model(page)._default_manager.filter(**{page.kind: page.pk}).exists()


def shown(page: Page, language: str) -> int | None:
    """The id of the version that a reader of `language` sees on `page` as it is in memory; None for words
    that were never public."""
    kept = Wording.objects.filter(
        page=page.pk, language__in={language, page.language}, sha256=_digest(words_of(page, language))
    )
    found = sorted(kept.values_list("language", "number", "pk"), key=lambda row: (row[0] == language, row[1]))
    return found[-1][2] if found else None


@transaction.atomic
def record(page: Page, now: dt.datetime, by: User | None = None, reason: str = "") -> list[Wording]:
    """A new version in each language whose words are others than those of the last; empty when none are.

    To be called in the transaction that stored the words. Once somebody has signed, one public line of
    the log says that and why the wording changed.
    """
    Page.objects.select_for_update(no_key=True).get(pk=page.pk)  # one writer at a time; signing goes on
    fresh = type(page)._default_manager.get(pk=page.pk)
    last = {version.language: version for version in Wording.objects.filter(page=page.pk).order_by("number")}
    written = [
        _write(fresh, language, last.get(language), now, by, reason)
        for language in _languages(fresh, list(last))
        if language not in last or last[language].sha256 != _digest(words_of(fresh, language))
    ]
    replaced = [version for version in written if version.number > 1]
    if replaced and is_signed(fresh):
        after = replaced[0]
        before = f"{after.language} {after.number - 1}"
        changes.write(fresh, changes.WORDING, now, before=before, after=after, by=by, reason=reason)
    return written


def _write(
    page: Page, language: str, last: Wording | None, now: dt.datetime, by: User | None, reason: str
) -> Wording:
    words = words_of(page, language)
    return Wording.objects.create(
        page_id=page.pk,
        language=language,
        number=last.number + 1 if last else 1,
        sha256=_digest(words),
        written_at=now,
        reason=reason if last else "",
        by=by,
        **words,
    )


def _languages(page: Page, known: list[str]) -> list[str]:
    """The page's own first, those with words of their own, and those that once had some."""
    spoken = [text.language for text in page.texts.all() if any(getattr(text, name) for name in FIELDS)]
    return list(dict.fromkeys([page.language, *sorted({*spoken, *known})]))


def _plain(words: Mapping[str, str | None]) -> list[str]:
    return ["\n".join((words.get(name) or "").splitlines()).strip() for name in FIELDS]


def _digest(words: Mapping[str, str | None]) -> str:
    return hashlib.sha256("\0".join(_plain(words)).encode()).hexdigest()
