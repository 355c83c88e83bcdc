"""The question that the desk's forms ask when words change that people already put their names to."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from causes import wording
from causes.models import Page


class ExplainedWords(forms.Form):
    """Adds `wording_reason` to a form of a page's words, and asks for it where it is needed."""

    wording_reason = forms.CharField(
        label=_("Why do the words change?"),
        max_length=300,
        required=False,
        help_text=_(
            "Asked because people already signed the old words. Everybody reads it on the page, with the "
            "date and both versions."
        ),
    )

    def ask_why(self, page: Page, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Adds an error when signed words change without a reason; what was typed stays in the form."""
        reason = (self.cleaned_data.get("wording_reason") or "").strip()
        if reason or not wording.differ(before, after) or not needs_reason(page):
            return
        self.add_error("wording_reason", _("Say why: people already put their name to the old words."))


def needs_reason(page: Page) -> bool:
    """Whether its words are public and somebody has signed them."""
    return bool(page.pk and page.published_at and wording.is_signed(page))
