"""What an organisation shows to whoever funds it: a period, what came of it, and figures counted once."""

import datetime as dt

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.languages import languages
from accounts.models import Organisation
from causes.models import Page
from petitions.models import Petition


class Report(models.Model):
    """Read at `/report/<token>/` by whoever has the link, until it expires or is revoked.

    `counted` are its figures as of `counted_at` (`sharing.reports.counting`): what somebody was sent stays as
    it was sent, and nobody can watch a single signature come and go in it. `token` is empty for a draft; it
    is never given again, so that a revoked address stays dead.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="reports", verbose_name=_("organisation")
    )
    title = models.CharField(
        _("title"), max_length=120, blank=True, help_text=_("“Report to the Arroyo Fund”. May stay empty.")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), help_text=_("Included; yesterday at the latest. Days are in UTC."))
    pages = models.ManyToManyField(Page, blank=True, related_name="+", verbose_name=_("causes and petitions"))
    language = models.CharField(
        _("language of your words"), max_length=8, choices=languages, default=settings.LANGUAGE_CODE
    )
    outcome = models.CharField(
        _("what changed, in one sentence"),
        max_length=300,
        help_text=_(
            "“The council kept the clinic open until 2028.” It stands first: numbers alone persuade nobody."
        ),
    )
    learned = models.TextField(_("what you learned"), blank=True, validators=[MaxLengthValidator(2000)])
    next = models.TextField(_("what comes next"), blank=True, validators=[MaxLengthValidator(2000)])
    counted = models.JSONField(null=True, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)
    token = models.CharField(max_length=43, blank=True, default="", editable=False)
    expires_on = models.DateField(
        _("link works until"), help_text=_("That day included. You can end it earlier at any time.")
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("report for funders")
        verbose_name_plural = _("reports for funders")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="report_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["token"], name="one_report_per_token", condition=~models.Q(token="")
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.organisation}, {self.starts_on} – {self.ends_on}"

    def is_open(self, now: dt.datetime) -> bool:
        """Whether its link leads to it at `now`: the day it expires on is the last, in UTC."""
        return bool(
            self.token and self.revoked_at is None and now.astimezone(dt.UTC).date() <= self.expires_on
        )


class Legislation(models.Model):
    """Whether a petition asks for a specific law, as its organisers see it: accounts and grants in the United
    States tell such asks apart. A label, no advice; a petition without a row was not asked about."""

    class Asks(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        UNSURE = "unsure", _("unsure")

    petition = models.OneToOneField(
        Petition, on_delete=models.CASCADE, related_name="legislation", primary_key=True
    )
    asks = models.CharField(_("asks for a specific law"), max_length=6, choices=Asks.choices)
