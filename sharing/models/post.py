"""A text on its way to one connection: the row is the queue, and its state prevents doubles."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from causes.models import Link, Milestone, Page
from sharing.models.connection import Connection


class Post(models.Model):
    """The stored text is the sent text, to the letter.

    `draft` waits for somebody's yes. `ready` -> `sending` (claimed and committed before the request) ->
    `sent`, `failed`, back to `ready` (surely not posted, later), or `unknown` (nobody can say): shown, and
    looked for on the account at `look_at`. Found: `sent`. Not found: handed over once `again`, else its
    owner is asked. `attempts` names one claim: only the worker that made it may settle it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("waits for your yes")
        READY = "ready", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNKNOWN = "unknown", _("unknown")

    class Why(models.TextChoices):
        """Why a post is not out, or may not be. `sharing.explaining` has the words for its owner."""

        INVALID = "invalid", _("the network could not read it")
        FORBIDDEN = "forbidden", _("refused by the network")
        SCOPE = "scope", _("the connection may not post")
        DUPLICATE = "duplicate", _("posted before with the same words")
        RECONNECT = "reconnect", _("the connection had ended")
        DISCONNECTED = "disconnected", _("disconnected before it was sent")
        TAKEN_BACK = "taken_back", _("taken back by its owner")
        TOO_OLD = "too_old", _("waited too long")
        WAITING = "waiting", _("the network asked to wait")
        UNREACHED = "unreached", _("the network could not be reached")
        PAUSED = "paused", _("the channel is paused")
        BUDGET = "budget", _("today's posts are used up")
        ONCE_MORE = "once_more", _("it was not found there and is sent once more")
        NOT_FOUND = "not_found", _("it was looked for and not found")
        NOT_THERE = "not_there", _("its owner looked: it is not there")
        NO_ANSWER = "no_answer", _("no clear answer from the network")
        CUT_OFF = "cut_off", _("the worker was cut off in the middle")

    connection = models.ForeignKey(
        Connection, on_delete=models.PROTECT, related_name="posts", verbose_name=_("account")
    )
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="posts", verbose_name=_("page"))
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="posts")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    # What it was prepared for by itself; nobody asked for it before they say yes.
    milestone = models.ForeignKey(Milestone, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("text"), max_length=4000)
    # The words without link, case and spaces: equal ones from several accounts are what X forbids.
    sameness = models.CharField(max_length=32, blank=True, editable=False)
    consent_wording = models.TextField(
        _("agreed to"), blank=True, help_text=_("What the person agreed to, word for word.")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.READY)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    again = models.PositiveSmallIntegerField(_("sent again"), default=0)
    looks = models.PositiveSmallIntegerField(_("looked for"), default=0)
    # The network's name for it, the same at each try.
    key = models.CharField(max_length=13, default="", editable=False)
    due_at = models.DateTimeField(_("to be sent at"))
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, editable=False)
    look_at = models.DateTimeField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True)
    remote_id = models.CharField(max_length=64, blank=True)
    why = models.CharField(_("why"), max_length=12, choices=Why.choices, blank=True)
    error = models.CharField(_("what the network said"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("asked"))
    settled_at = models.DateTimeField(_("settled"), null=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["link", "connection"], name="one_post_per_link_and_connection"),
            models.UniqueConstraint(
                fields=["milestone", "connection"], name="one_post_per_milestone_and_connection"
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], name="post_due", condition=Q(state__in=["ready", "sending"])),
            models.Index(fields=["look_at"], name="post_to_look_for", condition=Q(look_at__isnull=False)),
            models.Index(fields=["claimed_at"], name="post_of_a_day", condition=Q(claimed_at__isnull=False)),
            models.Index(fields=["page", "sameness"], name="post_words"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
