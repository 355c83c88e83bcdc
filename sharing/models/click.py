"""One person's visit through a link, once a day; and the journals that add them up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from causes.models import Link, Page


class Click(models.Model):
    """A human visit. `visitor` is a keyed hash whose key dies after 48 hours, so days cannot be joined."""

    event_id = models.UUIDField(unique=True)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="clicks", db_index=False)
    channel = models.CharField(max_length=12)
    hour = models.DateTimeField()
    day = models.DateField()
    visitor = models.BinaryField(max_length=16)
    device = models.CharField(max_length=8)
    referrer = models.CharField(max_length=100, blank=True)
    # The page was seen by a browser with script: the second level, which no mail scanner passes.
    confirmed = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "visitor", "day"], name="one_click_per_visitor_and_day")
        ]
        indexes = [models.Index(fields=["day"], name="click_day")]


class ClickHour(models.Model):
    """Clicks per page and hour: `counted`, or why one was dropped; how many the beacon confirmed."""

    class Outcome(models.TextChoices):
        COUNTED = "counted", _("a person")
        REPEAT = "repeat", _("the same person again that day")
        ROBOT = "robot", _("a robot")
        PREVIEW = "preview", _("a link preview")
        PREFETCH = "prefetch", _("fetched ahead by a browser")
        NOT_NAVIGATION = "not_navigation", _("not a visit to a page")
        HEAD = "head", _("only asked for headers")
        STAFF = "staff", _("our own people")

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="click_hours", db_index=False)
    link_kind = models.CharField(max_length=8)
    channel = models.CharField(max_length=12)
    hour = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    clicks = models.IntegerField(default=0)
    confirmed = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "hour", "link_kind", "channel", "outcome"], name="one_click_row_per_cell"
            )
        ]


class LinkClicks(models.Model):
    """People who came by one of the organisation's own links, a person once a day; kept for ever."""

    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="visits", primary_key=True)
    clicks = models.IntegerField(default=0)
    confirmed = models.IntegerField(default=0)


class DailySalt(models.Model):
    """The random key of one day's visitor hashes, deleted after 48 hours."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)


class ClickPosition(models.Model):
    """How far the click stream has been booked, written in the transaction that booked it.

    That makes the drain exact: what is read again after a crash lies before the position.
    """

    stream = models.CharField(max_length=40, primary_key=True)
    last_id = models.CharField(max_length=40)


class DirectEvent(models.Model):
    """What was booked past the stream, while Redis did not answer: it may have taken the event all the same.

    The drain passes over these. Kept as long as an entry can wait in the stream.
    """

    event_id = models.UUIDField(primary_key=True)
    hour = models.DateTimeField()
