"""A press on a channel's button, told by its script. Networks never report back, so it is no share."""

from django.db import models

from causes.models import Link, Page


class Tap(models.Model):
    """One press on a button of a share row."""

    event_id = models.UUIDField(unique=True)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="taps", db_index=False)
    channel = models.CharField(max_length=12)
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="tap_day")]


class Tapper(models.Model):
    """Somebody's own link on which a button was pressed at all: each person counts once."""

    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="tapper", primary_key=True)
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="tapper_day")]


class TapHour(models.Model):
    """Share taps per page and hour, and people who pressed one for the first time.

    A person has a link of their own, so presses on the page's own buttons are taps of nobody.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="tap_hours", db_index=False)
    channel = models.CharField(max_length=12)
    hour = models.DateTimeField()
    taps = models.IntegerField(default=0)
    people = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "hour", "channel"], name="one_tap_row_per_cell")
        ]
