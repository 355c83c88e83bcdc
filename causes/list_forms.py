"""What somebody says of an old list before it is read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import ListImport

LARGEST_FILE = 50_000_000  # bytes: about two million addresses


class ListForm(forms.ModelForm):
    """Where it comes from and from when it is: without that, nobody can say later why somebody was known."""

    file = forms.FileField(
        label=_("The file"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,.txt"}),
        help_text=_("CSV with a column “email”, or one address in each line. Other columns are not read."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    class Meta:
        model = ListImport
        fields = ["organisation", "source", "collected_on"]
        widgets = {"collected_on": forms.DateInput({"type": "date"})}
        help_texts = {"source": _("For example: newsletter of the old site, until we closed it.")}

    def __init__(self, allowed: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset, field.empty_label = allowed.order_by("name"), None
        if allowed.count() == 1:
            field.widget, field.initial = forms.HiddenInput(), allowed.get().pk

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is too large: 50 MB fit. Divide it."))
        return file
