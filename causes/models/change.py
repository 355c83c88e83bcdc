"""What happened to a page, line by line: a public log that is only ever added to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from causes.models.page import Page


class Change(models.Model):
    """One line. The database refuses to alter it, or to delete it once its page was ever public.

    `what` is the name of a move (`causes.publishing.MOVES`), "goal", "count" or "wording"; `before` and
    `after` are states for a move, numbers or (language and number) versions otherwise. Who in person is
    for the desk; pages show only the `hand`.
    """

    class Hand(models.TextChoices):
        ORGANISER = "organiser", _("the organisers")
        SITE = "site", _("the people who run this site")
        CLOCK = "clock", _("by itself")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="changes", db_index=False)
    at = models.DateTimeField()
    hand = models.CharField(max_length=10, choices=Hand.choices)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=12)
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    reason = models.CharField(max_length=500, blank=True)
    public = models.BooleanField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["page", "at"], name="changes_of_a_page")]
