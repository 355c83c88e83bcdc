"""What a rule is made of, and the yes to it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causes.models import Channel, Status
from petitions.looking_forms import MinuteInput
from petitions.models import Rule
from petitions.picking import Pick

_ANYTHING = ("", _("any"))
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_STANDING = [(Status(value).value, Status(value).label) for value in ("confirmed", "pending", "held")]


class RuleForm(forms.Form):
    """Everything that is filled in must be true of a name. Times are read in the time zone that is active."""

    act = forms.ChoiceField(label=_("What is to be done"), choices=Rule.Act.choices, widget=forms.RadioSelect)
    domain = forms.CharField(label=_("Mail domain"), max_length=253, required=False)
    pattern = forms.CharField(label=_("Pattern of the address"), max_length=254, required=False)
    origin = forms.CharField(label=_("Network"), required=False, widget=forms.HiddenInput)
    place = forms.CharField(label=_("Place"), max_length=12, required=False)
    channel = forms.ChoiceField(label=_("Came by"), choices=[_ANYTHING, *Channel.choices], required=False)
    status = forms.ChoiceField(label=_("State"), choices=[_ANYTHING, *_STANDING], required=False)
    since = forms.DateTimeField(label=_("Signed from"), required=False, widget=MinuteInput)
    until = forms.DateTimeField(label=_("Signed before"), required=False, widget=MinuteInput)
    note = forms.CharField(label=_("Public note"), max_length=300, required=False)

    shared = ("domain", "pattern", "origin", "place", "channel", "status", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["domain"].help_text = _("What stands behind the @, like example.net.")
        self.fields["pattern"].help_text = _("* stands for any letters, ? for one: anna*@example.net")
        self.fields["place"].help_text = _("How a postcode begins, or a region like US-AZ.")
        self.fields["note"].help_text = _(
            "Everybody reads it on the page beside the number: “Signed by a program within two minutes.”"
        )

    def clean_origin(self) -> str:
        origin = str(self.cleaned_data["origin"])
        if origin and not re.fullmatch(r"[0-9a-f]{24}", origin):
            raise forms.ValidationError(_("Nobody knows this network."))
        return origin

    def clean_domain(self) -> str:
        domain = str(self.cleaned_data["domain"]).strip().lower().removeprefix("@")
        if domain and not _DOMAIN.fullmatch(domain):
            raise forms.ValidationError(_("Write a domain like example.net."))
        return domain

    def clean_pattern(self) -> str:
        pattern = str(self.cleaned_data["pattern"]).strip().lower()
        if pattern and not re.search(r"[a-z0-9]", pattern):
            raise forms.ValidationError(
                _("Write at least one letter or number: this would be every address.")
            )
        return pattern

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and given["act"] == Rule.Act.STRIKE:
            if not any(given[name] for name in self.shared):
                self.add_error(None, _("Say what these names share. A rule never means everybody."))
            if not given["note"]:
                self.add_error("note", _("Say why, in a sentence: who signed may ask."))
        if given.get("since") and given.get("until") and given["since"] >= given["until"]:
            self.add_error("until", _("This is before the beginning."))
        return given

    def pick(self) -> Pick:
        return Pick(**{name: self.cleaned_data[name] or Pick.__dict__[name] for name in self.shared})


class YesForm(forms.Form):
    """The number that was read above, typed; and the petition's address where it would be most of it."""

    number = forms.IntegerField(min_value=1, required=False)
    slug = forms.CharField(max_length=80, required=False)
