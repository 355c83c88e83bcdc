"""What organisers were told: the row is what makes it once."""

from django.db import models

from causes.models.change import Change
from causes.models.page import Page


class Notice(models.Model):
    """One thing that happened to a page and that its organisers get a letter about, once each.

    Written with what it is about, its letters in the same transaction. It outlives them, so that a number
    that is lost and reached again, or a month without a signature, is told once and not after each pruning.
    `kind` is that of its letters; `about` tells two of a kind apart: a number, a moment, a line of the log.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=16)
    about = models.CharField(max_length=40, blank=True)
    change = models.ForeignKey(
        Change, on_delete=models.CASCADE, null=True, related_name="notices", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "kind", "about"], name="one_notice_of_a_kind_and_thing")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}".strip()
