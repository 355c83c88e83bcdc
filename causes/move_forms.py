"""What somebody is asked at the desk before a page moves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why. The organisers read it at the desk, for moves that are public everybody does."""

    reason = forms.CharField(label=_("Why?"), max_length=500, widget=forms.Textarea({"rows": 4}))

    def told(self) -> dict[str, Any]:
        """What the move is told, as `make` of the publishing modules takes it."""
        return {"reason": self.cleaned_data["reason"]}
