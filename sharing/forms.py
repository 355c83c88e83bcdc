"""The form of a post: words that can be changed, the link below them, and what is agreed to."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.encryption import BadToken, seal, unseal
from sharing import own_words, wording
from sharing.drafts import Draft

_DRAWN_FOR = dt.timedelta(hours=48)
_PURPOSE = "links of posts"
_FORBIDDEN = _(
    "Change a few words, or take another suggestion: %(network)s does not allow many people to post the same."
)
_LIKE_SPAM = _(
    "Change a few words, or take another suggestion: the same text from many people looks like spam."
)


class PostForm(forms.Form):
    """`words` above the fixed `address`; `agreed` carries the sentence that was shown back to us.

    `untouched` is the suggestion the box started from, on a network that wants everybody's own words.
    """

    words = forms.CharField(
        label=_("Your words"),
        strip=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Write a few words of your own."),
            "max_length": _("This is far too long for a post."),
        },
    )
    agreed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, draft: Draft, agreement: str, now: dt.datetime, untouched: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.draft, self.agreement, self.now, self.untouched = draft, agreement, now, untouched
        self.network, self.address = draft.network, draft.address
        self.renewed = False

    @property
    def left(self) -> int:
        """How much still fits beside the link."""
        return self.draft.left(wording.clean(str(self["words"].value() or "")))

    def clean_words(self) -> str:
        words = wording.clean(self.cleaned_data["words"])
        if not words.replace(self.address, "").strip():
            raise forms.ValidationError(_("Write a few words of your own."), code="required")
        if wrong := self.draft.wrong(words, self.now):
            raise wrong
        if self.untouched and own_words.equals(words, self.untouched):
            why = _FORBIDDEN if self.network.own_words else _LIKE_SPAM
            raise forms.ValidationError(why, code="untouched", params={"network": self.network.label})
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


def seal_codes(codes: dict[int, str], page_id: int, now: dt.datetime) -> str:
    """Codes of links that are made only when their posts are asked for, by connection; for a hidden field."""
    return seal(_PURPOSE, [page_id, list(codes.items())], at=now.timestamp())


def sealed_codes(sealed: str, page_id: int, now: dt.datetime) -> dict[int, str]:
    """The codes this page's form was shown with; empty when they are not ours or too old."""
    try:
        (page, codes), age = unseal(_PURPOSE, sealed, now=now.timestamp())
    except BadToken:
        return {}
    return dict(codes) if page == page_id and age <= _DRAWN_FOR.total_seconds() else {}
