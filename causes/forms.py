"""The forms of the act of signing: what a person may type, and what they are told when it does not do."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from causes import mailbox

NAME_FITS = 100
POSTCODE_FITS = 12
_TOO_LONG = _("This is too long: 100 characters fit.")
_TOO_LONG_POSTCODE = _("This is too long for a postcode.")
_ADDRESS_LIKE = re.compile(r"https?:|www\.|@|\w\.(com|org|net|io|ru|info|biz)\b", re.IGNORECASE)


def clean_name(typed: str) -> str:
    """A person's name in any script, its spaces in order; raises ValidationError for what is none."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    name = "".join(
        c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"} or c in "\u200c\u200d"
    )
    name = " ".join(name.split())  # what was taken out may have stood between two spaces
    if len(name) > NAME_FITS:  # some letters are stored as two
        raise forms.ValidationError(_TOO_LONG, code="max_length")
    if not any(c.isalpha() for c in name):
        raise forms.ValidationError(_("Enter your name, as you would write it on paper."), code="no_letters")
    if _ADDRESS_LIKE.search(name):
        raise forms.ValidationError(
            _("Enter your name only, without a web or e-mail address."), code="address"
        )
    return name


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
    """Name, e-mail, postcode if they like, and yes or no to updates with none chosen;
    their first name is shown only if they tick it.

    `website` is a field that people do not see; whoever fills it in is held for staff.
    """

    email = _email_field()
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=POSTCODE_FITS,
        required=False,
        error_messages={"max_length": _TOO_LONG_POSTCODE},
    )
    show_name = forms.BooleanField(required=False)
    form_key = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False)
    field_order = ["name", "email", "postcode", "updates"]

    def clean_email(self) -> str:
        return _clean_email(self.cleaned_data["email"])

    def clean_postcode(self) -> str:
        postcode = " ".join(self.cleaned_data["postcode"].upper().split())
        if len(postcode) > POSTCODE_FITS:  # some capitals are longer than their small letters
            raise forms.ValidationError(_TOO_LONG_POSTCODE, code="max_length")
        return postcode


class ConfirmForm(_NamedForm):
    """The name and the choice as they will be stored."""


class CorrectionForm(forms.Form):
    """The right address, for whoever mistyped theirs."""

    email = _email_field()

    def clean_email(self) -> str:
        return _clean_email(self.cleaned_data["email"])
