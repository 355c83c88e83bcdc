"""An account on a network that somebody lets us post through, and when a network takes no posts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.encryption import EncryptedTextField
from accounts.models import Organisation
from causes.models import Channel


class Server(models.Model):
    """One server of a network that has many, and this site's keys there. Made when it is first met."""

    network = models.CharField(_("network"), max_length=12, choices=Channel.choices)
    home = models.CharField(max_length=255)  # https://host
    client_id = models.CharField(max_length=255)
    client_secret = EncryptedTextField(editable=False)
    # What the keys are registered for: with another address of this site they are of no use.
    redirect_uri = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "home"], name="one_row_per_server")]

    def __str__(self) -> str:
        return self.home


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
    # Where the account lives, on a network of many servers; "" on one that is a single place.
    home = models.CharField(max_length=255, blank=True)
    remote_id = models.CharField(max_length=64)
    handle = models.CharField(_("account"), max_length=255)
    # How long a post may be there, where servers differ.
    room = models.PositiveIntegerField(null=True, editable=False)
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
                fields=["organisation", "network", "home", "remote_id"],
                name="one_connection_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["person", "network", "home", "remote_id"], name="one_connection_per_person"
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
    """A network takes no posts of ours for now: until a moment that was named, or until staff lift it."""

    class Why(models.TextChoices):
        CREDIT = "credit", _("it wants to be paid first")
        LIMIT = "limit", _("its own limit for this site is used up")
        BUDGET = "budget", _("this site's own limit for a day is used up")

    network = models.CharField(_("network"), max_length=12, choices=Channel.choices, primary_key=True)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)
    why = models.CharField(max_length=8, choices=Why.choices, default=Why.CREDIT)
    said = models.CharField(_("what the network said"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("pause of a channel")
        verbose_name_plural = _("pauses of channels")
