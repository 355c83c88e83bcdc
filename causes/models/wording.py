"""The words that people put their names to, version by version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.languages import languages
from accounts.models import User
from causes.models.page import Page


class Wording(models.Model):
    """What a public page asked in one language, as its readers saw it: with the original where no words
    of that language were written.

    Rows are added, never changed: the database refuses it, because signatures point at them. `number`
    counts in each language by itself; `reason` is asked for as soon as somebody had signed.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="wordings", db_index=False)
    language = models.CharField(_("language"), max_length=8, choices=languages)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    decision_maker = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    story = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "language", "number"], name="one_wording_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.number}"
