"""Somebody tells the people who run the site that something is wrong with a petition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.languages import languages
from petitions.models.petition import Petition


class Report(models.Model):
    """One report, sent without an account. `email` is for the answer alone and forgotten after it.

    `suspect` came through the trap or in a flood: it is kept apart, never thrown away.
    """

    class Kind(models.TextChoices):
        FALSE = "false", _("Something on it is not true")
        HARM = "harm", _("It insults, threatens or endangers somebody")
        PRIVATE = "private", _("It shows somebody’s private data")
        PRETENDS = "pretends", _("Somebody pretends to be who they are not")
        LAW = "law", _("It breaks the law")
        REPLY = "reply", _("I am the one who decides, and I want to answer")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("not looked at yet")
        ANSWERED = "answered", _("answered")
        DISMISSED = "dismissed", _("dismissed")

    petition = models.ForeignKey(
        Petition, on_delete=models.CASCADE, related_name="reports", verbose_name=_("petition")
    )
    kind = models.CharField(_("what is wrong"), max_length=10, choices=Kind.choices)
    words = models.CharField(_("in their words"), max_length=2000)
    email = models.EmailField(_("e-mail for the answer"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=languages)
    suspect = models.BooleanField(_("looks automatic"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    note = models.TextField(_("note for colleagues"), max_length=2000, blank=True)
    at = models.DateTimeField(_("reported"))
    settled_at = models.DateTimeField(_("looked at"), null=True, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.at:%Y-%m-%d})"
