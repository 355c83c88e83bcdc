"""A page's words in another language than its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.languages import languages
from causes.models.page import Page


class PageText(models.Model):
    """What the organisers wrote for readers of `language`. An empty field is read in the original.

    Count, links and signatures stay the page's: one page, one count, however many languages.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=8, choices=languages)
    title = models.CharField(_("title"), max_length=120, blank=True)
    decision_maker = models.CharField(_("decision maker"), max_length=120, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    story = models.TextField(_("why it matters"), max_length=20_000, blank=True)
    picture_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    quote = models.CharField(_("a sentence to quote"), max_length=300, blank=True, default="", db_default="")
    quoted = models.CharField(_("who says it"), max_length=120, blank=True, default="", db_default="")
    goal_consequence = models.CharField(_("what happens at the goal"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("words in another language")
        verbose_name_plural = _("words in other languages")
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="one_text_per_language")]

    def __str__(self) -> str:
        return f"{self.page} ({self.language})"
