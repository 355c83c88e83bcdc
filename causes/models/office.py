"""The post office itself: whether it is open, and which mailboxes nobody empties any more."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class PostOffice(models.Model):
    """One row for the whole site, read once per batch of letters.

    `paused_*`: a site administrator stopped everything, with a reason. `trouble` (since, tries): the mail
    server cannot be reached or takes nothing from us; `closed_until` is when it is tried again.
    """

    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    why = models.CharField(max_length=200, blank=True)
    trouble = models.CharField(max_length=200, blank=True)
    trouble_since = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_post_office")]

    def __str__(self) -> str:
        return "post office"


class Undeliverable(models.Model):
    """A mailbox that took a letter back for good: updates leave it alone, what its owner asks for is tried.

    It goes when a letter's button proves that the mailbox is read, or when no supporter has it any more.
    """

    email_key = models.CharField(max_length=254, primary_key=True)
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason
