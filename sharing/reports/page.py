"""What the page of a report is made of."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language

from sharing.models import Report
from sharing.reports.telling import told


def context_of(report: Report) -> dict[str, Any]:
    """`words_lang` marks the organisation's own words where they are not in the language of the page."""
    foreign = report.language != get_language()
    return {
        "told": told(report),
        "words_lang": format_html(' lang="{}"', report.language) if foreign else "",
    }
