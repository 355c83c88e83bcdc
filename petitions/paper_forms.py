"""What an organiser types off a sheet, line by line, and which form the sheet was."""

from typing import Any

from django import forms
from django.conf import settings
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from causes import mailbox
from causes.forms import NAME_FITS, POSTCODE_FITS, clean_name
from causes.models import ConsentText

LINES = 10
LARGEST_FILE = 5_000_000  # bytes


class LineForm(forms.Form):
    """One name as it stands on paper. An empty line is no line.

    E-mail or postcode must be there: one of them tells two people of one name apart.
    """

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_FITS,
        error_messages={
            "required": _("Enter the name."),
            "max_length": _("This is too long: 100 characters fit."),
        },
    )
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=POSTCODE_FITS,
        required=False,
        error_messages={"max_length": _("This is too long for a postcode.")},
    )
    updates = forms.BooleanField(label=_("Updates"), required=False)
    show_name = forms.BooleanField(label=_("First name shown"), required=False)

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        try:
            return mailbox.clean(typed) if typed else ""
        except mailbox.BadAddress as bad:
            raise forms.ValidationError(
                _("This is no e-mail address. Leave it empty if you cannot read it.")
            ) from bad

    def clean_postcode(self) -> str:
        postcode = " ".join(self.cleaned_data["postcode"].upper().split())
        if len(postcode) > POSTCODE_FITS:
            raise forms.ValidationError(_("This is too long for a postcode."))
        return postcode

    def clean(self) -> dict[str, Any]:
        """Updates need somewhere to go: without an address a tick is no yes."""
        cleaned = super().clean() or {}
        if not (cleaned.get("email") or cleaned.get("postcode") or self.errors):
            self.add_error(
                "postcode",
                _("Without an e-mail the postcode is needed: it tells two people of one name apart."),
            )
        cleaned["updates"] = bool(cleaned.get("updates") and cleaned.get("email"))
        return cleaned


class _Lines(BaseFormSet):
    """Ten lines; those left empty do not count, but one must be filled in."""

    def clean(self) -> None:
        if not any(self.errors) and not any(form.has_changed() for form in self.forms):
            raise forms.ValidationError(_("Fill in at least one line."))


LinesForm = formset_factory(LineForm, formset=_Lines, extra=LINES, max_num=LINES, absolute_max=LINES)


class SheetForm(forms.Form):
    """Which printed form the names were written on: its number stands at its foot."""

    consent = forms.ModelChoiceField(
        queryset=ConsentText.objects.none(),
        label=_("Which form were they written on?"),
        empty_label=None,
        help_text=_("Its number is printed at the foot: what people agreed to there is kept with each name."),
        error_messages={"required": _("Choose the form."), "invalid_choice": _("Choose a form of the list.")},
    )

    def __init__(self, versions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["consent"]
        field.queryset = versions
        field.label_from_instance = _said


class UploadForm(SheetForm):
    file = forms.FileField(
        label=_("The file"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,.txt"}),
        help_text=_(
            "CSV with a first line of names: name, email, postcode, updates, show_name. 20,000 lines fit."
        ),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is too large. Divide it: 20,000 lines fit into one."))
        return file


def _said(version: ConsentText) -> str:
    language = dict(settings.LANGUAGES).get(version.language, version.language)
    return str(_("Form v%(version)s, %(language)s") % {"version": version.version, "language": language})
