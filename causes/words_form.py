"""The desk's form of a page's words in another language: each field beside the original."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causes.explained_words import ExplainedWords, needs_reason
from causes.markdown_area import MarkdownArea
from causes.models import Page, PageText
from causes.speaking import FIELDS, fields_of
from causes.wording import FIELDS as WORDS


class WordsForm(ExplainedWords, forms.ModelForm):
    """An empty field is shown in the original, with a note; nothing has to be complete."""

    class Meta:
        model = PageText
        fields = list(FIELDS)
        widgets = {
            "summary": forms.Textarea({"rows": 3}),
            "story": MarkdownArea({"rows": 14}),
            "quote": forms.Textarea({"rows": 3}),
        }
        labels = {"summary": _("In one sentence"), "story": _("Why it matters")}

    def __init__(self, *args: Any, page: Page, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.instance.page_id, self.instance.language = page.pk, language
        for name in FIELDS:
            if name not in fields_of(page) or not getattr(page, name):
                del self.fields[name]
                continue
            self.fields[name].widget.attrs.update(lang=language, spellcheck="true")
        if not needs_reason(page):
            del self.fields["wording_reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "wording_reason" in self.fields:
            own = {name: getattr(self.page, name) for name in WORDS if name in self.fields}
            before = {name: self.initial.get(name) or old for name, old in own.items()}
            self.ask_why(self.page, before, {name: cleaned.get(name) or old for name, old in own.items()})
        return cleaned

    def pairs(self) -> list[tuple[str, forms.BoundField]]:
        """(original text, field of this language) in the order of the page."""
        return [(getattr(self.page, name), self[name]) for name in self.fields if name in FIELDS]


def progress(page: Page, text: PageText | None) -> tuple[int, int]:
    """How many of the page's texts have words in the other language, and of how many."""
    wanted = [name for name in fields_of(page) if getattr(page, name)]
    return sum(bool(text and getattr(text, name)) for name in wanted), len(wanted)
