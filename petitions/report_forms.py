"""What somebody is asked who reports a petition."""

from django import forms
from django.utils.translation import gettext_lazy as _

from causes import mailbox
from petitions.models import Report
from petitions.reports import Told

WORDS_FIT = 2000


class ReportForm(forms.Form):
    """What is wrong, in their own words; an address only if they want an answer.

    `website` is a field that people do not see: whoever fills it in is looked at later.
    """

    kind = forms.ChoiceField(
        choices=Report.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what it is about."),
            "invalid_choice": _("Choose what it is about."),
        },
    )
    words = forms.CharField(error_messages={"required": _("Tell us in a few words, so that we can look.")})
    # A CharField: the address is judged once, by `mailbox.clean`, in words of ours.
    email = forms.CharField(max_length=254, required=False)
    website = forms.CharField(required=False)

    def clean_words(self) -> str:
        """Browsers send two signs for each new line, and count one."""
        words = "\n".join(self.cleaned_data["words"].splitlines())
        if len(words) > WORDS_FIT:
            raise forms.ValidationError(_("This is too long: 2,000 characters fit."), code="max_length")
        return words

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        if not typed:
            if self.cleaned_data.get("kind") == Report.Kind.REPLY:
                raise forms.ValidationError(
                    _("We need an official address, to be sure that it is you."), code="required"
                )
            return ""
        try:
            return mailbox.clean(typed)
        except mailbox.BadAddress as bad:
            raise forms.ValidationError(_("Enter an e-mail like name@example.com"), code="invalid") from bad

    def told(self) -> Told:
        return Told(
            Report.Kind(self.cleaned_data["kind"]), self.cleaned_data["words"], self.cleaned_data["email"]
        )
