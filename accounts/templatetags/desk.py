"""What the desk's own templates need of Django's admin."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()
_CELL = re.compile(r"^<(t[dh])\b")
_BLANK = re.compile(r"^<td[^>]*>(-|—|&nbsp;)?</td>$")


@register.filter
def labelled(cells: Iterable[str], headers: Iterable[dict[str, Any]]) -> list[SafeString]:
    """The cells of a row, each knowing the name of its column: on a phone a row is a card with names.

    `data-blank` marks those that say nothing; a card leaves them out.
    """
    return [_named(cell, str(header["text"])) for cell, header in zip(cells, headers, strict=False)]


def _named(cell: str, name: str) -> SafeString:
    label = (
        "" if name.startswith("<") else escape(capfirst(name))
    )  # the box that ticks a row has a box as name
    blank = " data-blank" if _BLANK.match(cell.strip()) else ""
    return mark_safe(_CELL.sub(rf'<\1 data-label="{label}"{blank}', cell, count=1))
