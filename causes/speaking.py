"""What a page says in a language: the organisers' words for it, and the original where they wrote none."""

from dataclasses import dataclass, field
from typing import Any

from causes.models import Page

FIELDS = ("title", "decision_maker", "summary", "story", "picture_alt", "goal_consequence", "quote", "quoted")


@dataclass(frozen=True)
class Said:
    """`text` of each field; `foreign` names the language of those that are not in the reader's."""

    text: dict[str, str]
    foreign: dict[str, str] = field(default_factory=dict)


def fields_of(page: Page) -> tuple[str, ...]:
    """The fields that a page of this kind has: a cause has no decision maker and no goal to explain."""
    return tuple(name for name in FIELDS if hasattr(page, name))


def said(page: Page, language: str) -> Said:
    """One question to the database at most, none for the page's own language or prefetched `texts`."""
    original = {name: getattr(page, name) for name in fields_of(page)}
    if language == page.language:
        return Said(original)
    words: Any = next((text for text in page.texts.all() if text.language == language), None)
    text = {name: (getattr(words, name) if words else "") or old for name, old in original.items()}
    foreign = {
        name: page.language for name, old in original.items() if old and not (words and getattr(words, name))
    }
    return Said(text, foreign)
