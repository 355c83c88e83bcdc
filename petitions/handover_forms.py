"""What is asked before a kit is printed."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from petitions.models.handover import PAPERS


class KitForm(forms.Form):
    """The letter on top, and the paper it is printed on."""

    cover = forms.CharField(
        label=_("The letter on top"),
        max_length=5000,
        widget=forms.Textarea({"rows": 12}),
        help_text=_("Yours to change. An empty line begins a paragraph."),
        error_messages={"required": _("Write a letter: it is the first thing they read.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)
    paper = forms.ChoiceField(label=_("Paper"), choices=PAPERS)

    def clean_cover(self) -> str:
        cover: Any = self.cleaned_data["cover"]
        return str(cover).replace("\r\n", "\n")
