"""What a signature and a support have in common: somebody put their name to a page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.languages import languages
from accounts.models import Supporter
from causes.models.consent import ConsentText
from causes.models.link import Channel, Link
from causes.models.page import Page


class Status(models.TextChoices):
    PENDING = "pending", _("waiting to confirm")
    CONFIRMED = "confirmed", _("confirmed")
    HELD = "held", _("held for staff")
    WITHDRAWN = "withdrawn", _("withdrawn")
    INVALID = "invalid", _("struck by staff")


class Lag(models.TextChoices):
    """How long after the parent's confirmation: a bucket, because the exact time would name the parent."""

    HOUR = "1h", _("within an hour")
    SIX_HOURS = "6h", _("within 6 hours")
    DAY = "24h", _("within a day")
    THREE_DAYS = "72h", _("within 3 days")
    LATER = "later", _("later")


class ReasonState(models.TextChoices):
    """What the organisers said to a reason. Only approved and chosen ones are ever shown."""

    NONE = "", _("none")
    NEW = "new", _("to review")
    APPROVED = "approved", _("approved")
    CHOSEN = "chosen", _("chosen")
    ASIDE = "aside", _("set aside")


class Signed(models.Model):
    """One person's name under one page. Rows are written by `causes.signing` in one statement.

    Each concrete table names its page by a foreign key whose column is `page_id`, so that one piece
    of SQL serves both.
    """

    # Nobody once the name was forgotten (`causes.forgetting`); then name, address and postcode are empty too.
    # Typed as always there: nothing leads to somebody from a row whose mailbox is gone.
    supporter: "models.ForeignKey[Supporter, Supporter]" = models.ForeignKey(  # type: ignore[misc]
        Supporter, on_delete=models.PROTECT, null=True, related_name="%(class)ss"
    )
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="%(class)s")
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"), max_length=254)
    email_key = models.CharField(max_length=254, editable=False)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    region = models.CharField(_("region"), max_length=8, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=languages)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    # The site whose page held our form, while the channel is `embed`: its name, never an address on it.
    embed_host = models.CharField(
        _("embedded at"), max_length=100, blank=True, default="", db_default="", editable=False
    )
    updates = models.BooleanField(_("wants updates"))
    # Off unless they said so: their first name may stand on the page.
    show_name = models.BooleanField(_("shows their first name"), default=False)
    # Asked only where a petition's switches say so; empty everywhere else. ISO 3166, two letters.
    country = models.CharField(_("country"), max_length=2, blank=True, default="", db_default="")
    reason = models.CharField(_("why they sign"), max_length=500, blank=True, default="", db_default="")
    reason_state = models.CharField(
        _("state of the reason"),
        max_length=8,
        choices=ReasonState.choices,
        blank=True,
        default=ReasonState.NONE,
        db_default="",
    )
    consent = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The words they read; unknown for names from before versions were kept.
    wording = models.ForeignKey(
        "causes.Wording", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    lag = models.CharField(max_length=5, choices=Lag.choices, blank=True)
    # The cohort this name was booked in, so that taking it back finds the same cell whatever became of
    # the parent. It is forgotten together with the link's parent.
    parent_hour = models.DateTimeField(null=True, editable=False)
    new_to_list = models.BooleanField(_("new to the list"), null=True)
    # What they said about updates when they confirmed, whatever they say later: so that taking the name
    # back finds the same cell.
    opted_in = models.BooleanField(null=True, editable=False)
    # Letters asked for by this mailbox and page: 1 with the row, one more for each repeat, 6 = no more.
    letters = models.PositiveSmallIntegerField(default=1, editable=False)
    # When they were reminded to confirm: once for ever, whatever becomes of the name.
    reminded_at = models.DateTimeField(null=True, editable=False)
    signed_at = models.DateTimeField(_("signed"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    ended_at = models.DateTimeField(_("withdrawn or struck at"), null=True)
    # When something else changed that an organisation's own systems know: the wish for updates, a reason that
    # was taken off, the person forgotten. So that who asks only for what changed hears of it.
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def page(self) -> Page:
        return self.link.page
