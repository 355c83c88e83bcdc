"""A field for Markdown at the desk: buttons for the marks, and below it what readers will see."""

import json
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _


class MarkdownArea(forms.Textarea):
    """A plain textarea without script. static/js/story.js adds the rest from these attributes."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        marks = {
            "heading": _("Heading"),
            "bold": _("Bold"),
            "italic": _("Italic"),
            "list": _("List"),
            "quote": _("Quote"),
            "link": _("Link"),
        }
        more = {
            "data-markdown": reverse("admin:causes_cause_story"),
            "data-marks": json.dumps(marks, ensure_ascii=False),
            "data-tools": _("Formatting"),
            "data-shown": _("As readers will see it"),
        }
        return super().get_context(name, value, {**(attrs or {}), **more})
