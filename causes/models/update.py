"""The organisers' dated news: on the page of a cause or petition, and by letter to those who said yes."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.languages import languages
from accounts.models import User
from causes.models.page import Page


class Update(models.Model):
    """One piece of news. Once anybody could read it, its words stay: what was wrong is corrected by another.

    `draft` -> `shown` (on the page) -> `sending` (its letters are rows of the post office) -> `sent`, or
    `stopped` by hand or by its correction. `people` is the number that the organiser pressed on; `kept`
    holds what became of the letters once their rows are pruned (see `causes.mailing`).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SHOWN = "shown", _("on the page")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        STOPPED = "stopped", _("stopped")

    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, related_name="updates", db_index=False, verbose_name=_("page")
    )
    language = models.CharField(_("language"), max_length=8, choices=languages)
    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(
        _("your news"), validators=[MaxLengthValidator(10_000)], help_text=_("Markdown is welcome.")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="correction", verbose_name=_("corrects")
    )
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(_("written"))
    shown_at = models.DateTimeField(_("on the page since"), null=True)
    tested_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(_("people"), null=True)
    kept = models.JSONField(null=True)

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        indexes = [
            models.Index(fields=["page", "-shown_at"], name="updates_of_a_page"),
            models.Index(fields=["state"], name="updates_on_their_way", condition=Q(state="sending")),
        ]

    def __str__(self) -> str:
        return self.title


class UpdateText(models.Model):
    """An update's words for readers of another language. An empty field is read in the original."""

    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(_("language"), max_length=8, choices=languages)
    title = models.CharField(_("title"), max_length=120, blank=True)
    words = models.TextField(_("your news"), blank=True, validators=[MaxLengthValidator(10_000)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["update", "language"], name="one_update_text_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.update} ({self.language})"
