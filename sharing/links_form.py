"""The desk's forms of the organisation's own links."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causes.models import Link
from sharing.own_links import MOST_AT_ONCE

LONGEST = 80


class NewLinks(forms.Form):
    """One link for each line: a partner, a mailing, or a place where a code hangs."""

    kind = forms.ChoiceField(
        label=gettext_lazy("For"),
        choices=[
            (Link.Kind.PARTNER.value, gettext_lazy("partners who pass it on")),
            (Link.Kind.MAILING.value, gettext_lazy("mailings of your own")),
            (Link.Kind.QR.value, gettext_lazy("QR codes on paper")),
        ],
        initial=Link.Kind.PARTNER.value,
        widget=forms.RadioSelect,
    )
    labels = forms.CharField(
        label=gettext_lazy("Names, one per line"),
        help_text=gettext_lazy(
            "Only you see them: “La Raza Centro”, “November mailing”, “Poster at the clinic”."
        ),
        error_messages={"required": gettext_lazy("Write at least one name.")},
        widget=forms.Textarea({"rows": 4}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Leads to the page in"), choices=list(settings.LANGUAGES))

    def clean_labels(self) -> list[str]:
        """The lines that say something, each at most 80 letters."""
        labels = [" ".join(line.split()) for line in self.cleaned_data["labels"].splitlines() if line.strip()]
        if len(labels) > MOST_AT_ONCE:
            raise ValidationError(_("At most %(n)d at once, please.") % {"n": MOST_AT_ONCE})
        for label in labels:
            if len(label) > LONGEST:
                raise ValidationError(
                    _("“%(start)s…” is too long: at most %(n)d letters.")
                    % {"start": label[:30], "n": LONGEST}
                )
        return labels


class LinkForm(forms.ModelForm):
    """A link keeps its address for ever; its name may change."""

    class Meta:
        model = Link
        fields = ["label"]
        labels = {"label": gettext_lazy("Name")}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if "label" in self.fields:
            self.fields["label"].required = True

    def clean_label(self) -> str:
        return " ".join(self.cleaned_data["label"].split())
