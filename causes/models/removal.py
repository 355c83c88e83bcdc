"""A counted name that was taken off or put back, until the day's sum is told in public."""

from django.db import models

from causes.models.page import Page


class Removal(models.Model):
    """One name, without whose: a line at that very second would tell who left.

    `causes.removals` adds a day's rows up into one public line per page and deletes them. `day` is the
    day in UTC.
    """

    class What(models.TextChoices):
        WITHDRAWN = "withdrawn"
        STRUCK = "struck"
        RESTORED = "restored"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    what = models.CharField(max_length=10, choices=What.choices)
