"""Addresses of an organisation's own systems that hear what happens."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.encryption import EncryptedTextField
from accounts.models.organisation import Organisation
from accounts.models.user import User


class Heard(models.TextChoices):
    """What a system may want to hear."""

    CREATED = "signature.created", _("somebody signed")
    CONFIRMED = "signature.confirmed", _("a name was confirmed")
    WITHDRAWN = "signature.withdrawn", _("a name was taken off")
    ERASED = "signature.erased", _("a person was erased")
    MILESTONE = "petition.milestone", _("a petition reached a milestone")
    CLOSED = "petition.closed", _("a petition ended")


class Webhook(models.Model):
    """One address of one organisation. Nothing is sent to it while it is switched off."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="webhooks", verbose_name=_("organisation")
    )
    url = models.URLField(_("address"), max_length=500, help_text=_("https and a public name."))
    kinds = ArrayField(models.CharField(max_length=24, choices=Heard.choices), verbose_name=_("hears of"))
    with_names = models.BooleanField(
        _("with names and addresses"),
        default=False,
        help_text=_("Otherwise it hears numbers, times and channels, and no person."),
    )
    secret = EncryptedTextField(editable=False)
    made_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made"), editable=False)
    switched_off_at = models.DateTimeField(_("switched off"), null=True, editable=False)
    # Not called before. Behind whoever waits longer; empty for who was never called.
    turn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.url.split("://", 1)[-1][:60]
