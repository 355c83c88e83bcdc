"""An account on a network that somebody lets us post through, and when a network takes no posts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.encryption import EncryptedTextField
from accounts.models import Organisation
from causes.models import Channel


class Connection(models.Model):
    """Tokens of an organisation's account, or of a supporter's own; never of both.

    A revoked connection that still holds tokens waits for the worker to give them back to the
    network (`give_back_at`). Then, or when that proves impossible, they are gone from here too.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("connected")
        RECONNECT = "reconnect", _("must be connected again")
        REVOKED = "revoked", _("disconnected")

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="connections",
        verbose_name=_("organisation"),
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
    disconnected_at = models.DateTimeField(_("disconnected"), null=True, editable=False)
    give_back_at = models.DateTimeField(null=True, editable=False)
    # The network never heard that we gave the tokens up; the owner can tell it themselves.
    not_told = models.BooleanField(default=False, editable=False)

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
        indexes = [
            models.Index(
                fields=["give_back_at"],
                name="connection_to_give_back",
                condition=Q(give_back_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"


class ChannelPause(models.Model):
    """A network takes no posts of ours for now: until a moment it named, or until staff lift it."""

    network = models.CharField(_("network"), max_length=12, choices=Channel.choices, primary_key=True)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)
    said = models.CharField(_("what the network said"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("pause of a channel")
        verbose_name_plural = _("pauses of channels")
