"""The versions of a page's wording as the public reads them: what was taken out, what was put in."""

import difflib
import re
from collections.abc import Iterator
from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

from django.db.models import QuerySet

from causes.models import Wording

_LONG = 500 * 500  # words against words


class Piece(NamedTuple):
    """Some words of a text; `mark` is "ins", "del" or "" for what stayed."""

    mark: str
    text: str


def versions(kept: "QuerySet[Wording]") -> list[SimpleNamespace]:
    """Newest first: `number`, `language`, `written_at`, `reason`, and `parts`: (name of the field, pieces).

    A first version is shown whole; a later one only in the fields that changed.
    """
    shown = []
    last: dict[str, Wording] = {}
    for wording in kept.order_by("written_at", "pk"):
        shown.append(_version(wording, last.get(wording.language)))
        last[wording.language] = wording
    return shown[::-1]


@lru_cache(maxsize=64)
def compare(before: str, after: str) -> list[Piece]:
    """Word by word, so that a reader sees words change, not letters. Spaces and line ends are no change.

    Two versions never change: each pair is compared once. In long texts the commonest words are no place to
    begin at: with them a story of 3,000 words took more than a second.
    """
    old, new = _words(before), _words(after)
    is_long = len(old) * len(new) > _LONG
    pieces = []
    said, says = ([word.rstrip() for word in words] for words in (old, new))
    for what, i, j, k, m in difflib.SequenceMatcher(None, said, says, autojunk=is_long).get_opcodes():
        if what == "equal":
            pieces.append(Piece("", "".join(new[k:m])))
            continue
        pieces += [Piece("del", "".join(old[i:j]))] if j > i else []
        pieces += [Piece("ins", "".join(new[k:m]))] if m > k else []
    return pieces


def _version(wording: Wording, before: Wording | None) -> SimpleNamespace:
    return SimpleNamespace(
        number=wording.number,
        language=wording.language,
        written_at=wording.written_at,
        reason=wording.reason,
        parts=list(_parts(wording, before)),
    )


def _parts(wording: Wording, before: Wording | None) -> Iterator[tuple[str, list[Piece]]]:
    for field in ("title", "decision_maker", "summary", "story"):
        new = getattr(wording, field)
        old = getattr(before, field) if before else ""
        if before is None and new:
            yield field, [Piece("", new)]
        elif before and old.split() != new.split():
            yield field, compare(old, new)


def _words(text: str) -> list[str]:
    """Words, each with the space behind it; line ends of one kind."""
    return re.findall(r"\S+\s*", "\n".join(text.splitlines()))
