"""What is asked for in the list of names: a form that is read, never posted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causes.models import Channel, Status
from petitions.picking import Pick

_ANYTHING = ("", _("any"))


class MinuteInput(forms.DateTimeInput):
    """The browser's own field for a day and a minute."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class LookForm(forms.Form):
    """Names of one petition. Times are read in the time zone that is active."""

    q = forms.CharField(label=_("Name or e-mail"), max_length=254, required=False)
    status = forms.ChoiceField(label=_("State"), choices=[_ANYTHING, *Status.choices], required=False)
    channel = forms.ChoiceField(label=_("Came by"), choices=[_ANYTHING, *Channel.choices], required=False)
    place = forms.CharField(label=_("Place"), max_length=12, required=False)
    since = forms.DateTimeField(label=_("Signed from"), required=False, widget=MinuteInput)
    until = forms.DateTimeField(label=_("Signed before"), required=False, widget=MinuteInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["q"].help_text = _("How a name begins, or a whole e-mail address.")
        self.fields["place"].help_text = _("How a postcode begins, or a region like US-AZ.")

    @property
    def asked(self) -> str:
        """What was typed into the first field, "" where it cannot be read."""
        return str(self.cleaned_data.get("q", ""))

    def pick(self) -> Pick:
        """What the other fields ask; a field with an error asks nothing."""
        names = ("status", "channel", "place", "since", "until")
        return Pick(**{name: self.cleaned_data.get(name) or Pick.__dict__[name] for name in names})
