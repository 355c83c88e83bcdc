"""What somebody is asked who takes signatures out: why, which, and in what kind of file."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from causes.models import Channel, Link, RegionDay, Status
from causes.regions import name_of
from petitions.exporting.choosing import NO, YES, Choice
from petitions.models import ExportLog, Petition

_ANY = ("", _("any"))
_WHICH = (
    "status",
    "since",
    "until",
    "region",
    "postcode",
    "language",
    "channel",
    "partner",
    "new",
    "consent",
)


class ExportForm(forms.ModelForm):
    """Nobody takes signatures out without saying why. What is left open means any."""

    since = forms.DateField(label=_("Signed from"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Signed until"), required=False, widget=forms.DateInput({"type": "date"}))
    region = forms.ChoiceField(label=_("Region"), required=False)
    postcode = forms.CharField(label=_("Postcode begins with"), max_length=12, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[_ANY, *settings.LANGUAGES], required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=[_ANY, *Channel.choices], required=False)
    partner = forms.ChoiceField(label=_("Partner or mailing"), required=False)
    new = forms.ChoiceField(
        label=_("New to the list"), choices=[_ANY, (YES, _("new")), (NO, _("known before"))], required=False
    )
    consent = forms.ChoiceField(
        label=_("Updates"),
        choices=[_ANY, (YES, _("said yes")), (NO, _("did not say yes"))],
        required=False,
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[*Status.choices, ("any", _("any"))],
        required=False,
        initial=Status.CONFIRMED,
        help_text=_(
            "Anything but confirmed: only to check the signatures, and never with an e-mail address."
        ),
    )
    with_bom = forms.BooleanField(
        label=_("For Excel"),
        required=False,
        help_text=_("Marks the file so that Excel shows accents correctly."),
    )
    zipped = forms.BooleanField(
        label=_("Compressed (gzip)"), required=False, help_text=_("About a fifth of the size.")
    )

    class Meta:
        model = ExportLog
        fields = ["purpose", "note"]
        widgets = {"purpose": forms.RadioSelect}
        labels = {"purpose": _("What will you do with the file?"), "note": _("Anything to add")}

    def __init__(self, petition: Petition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.petition = petition
        fields: dict[str, Any] = self.fields
        fields["purpose"].choices = ExportLog.Purpose.choices
        fields["region"].choices = [_ANY, *_regions(petition)]
        fields["partner"].choices = [_ANY, *_partners(petition)]

    def clean_postcode(self) -> str:
        return " ".join(self.cleaned_data["postcode"].upper().split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        status = cleaned.get("status") or Status.CONFIRMED
        if status != Status.CONFIRMED and cleaned.get("purpose") not in ("", None, _CHECKING):
            raise ValidationError(
                {"status": _("Names that are not confirmed are given out only to check the signatures.")}
            )
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            raise ValidationError({"until": _("This day is before the first.")})
        return cleaned

    @property
    def choice(self) -> Choice:
        """What was chosen, as far as it was understood."""
        typed: dict[str, Any] = self.cleaned_data if self.is_bound else {}
        said: dict[str, Any] = {name: typed[name] for name in _WHICH if typed.get(name)}
        if "partner" in said:
            said["partner"] = int(said["partner"])
        if said.get("status") == "any":
            said["status"] = ""
        return Choice(**said)

    def which(self) -> list[Any]:
        """The fields that narrow the file down, for the page."""
        return [self[name] for name in _WHICH]


_CHECKING = ExportLog.Purpose.VERIFICATION


def said_of(choice: dict[str, Any]) -> str:
    """A stored choice in words, for the log; "" for every confirmed name."""
    asked = ExportForm.base_fields
    kept = {name: value for name, value in choice.items() if (name, value) != ("status", Status.CONFIRMED)}
    return ", ".join(
        f"{asked[name].label}: {_said(name, value)}" for name, value in kept.items() if name in asked
    )


def _said(name: str, value: Any) -> str:
    if name == "partner":
        return str(Link.objects.filter(pk=value).first() or value)
    choices = dict(getattr(ExportForm.base_fields[name], "choices", []))
    return str(choices.get(value or "any", value))


def _regions(petition: Petition) -> list[tuple[str, str]]:
    """Where its counted names come from: read from the journal, never from the names."""
    found = RegionDay.objects.filter(page=petition.pk).exclude(region="").order_by()
    codes = found.values_list("region", flat=True).distinct()
    return sorted(((code, name_of(code)) for code in codes), key=lambda pair: pair[1])


def _partners(petition: Petition) -> list[tuple[str, str]]:
    own = Link.objects.filter(page=petition.pk).exclude(kind__in=(Link.Kind.PERSON, Link.Kind.PAGE))
    return [(str(link.pk), str(link)) for link in own.order_by("label", "pk")[:500]]
