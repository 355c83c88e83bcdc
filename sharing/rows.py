"""The row of share buttons: which channels, in which order, with which words."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from causes import front_cache
from sharing import invitations, texts
from sharing.channels.links import ordered

# Stands for the code while a row is kept: with a 0 in it, it can be no code.
_ANY_CODE = "0thecode0"
_IN_SIGHT = 7  # the others are one press further


@dataclass(frozen=True)
class Whose:
    """A row of somebody who signed, or the page's own for whoever reads it before signing."""

    template: str
    has_signed: bool


SIGNATORY = Whose("sharing/row.html", has_signed=True)
READER = Whose("sharing/reader_row.html", has_signed=False)


def share_url(code: str, channel: str) -> str:
    """The whole address of link `code` as it is shared through `channel`."""
    return settings.SITE_URL + reverse("share", args=[code, channel])


def draw(page: Any, code: str, language: str, whose: Whose = SIGNATORY) -> SafeString:
    """Buttons that share `page` by link `code`; each address ends in its own channel.

    A row is drawn once for all with the same words who sign in a moment: only the code in it differs.
    """
    known = front_cache.kept(f"share texts {page.pk} {language}", lambda: texts.read(page.pk, language))
    words = known.of_link(code) if whose.has_signed else {}
    asks_first = known.asks_first and whose.has_signed
    key = f"{whose.template} {language} {page.kind} {page.slug} {asks_first} {sorted(words.items())}"
    row: str = front_cache.kept(
        key, lambda: render_to_string(whose.template, _context(page, words, language, whose, asks_first))
    )
    return mark_safe(row.replace(_ANY_CODE, escape(code)))


def _context(
    page: Any, words: dict[str, str], language: str, whose: Whose, asks_first: bool
) -> dict[str, Any]:
    invite = invitations.of_signatory if whose.has_signed else invitations.of_reader
    otherwise = invite(page.title, page.kind)
    channels = [
        {
            "name": channel.name,
            "label": channel.label,
            "url": channel.address(
                text=texts.words_of(words, channel.name, otherwise),
                subject=page.title,
                url=share_url(_ANY_CODE, channel.name),
            ),
            "target_blank": channel.new_tab,
        }
        for channel in ordered(language)
    ]
    return {
        "channels": channels[:_IN_SIGHT],
        "further": channels[_IN_SIGHT:],
        "asks_first": asks_first,
        "link": share_url(_ANY_CODE, "copy"),
        "code": _ANY_CODE,
        "text": texts.words_of(words, "sheet", otherwise),
    }
