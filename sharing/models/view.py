"""A page seen by somebody, told by its script; once per page, visitor and day."""

from django.db import models

from causes.models import Link, Page
from sharing.models.click import ClickHour


class View(models.Model):
    """A visitor-day of a page. `link` is the share link of the day's first arrival, None for any other way.

    `visitor` is the same keyed hash as a click's, so both levels of a click can be joined for a day.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="views", db_index=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    visitor = models.BinaryField(max_length=16)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "visitor", "day"], name="one_view_per_visitor_and_day")
        ]
        indexes = [models.Index(fields=["day"], name="view_day")]


class ViewHour(models.Model):
    """Views per page and hour by how the visitor first came that day; `counted`, or why one was dropped.

    `from_share` of the views came by somebody's own share link of this page. Only browsers with script tell.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="view_hours", db_index=False)
    channel = models.CharField(max_length=12)
    hour = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=ClickHour.Outcome.choices)
    views = models.IntegerField(default=0)
    from_share = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "hour", "channel", "outcome"], name="one_view_row_per_cell"
            )
        ]
