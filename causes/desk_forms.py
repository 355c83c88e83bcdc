"""The desk's form of a page: few questions, everything else has a default, and hints that help."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.base import File
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.desk_forms import OneOrganisation
from causes import pictures
from causes.addresses import free_slug
from causes.explained_words import ExplainedWords
from causes.markdown_area import MarkdownArea
from causes.models import Cause, Page
from causes.models.page import Focus
from causes.wording import FIELDS as WORDS


class _InUse:
    """A stored picture as its field shows it: the name of a file tells an organiser nothing."""

    def __init__(self, file: Any) -> None:
        self.url = file.url

    def __str__(self) -> str:
        return gettext("this one")


class PictureWidget(AdminFileWidget):
    """The picture that is in use stands above the way to another one."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        if not self.is_initial(value):
            return super().render(name, value, attrs, renderer)
        shown = format_html('<img class="picture-in-use" src="{}" alt="" loading="lazy">', value.url)
        return shown + super().render(name, _InUse(value), attrs, renderer)


class PictureField(forms.FileField):
    """An uploaded picture, made safe by `causes.pictures` before anything else sees it."""

    widget = PictureWidget

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            return pictures.prepare(upload)
        except pictures.BadPicture as error:
            raise forms.ValidationError(str(error)) from error

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": "image/*"}


def hints(*items: tuple[str, Any]) -> SafeString:
    """A list under a field. Each item has a check that desk.js ticks off while one types: `length:80`,
    `words:3`, `verb`, `single`, `filled`; an empty check is plain advice. Without script it is a list."""
    return format_html(
        '<ul class="hints">{}</ul>', format_html_join("", '<li data-check="{}">{}</li>', items)
    )


class PageForm(ExplainedWords, OneOrganisation, forms.ModelForm):
    """What cause and petition share. Subclasses say whose page it is by `organisation_of`."""

    picture = PictureField(label=_("Picture"), required=False)
    slug = forms.SlugField(label=_("Address"), max_length=80, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._explain_picture()
        self._explain_address()
        if "story" in self.fields:
            self.fields["story"].widget = MarkdownArea({"rows": 14})
        if "language" in self.fields:
            first = [] if self.instance.pk else [("", _("The organisation's language"))]
            self.fields["language"].choices = [*first, *settings.LANGUAGES]  # type: ignore[attr-defined]
            if not self.instance.pk:
                self.initial["language"] = ""

    def _explain_picture(self) -> None:
        if "picture" in self.fields:
            self.fields["picture"].help_text = hints(
                ("", _("People or the place itself. Wide pictures work best; we make it the right size.")),
            )
        if "picture_focus" in self.fields:
            self.fields["picture_focus"] = forms.ChoiceField(
                label=_("What must stay in view"),
                choices=Focus.choices,
                required=False,
                widget=forms.RadioSelect,
                help_text=_("Cards and phones show a part of it. Point to where the people are."),
            )
        if "picture_alt" in self.fields:
            self.fields["picture_alt"].help_text = hints(
                ("words:3", _("Say what one would see: “Nurses in front of the closed clinic”.")),
            )

    def _explain_address(self) -> None:
        if "slug" in self.fields:
            self.fields["slug"].help_text = _("Made from the title unless you choose one. Fixed once public.")

    def clean_picture_focus(self) -> str:
        """Nothing chosen: as it was."""
        return self.cleaned_data["picture_focus"] or self.instance.picture_focus

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        taken = Page.objects.filter(kind=self.instance.kind, slug=slug).exclude(pk=self.instance.pk)
        if slug and taken.exists():
            raise forms.ValidationError(_("This address is taken. Leave it empty and we find a free one."))
        return slug

    def clean(self) -> dict[str, Any]:
        """Fills in what was left to us. Runs after every field, so the title and organisation are known."""
        cleaned = super().clean() or {}
        organisation = self.organisation_of(cleaned)
        if organisation:
            self.instance.organisation = organisation
        if "language" in cleaned and not cleaned["language"]:
            chosen = self.instance.language if self.instance.pk else getattr(organisation, "language", "")
            cleaned["language"] = chosen
        if "slug" in cleaned and not cleaned["slug"]:
            cleaned["slug"] = self.instance.slug or free_slug(self.instance.kind, cleaned.get("title", ""))
        before = {name: self.initial.get(name, "") for name in WORDS if name in cleaned}
        self.ask_why(self.instance, before, {name: cleaned[name] for name in before})
        return cleaned

    def organisation_of(self, cleaned: dict[str, Any]) -> Any:
        raise NotImplementedError

    def replaced_picture(self) -> "File[bytes] | None":
        """The picture that this form took away or replaced, to be deleted once the change is saved."""
        before = self.initial.get("picture")
        return before if before and "picture" in self.changed_data else None


class CauseForm(PageForm):
    class Meta:
        model = Cause
        fields = [
            "organisation", "title", "summary", "story", "picture", "picture_alt", "picture_credit",
            "picture_focus", "goal", "slug", "language",
        ]  # fmt: skip

        widgets = {"summary": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_organisation()
        if "title" in self.fields:
            self.fields["title"].help_text = hints(
                ("length:60", _("What you care about, in a few words: “Clean buses for the South Side”.")),
            )
        if "summary" in self.fields:
            self.fields["summary"].help_text = hints(("length:200", _("Why does it matter, and to whom?")))

    def organisation_of(self, cleaned: dict[str, Any]) -> Any:
        return cleaned.get("organisation") or (self.instance.organisation if self.instance.pk else None)
