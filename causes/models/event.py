"""What an organisation's own systems are to hear: written with what happened, sent later."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Heard, Webhook
from causes.models.page import Page


class Event(models.Model):
    """One thing told to one address. It holds numbers only: names are looked up when it is sent.

    `about` is the number of the signature, or the milestone reached. `message` stays the same however often
    it is sent, so that who hears it twice can tell.
    """

    class State(models.TextChoices):
        DUE = "due", _("waits")
        SENDING = "sending", _("on its way")
        SENT = "sent", _("heard")
        DEAD = "dead", _("given up")

    message = models.UUIDField(_("number of the message"), default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(
        Webhook, on_delete=models.CASCADE, related_name="events", verbose_name=_("webhook")
    )
    kind = models.CharField(_("what"), max_length=24, choices=Heard.choices)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+", verbose_name=_("petition"))
    about = models.BigIntegerField(_("number"), default=0)
    at = models.DateTimeField(_("happened"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"))
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("heard at"), null=True)
    answer = models.CharField(_("last answer"), max_length=200, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(
                fields=["webhook", "due_at"],
                name="event_waiting_by_address",
                condition=Q(state__in=("due", "sending")),
            )
        ]

    def __str__(self) -> str:
        return self.kind
