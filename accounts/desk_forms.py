"""Forms of the back office about people: add one to an organisation, change what they may do."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.utils.translation import gettext_lazy as _

from accounts import logos
from accounts.inviting import is_last_owner
from accounts.models import Membership, Organisation, Role, User


class OneOrganisation:
    """Leaves out the question which organisation is meant when there is only one answer."""

    def choose_organisation(self: Any, name: str = "organisation") -> None:
        """Preselects the only choice of the field `name`; the choices were scoped by the admin."""
        field = self.fields.get(name)
        if field is None:
            return
        field.empty_label = None if field.queryset.count() == 1 else field.empty_label
        only = list(field.queryset[:2])
        if len(only) == 1:
            self.initial.setdefault(name, only[0].pk)


class AddPersonForm(OneOrganisation, forms.ModelForm):
    """An e-mail address and a role are enough."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("They sign in with it."))
    name = forms.CharField(label=_("Name"), max_length=100, required=False)

    class Meta:
        model = Membership
        fields = ["organisation", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_organisation()

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        held = Membership.objects.filter(
            user__email__iexact=cleaned.get("email", ""),
            organisation=cleaned.get("organisation"),
            role=cleaned.get("role"),
        )
        if held.exists():
            self.add_error("email", _("This person already has this role here."))
        return cleaned


class RoleForm(forms.ModelForm):
    """Another role for somebody who is already there."""

    class Meta:
        model = Membership
        fields = ["role"]

    def clean_role(self) -> str:
        role: str = self.cleaned_data["role"]
        if role != Role.OWNER and is_last_owner(self.instance):
            raise forms.ValidationError(
                _("An organisation keeps at least one owner. Make somebody else owner first.")
            )
        return role


class PersonForm(forms.ModelForm):
    """A person's own account, or anybody's for a site administrator."""

    class Meta:
        model = User
        fields = [
            "email", "name", "language", "wants_letters",
            "is_staff", "is_active", "is_moderator", "is_superuser",
        ]  # fmt: skip

    def clean_email(self) -> str:
        """Addresses differ by more than capitals, because people sign in with them."""
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody else already signs in with this address."))
        return email

    def clean_is_staff(self) -> bool:
        """Who moderates or runs the site needs the desk for it."""
        asked = bool(self.cleaned_data["is_staff"])
        return asked or any(self.data.get(self.add_prefix(name)) for name in ("is_moderator", "is_superuser"))


class LogoField(forms.FileField):
    """An uploaded picture, made small and plain before anything else sees it."""

    widget = AdminFileWidget

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        return logos.prepare(upload) if upload else None


class OrganisationForm(forms.ModelForm):
    """The organisation's record; what publishing needs stands together."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    colour = forms.CharField(label=_("Colour"), required=False, max_length=7)
    logo = LogoField(label=_("Logo"), required=False)

    class Meta:
        model = Organisation
        fields = [
            "name", "slug", "about", "website", "language",
            "contact_email", "postal_address", "privacy_contact", "colour", "logo",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "colour" in self.fields:
            self.fields["colour"].help_text = Organisation._meta.get_field("colour").help_text

    def clean_colour(self) -> str:
        """Small letters, with or without #; the model's own check follows."""
        typed: str = self.cleaned_data["colour"].strip().lower()
        return f"#{typed}" if typed and not typed.startswith("#") else typed
