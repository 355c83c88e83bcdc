"""The form of a post: words that can be changed, the link below them, and what is agreed to."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.encryption import BadToken, seal, unseal
from sharing import wording

_DRAWN_FOR = dt.timedelta(hours=48)
_PURPOSE = "link of a post"


class PostForm(forms.Form):
    """`words` above the fixed `address`; `agreed` carries the sentence that was shown back to us."""

    words = forms.CharField(
        label=_("Your words"),
        strip=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Write a few words of your own."),
            "max_length": _("This is far too long for X."),
        },
    )
    agreed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, address: str, agreement: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address, self.agreement = address, agreement
        self.renewed = False

    @property
    def left(self) -> int:
        """How much still fits beside the link."""
        words = wording.clean(str(self["words"].value() or ""))
        return wording.left(wording.post_text(words, self.address))

    def clean_words(self) -> str:
        words = wording.clean(self.cleaned_data["words"])
        if not words.replace(self.address, "").strip():
            raise forms.ValidationError(_("Write a few words of your own."), code="required")
        if named := wording.mentions(words):
            raise forms.ValidationError(
                _("X does not let apps mention other accounts. Write it without the @: %(names)s"),
                code="mention",
                params={"names": ", ".join(named)},
            )
        if (left := wording.left(wording.post_text(words, self.address))) < 0:
            raise forms.ValidationError(
                ngettext(
                    "This is %(n)d character too long for X. The link counts 23.",
                    "This is %(n)d characters too long for X. The link counts 23.",
                    -left,
                ),
                code="too_long",
                params={"n": -left},
            )
        return words

    def clean(self) -> dict[str, Any]:
        """Only the sentence that stands above the button now is agreed to."""
        if self.cleaned_data.get("agreed") != self.agreement:
            self.renewed = True
            raise forms.ValidationError(
                _("What you agree to has changed. Please read it and press once more."), code="agreed"
            )
        return self.cleaned_data

    @property
    def text(self) -> str:
        """Exactly what will be posted."""
        return wording.post_text(self.cleaned_data["words"], self.address)


def seal_code(code: str, page_id: int, now: dt.datetime) -> str:
    """The code of a link that is made only when its post is asked for, for a hidden field."""
    return seal(_PURPOSE, [page_id, code], at=now.timestamp())


def sealed_code(sealed: str, page_id: int, now: dt.datetime) -> str:
    """The code this page's form was shown with; empty when it is not ours or too old."""
    try:
        (page, code), age = unseal(_PURPOSE, sealed, now=now.timestamp())
    except BadToken:
        return ""
    return code if page == page_id and age <= _DRAWN_FOR.total_seconds() else ""
