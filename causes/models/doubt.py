"""What this site and its organisations think of mail domains and networks, and how much is too much."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation


class Listed(models.Model):
    """A mail domain or network that is always, or never, held; without an organisation on the whole site."""

    class Kind(models.TextChoices):
        DOMAIN = "domain", _("mail domain")
        NETWORK = "network", _("network")

    class Verdict(models.TextChoices):
        ALLOW = "allow", _("never held for it")
        DENY = "deny", _("always held")

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="listed",
        verbose_name=_("organisation"),
        help_text=_("Empty: for the whole site."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    value = models.CharField(_("domain or network"), max_length=253)
    verdict = models.CharField(_("what happens"), max_length=8, choices=Verdict.choices)
    note = models.CharField(_("note for colleagues"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    at = models.DateTimeField(_("since"), editable=False)

    class Meta:
        verbose_name = _("domain or network")
        verbose_name_plural = _("domains and networks")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "value"], name="one_opinion_each", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.value


class Limits(models.Model):
    """How much is too much, for the whole site: one row, or none while nothing was changed.

    More than `attempts` from one network on one page in `minutes` are held; from `burst` names on that share
    a network (ten minutes) or a mail domain (an hour) the organisers are told.
    """

    attempts = models.PositiveIntegerField(
        _("signatures from one network"),
        default=300,
        validators=[MinValueValidator(20), MaxValueValidator(100_000)],
        help_text=_("On one petition. More than these are held, never refused: 20 to 100,000."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("within minutes"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    burst = models.PositiveIntegerField(
        _("names at once that organisers are told of"),
        default=40,
        validators=[MinValueValidator(10), MaxValueValidator(100_000)],
        help_text=_("From one network within ten minutes, or with one mail domain within an hour."),
    )

    class Meta:
        verbose_name = _("limits")
        verbose_name_plural = _("limits")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_limits")]

    def __str__(self) -> str:
        return str(_("Limits of the whole site"))
