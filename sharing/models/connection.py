"""An account on a network that somebody lets us post through."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.encryption import EncryptedTextField
from accounts.models import Organisation
from causes.models import Channel


class Connection(models.Model):
    """Tokens of an organisation's account, or of a supporter's own; never of both."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("connected")
        RECONNECT = "reconnect", _("must be connected again")
        REVOKED = "revoked", _("disconnected")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="connections"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="connections"
    )
    network = models.CharField(_("network"), max_length=12, choices=Channel.choices)
    remote_id = models.CharField(max_length=64)
    handle = models.CharField(_("account"), max_length=100)
    access_token = EncryptedTextField(blank=True, editable=False)
    refresh_token = EncryptedTextField(blank=True, editable=False)
    scopes = models.CharField(max_length=200, editable=False)
    expires_at = models.DateTimeField(editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    connected_at = models.DateTimeField(_("connected"), editable=False)

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(person__isnull=True),
                name="connection_has_one_owner",
            ),
            models.UniqueConstraint(
                fields=["organisation", "network", "remote_id"], name="one_connection_per_organisation"
            ),
            models.UniqueConstraint(
                fields=["person", "network", "remote_id"], name="one_connection_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"
