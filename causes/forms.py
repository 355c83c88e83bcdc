"""The forms of the act of signing: what a person may type, and what they are told when it does not do."""

import functools
import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from causes import mailbox

NAME_FITS = 100
POSTCODE_FITS = 12
REASON_FITS = 500
_TOO_LONG = _("This is too long: 100 characters fit.")
_TOO_LONG_POSTCODE = _("This is too long for a postcode.")
_TOO_LONG_REASON = _("This is too long: 500 characters fit.")
# Nine digits and more, or 555-1234. Years, prices and house numbers are shorter.
_PHONE_LIKE = re.compile(r"(?:\d[ ().-]{0,2}){8}\d|\b\d{3}[-.]\d{4}\b")
_ADDRESS_LIKE = re.compile(r"https?:|www\.|@|\w\.(com|org|net|io|ru|info|biz)\b", re.IGNORECASE)


def clean_name(typed: str) -> str:
    """A person's name in any script, its spaces in order; raises ValidationError for what is none."""
    name = _one_line(typed)
    if len(name) > NAME_FITS:  # some letters are stored as two
        raise forms.ValidationError(_TOO_LONG, code="max_length")
    if not any(c.isalpha() for c in name):
        raise forms.ValidationError(_("Enter your name, as you would write it on paper."), code="no_letters")
    if _ADDRESS_LIKE.search(name):
        raise forms.ValidationError(
            _("Enter your name only, without a web or e-mail address."), code="address"
        )
    return name


def clean_reason(typed: str) -> str:
    """Why somebody signs, in one paragraph; raises ValidationError for what would lead readers elsewhere."""
    reason = _one_line(typed)
    if len(reason) > REASON_FITS:
        raise forms.ValidationError(_TOO_LONG_REASON, code="max_length")
    if _ADDRESS_LIKE.search(reason):
        raise forms.ValidationError(
            _("Leave out web and e-mail addresses: tell it in your own words."), code="address"
        )
    if _PHONE_LIKE.search(reason):
        raise forms.ValidationError(_("Leave out phone numbers: everybody may read this."), code="phone")
    return reason


def _one_line(typed: str) -> str:
    """As it is stored: spaces in order, and no letters that only steer the text."""
    text = " ".join(unicodedata.normalize("NFC", typed).split())
    text = "".join(
        c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"} or c in "\u200c\u200d"
    )
    return " ".join(text.split())  # what was taken out may have stood between two spaces


class _NamedForm(forms.Form):
    name = forms.CharField(
        label=_("Full name"),
        max_length=NAME_FITS,
        error_messages={
            "required": _("Enter your name."),
            "max_length": _TOO_LONG,
        },
    )
    updates = forms.ChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose yes or no: both are fine, and your signature counts the same."),
            "invalid_choice": _("Choose yes or no."),
        },
    )

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_updates(self) -> bool:
        return bool(self.cleaned_data["updates"] == "yes")


def _email_field() -> forms.CharField:
    # A CharField: the address is judged once, by `mailbox.clean`, in words of ours.
    return forms.CharField(
        label=_("E-mail"),
        max_length=254,
        error_messages={"required": _("Enter an e-mail like name@example.com")},
    )


def _clean_email(typed: str) -> str:
    try:
        return mailbox.clean(typed)
    except mailbox.BadAddress as bad:
        raise forms.ValidationError(_("Enter an e-mail like name@example.com"), code="invalid") from bad


class SignForm(_NamedForm):
    """Name, e-mail, postcode if they like, and yes or no to updates with none chosen.

    `asks` (`Page.asks`) names what else this page wants to know; a field that it does not ask is not
    there, whatever is posted. A first name is shown only if they tick it; no country is guessed.
    `website` is a field that people do not see; whoever fills it in is held for staff.
    """

    email = _email_field()
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=POSTCODE_FITS,
        required=False,
        error_messages={"max_length": _TOO_LONG_POSTCODE},
    )
    country = forms.ChoiceField(
        label=_("Country"),
        choices=lambda: [("", _("Choose, if you like")), *countries],
        required=False,
        error_messages={"invalid_choice": _("Choose a country from the list.")},
    )
    reason = forms.CharField(label=_("Why I sign"), required=False)
    show_name = forms.BooleanField(required=False)
    form_key = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False)
    field_order = ["name", "email", "country", "postcode", "reason", "updates"]

    def __init__(self, *args: Any, asks: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        # Left out before Django copies each field for this one form: the list of countries is long.
        self.base_fields = _fields_asked(asks)  # type: ignore[misc]  # one's own, beside the class's
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        return _clean_email(self.cleaned_data["email"])

    def clean_postcode(self) -> str:
        postcode = " ".join(self.cleaned_data["postcode"].upper().split())
        if len(postcode) > POSTCODE_FITS:  # some capitals are longer than their small letters
            raise forms.ValidationError(_TOO_LONG_POSTCODE, code="max_length")
        return postcode

    def clean_reason(self) -> str:
        return clean_reason(self.cleaned_data["reason"])


@functools.cache
def _fields_asked(asks: frozenset[str]) -> dict[str, forms.Field]:
    left_out = {"country", "reason", "show_name"} - asks
    return {name: field for name, field in SignForm.base_fields.items() if name not in left_out}


class ConfirmForm(_NamedForm):
    """The name and the choice as they will be stored."""


class CorrectionForm(forms.Form):
    """The right address, for whoever mistyped theirs."""

    email = _email_field()

    def clean_email(self) -> str:
        return _clean_email(self.cleaned_data["email"])
