"""A letter on its way: the row is the queue of the post office."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from causes.models.link import Link
from causes.models.notice import Notice
from causes.models.page import Page
from causes.models.update import Update

# Kinds that are about somebody's sign-in, and about no page.
ABOUT_PEOPLE = ("new_password", "no_account")


class Letter(models.Model):
    """One e-mail to one mailbox, written in the transaction that makes it necessary.

    `due` -> `sending` (claimed and committed before SMTP) -> `sent`, `failed` (refused for good) or
    `unknown` (in flight when the worker died, and must not be sent twice: an update).
    `begun_at` is set, and committed, when the conversation about an update begins; a letter of which it
    stays empty may be sent again. `complained_at`: its reader called it spam.
    Its Message-ID is made of its id, so a second copy is recognisable as one. The receipt of an erasure
    is the last row that knows the address: it forgets it when it is sent or has failed.
    """

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("confirm your name")
        ALREADY = "already", _("you had already signed")
        MY_PAGE = "my_page", _("the way to your page")
        RECEIPT_OFF = "receipt_off", _("your name is off")
        RECEIPT_GONE = "receipt_gone", _("your data is erased")
        REMINDER = "reminder", _("confirm your name, once more")
        SIGNED = "signed", _("signed with one press")
        UPDATE = "update", _("an update")
        UPDATE_TEST = "update_test", _("an update, as a test")
        THANKS = "thanks", _("thanks to who brought others")
        SUBMITTED = "submitted", _("to the site: asks for a review")
        APPROVED = "approved", _("to organisers: approved")
        REJECTED = "rejected", _("to organisers: rejected")
        OPENED = "opened", _("to organisers: opened by itself")
        NOT_OPENED = "not_opened", _("to organisers: could not open")
        PAUSED = "paused", _("to organisers: paused by the site")
        CLOSED = "closed", _("to organisers: closed")
        HIDDEN = "hidden", _("to organisers: hidden")
        SHOWN = "shown", _("to organisers: shown again")
        FIRST = "first", _("to organisers: the first name")
        TENTH = "tenth", _("to organisers: ten names")
        MILESTONE = "milestone", _("to organisers: a milestone")
        STALE = "stale", _("to organisers: a quiet month")
        DEADLINE = "deadline", _("to organisers: closes soon")
        DATA_MONTH = "data_month", _("to owners: what was done with people's data")
        BURST = "burst", _("to organisers: many names at once")
        WEEK = "week", _("to organisers: their week")
        NEW_PASSWORD = "new_password", _("a new password")
        NO_ACCOUNT = "no_account", _("no sign-in with this address")

    class State(models.TextChoices):
        DUE = "due", _("due")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNKNOWN = "unknown", _("unknown")

    class Urgency(models.IntegerChoices):
        """Which go first: what somebody waits for, what organisers should know, what may take its time.

        Updates are never sent twice: in doubt they end as `unknown`.
        """

        AWAITED = 0
        ORGANISER = 1
        UPDATE = 2

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    # The database knows the default too: the statement of signing writes letters without Django.
    urgency = models.SmallIntegerField(
        choices=Urgency.choices, default=Urgency.AWAITED, db_default=Urgency.AWAITED
    )
    # A draft goes together with the notices about it; whatever else was written keeps its page. Those
    # about somebody's own sign-in have none; every other kind may rely on it, and so does its type.
    page: "models.ForeignKey[Page, Page]" = models.ForeignKey(  # type: ignore[misc]
        Page,
        on_delete=models.RESTRICT,
        null=True,
        related_name="letters",
        db_index=False,
        verbose_name=_("page"),
    )
    # Names the signature: its own link, whichever table it lies in. Letters to organisers have none.
    link = models.ForeignKey(
        Link, on_delete=models.PROTECT, null=True, related_name="letters", db_index=False
    )
    # The news that it brings: for the two kinds of updates.
    update = models.ForeignKey(
        Update, on_delete=models.CASCADE, null=True, related_name="letters", db_index=False
    )
    # What it tells organisers.
    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, null=True, related_name="letters", db_index=False
    )
    email = models.EmailField(max_length=254)
    email_key = models.CharField(max_length=254)
    language = models.CharField(_("language"), max_length=8)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"))
    lease_until = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    complained_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(fields=["urgency", "due_at"], name="letter_due", condition=Q(state="due")),
            models.Index(fields=["lease_until"], name="letter_leased", condition=Q(state="sending")),
            # The hour's letters are counted from it alone.
            models.Index(
                fields=["sent_at"],
                include=["urgency"],
                name="letter_sent",
                condition=Q(sent_at__isnull=False),
            ),
            models.Index(
                fields=["state", "-id"], name="letter_trouble", condition=Q(state__in=["failed", "unknown"])
            ),
            models.Index(
                fields=["complained_at"], name="letter_complained", condition=Q(complained_at__isnull=False)
            ),
            models.Index(fields=["email_key", "page", "created_at"], name="letter_mailbox"),
            # Who is erased or forgotten takes every letter about their name along.
            models.Index(fields=["link"], name="letter_of_link", condition=Q(link__isnull=False)),
            models.Index(
                fields=["update", "state"], name="letter_of_update", condition=Q(update__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "email_key"],
                name="one_letter_per_notice",
                condition=Q(notice__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["update", "email_key"], name="one_letter_per_update", condition=Q(kind="update")
            ),
            models.CheckConstraint(
                condition=Q(page__isnull=False) | Q(kind__in=ABOUT_PEOPLE),
                name="letter_about_a_page_or_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
