"""Names of one petition that are struck or released together, by what they have in common."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from causes.models import Channel, Status
from petitions.models.petition import Petition
from petitions.models.signature import Signature
from petitions.picking import Pick


class Rule(models.Model):
    """What the names share, what is done to them, and how far that is.

    `checking` (counted, waits for a yes) -> `running` -> `done`, or `cancelled` on the way; back by `undoing`
    -> `undone`. The rule is its own queue: `cursor` is the last name that was looked at, `upto` the newest
    one when it was asked for, so that a worker that dies goes on where it was. `expected` is what the yes was
    given to, `changed` the names that were struck or released, `counted` those of them that had counted;
    `restored` and `counted_again` the same of those that were put back.
    """

    class Act(models.TextChoices):
        STRIKE = "strike", _("strike: they should not count")
        RELEASE = "release", _("release: they get the letter that asks to confirm")

    class State(models.TextChoices):
        CHECKING = "checking", _("waits for your yes")
        RUNNING = "running", _("at work")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("stopped on the way")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")

    petition = models.ForeignKey(
        Petition, on_delete=models.CASCADE, related_name="rules", verbose_name=_("petition")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    act = models.CharField(_("what is done"), max_length=8, choices=Act.choices)
    domain = models.CharField(_("mail domain"), max_length=253, blank=True)
    pattern = models.CharField(_("pattern of the address"), max_length=254, blank=True)
    origin = models.CharField(_("network"), max_length=24, blank=True)
    place = models.CharField(_("place"), max_length=12, blank=True)
    channel = models.CharField(_("came by"), max_length=12, choices=Channel.choices, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, blank=True)
    since = models.DateTimeField(_("signed from"), null=True, blank=True)
    until = models.DateTimeField(_("signed before"), null=True, blank=True)
    note = models.CharField(_("public note"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    expected = models.PositiveIntegerField(_("names"))
    of = models.PositiveIntegerField()  # names that stood there then
    upto = models.BigIntegerField()
    cursor = models.BigIntegerField(default=0)
    changed = models.PositiveIntegerField(_("names changed"), default=0)
    counted = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(_("names put back"), default=0)
    counted_again = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(_("asked"))
    done_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        indexes = [
            models.Index(fields=["id"], name="rule_at_work", condition=Q(state__in=["running", "undoing"]))
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} ({self.asked_at:%Y-%m-%d})"

    def pick(self) -> Pick:
        return Pick(
            status=self.status,
            channel=self.channel,
            place=self.place,
            since=self.since,
            until=self.until,
            domain=self.domain,
            pattern=self.pattern,
            origin=self.origin,
        )


class RuleRow(models.Model):
    """A name that a rule struck or released: what it was, and when, so that it can be taken back."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="rows", db_index=False)
    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, related_name="rule_rows")
    was = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "signature"], name="each_name_once_in_a_rule")]
