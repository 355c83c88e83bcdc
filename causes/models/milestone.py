"""Numbers that a page's count has reached."""

from django.db import models

from causes.models.page import Page


class Milestone(models.Model):
    """A rung of the ladder (`causes.ladder`), written once, by the counting that took the count past it.

    It stays when the count falls again, so that what hangs on it happens once: letters, announcements.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="milestones", db_index=False)
    number = models.PositiveIntegerField()
    reached_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="one_milestone_per_number")]
