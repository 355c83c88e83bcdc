"""The group that runs causes and petitions, and who does what in it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.colours import readable
from accounts.languages import languages
from accounts.models.user import User


class Role(models.TextChoices):
    """What a person may do in one organisation; `accounts.access` says what follows from each."""

    OWNER = "owner", _("owner")
    ORGANISER = "organiser", _("organiser")
    DATA_OFFICER = "data_officer", _("data officer")
    VIEWER = "viewer", _("viewer")


class Organisation(models.Model):
    """Who answers for a petition. Publishing needs its contact and postal address."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    about = models.TextField(_("about"), blank=True, help_text=_("Two or three sentences for supporters."))
    website = models.URLField(_("website"), blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=languages, default=settings.LANGUAGE_CODE
    )
    contact_email = models.EmailField(
        _("contact e-mail"), blank=True, help_text=_("Shown on every page and in every letter.")
    )
    postal_address = models.CharField(
        _("postal address"), max_length=300, blank=True, help_text=_("Stands at the foot of every letter.")
    )
    privacy_contact = models.CharField(
        _("who answers privacy requests"),
        max_length=200,
        blank=True,
        help_text=_("A name or office, and how to reach it. Shown on the privacy page."),
    )
    colour = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[readable],
        help_text=_(
            "Buttons, links and posters on your pages, like #0b6b66. White letters must be readable on it."
        ),
    )
    logo = models.ImageField(
        _("logo"), upload_to="logos/", blank=True, width_field="logo_width", height_field="logo_height"
    )
    logo_width = models.PositiveIntegerField(null=True, editable=False)
    logo_height = models.PositiveIntegerField(null=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    people: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(User, through="Membership")

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    def missing_for_publishing(self) -> list[str]:
        """Labels of the fields that must be filled in before anything of theirs goes public."""
        needed = ("contact_email", "postal_address", "privacy_contact")
        return [
            str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            for name in needed
            if not getattr(self, name)
        ]


class Membership(models.Model):
    """One role of one person in one organisation. A person may hold several."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.ORGANISER)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="one_role_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
