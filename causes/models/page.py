"""A page gathers names: the ground that a cause and a petition stand on.

Links lead to pages and journals count pages, so both kinds share the act of signing, counting and
the network without knowing of each other.
"""

import datetime as dt
import zoneinfo
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import access, clock
from accounts.access import May, Visitor
from accounts.languages import languages
from accounts.models import Organisation
from causes.models.consent import Given

# People who signed in the last minutes still find their letter after closing.
CONFIRM_AFTER_CLOSING = dt.timedelta(hours=48)
_PATHS = {"petition": "/p/{}/", "cause": "/causes/{}/"}


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    SCHEDULED = "scheduled", _("scheduled")
    OPEN = "open", _("open")
    PAUSED = "paused", _("paused")
    CLOSED = "closed", _("closed")
    DELIVERED = "delivered", _("delivered")
    WON = "won", _("won")
    LOST = "lost", _("lost")
    NO_ANSWER = "no_answer", _("no answer")
    REJECTED = "rejected", _("rejected")
    HIDDEN = "hidden", _("hidden")


class Focus(models.TextChoices):
    """A ninth of a picture. The value is the end of a class in static/css/parts.css."""

    TOP_LEFT = "top-left", _("top left")
    TOP = "top", _("top")
    TOP_RIGHT = "top-right", _("top right")
    LEFT = "left", _("left")
    CENTRE = "centre", _("centre")
    RIGHT = "right", _("right")
    BOTTOM_LEFT = "bottom-left", _("bottom left")
    BOTTOM = "bottom", _("bottom")
    BOTTOM_RIGHT = "bottom-right", _("bottom right")


PRIVATE_STATES = (State.DRAFT, State.REVIEW, State.SCHEDULED, State.REJECTED, State.HIDDEN)


def site_zone() -> str:
    """The time zone of a page that names none."""
    return settings.TIME_ZONE


def months_by_default() -> int:
    """How long names are kept after closing where a page says nothing else."""
    return settings.KEEP_NAMES_MONTHS


def check_zone(name: str) -> None:
    """Raises ValidationError for a time zone that nobody knows."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Name a time zone like America/Phoenix."))


class PageQuerySet(models.QuerySet):
    def public(self) -> Self:
        """What anybody may read."""
        return self.exclude(state__in=PRIVATE_STATES)

    def open(self, now: dt.datetime) -> Self:
        """What takes names at `now`."""
        return self.filter(state=State.OPEN).filter(Q(closes_at=None) | Q(closes_at__gt=now))

    def run_by(self, user: Visitor) -> Self:
        """What `user` may edit."""
        return self.filter(organisation__in=access.organisations(user, May.RUN))

    def seen_by(self, user: Visitor) -> Self:
        """What `user` may look at in the back office."""
        return self.filter(organisation__in=access.organisations(user, May.SEE))


class Page(models.Model):
    """A public place with an address, an organisation that answers for it, and a count.

    `count` is written by `causes.counting` alone; `state`, `closed_at` and `state_before` (where a hidden
    page goes back to) by `causes.publishing`; `time_zone` is the one its deadlines are meant in.
    """

    class Kind(models.TextChoices):
        CAUSE = "cause", _("cause")
        PETITION = "petition", _("petition")

    kind = models.CharField(max_length=10, choices=Kind.choices, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="pages", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        _("address"), max_length=80, help_text=_("The end of its web address. It never changes.")
    )
    language = models.CharField(
        _("language"), max_length=8, choices=languages, default=settings.LANGUAGE_CODE
    )
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    story = models.TextField(
        _("why it matters"),
        blank=True,
        validators=[MaxLengthValidator(20_000)],
        help_text=_("Markdown is welcome."),
    )
    picture = models.ImageField(
        _("picture"),
        upload_to="pictures/",
        blank=True,
        width_field="picture_width",
        height_field="picture_height",
    )
    picture_width = models.PositiveIntegerField(null=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, editable=False)
    picture_alt = models.CharField(
        _("what the picture shows"), max_length=200, blank=True, help_text=_("For people who cannot see it.")
    )
    picture_credit = models.CharField(
        _("whose picture it is"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("And whether papers may print it: “Photo: Ana Ruiz, free to print with her name”."),
    )
    # Which part of it must stay in view where it is cut to fit: a card, a phone.
    picture_focus = models.CharField(
        _("what must stay in view"), max_length=12, choices=Focus.choices, default=Focus.CENTRE, blank=True
    )
    # The picture whose smaller files are made; written by `causes.picture_sizes` alone.
    sized_picture = models.CharField(max_length=120, default="", db_default="", editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    goal = models.PositiveIntegerField(_("goal"), default=100, validators=[MinValueValidator(10)])
    goal_passed = models.PositiveIntegerField(default=0, editable=False)  # the one that `goal` followed
    count = models.PositiveIntegerField(_("confirmed"), default=0, editable=False)
    # Names that were deleted because nobody ever confirmed them, so that the funnel still knows of them.
    never_confirmed = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)  # the newest of its updates
    time_zone = models.CharField(_("time zone"), max_length=40, default=site_zone, validators=[check_zone])
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    state_before = models.CharField(max_length=10, choices=State.choices, blank=True, editable=False)
    sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        db_default=False,
        help_text=_(
            "Shows no names and no reasons, and never stores who brought whom: what nobody has, nobody can "
            "demand. Fixed once public."
        ),
    )
    keep_months = models.PositiveSmallIntegerField(
        _("names are kept, in months"),
        default=months_by_default,
        db_default=12,
        validators=[MinValueValidator(1), MaxValueValidator(72)],
        help_text=_("After it closes. Then only numbers stay. Shown on the page; once public only shorter."),
    )
    # When `causes.retention` had done its work: the parents of links, then the names themselves.
    parents_forgotten_at = models.DateTimeField(null=True, editable=False)
    names_forgotten_at = models.DateTimeField(null=True, editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="one_page_per_address")]

    def __str__(self) -> str:
        return self.title

    def public_path(self, language: str = "") -> str:
        """Its address on the site, in the page's own language unless another is named."""
        language = language or self.language
        prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
        return prefix + _PATHS[self.kind].format(self.slug)

    def asks(self) -> frozenset[str]:
        """What its form asks beside name, e-mail, postcode and updates: "country", "reason", "show_name"."""
        return frozenset()

    def gives(self) -> Given:
        """What somebody who decides is given of each name; with a cause nobody is."""
        return Given.COUNT

    def last_moved(self) -> dt.datetime | None:
        """When its readers last saw something new: a count, an update or its opening; None before that."""
        return max(filter(None, (self.published_at, self.counted_at, self.told_at)), default=None)

    def is_public(self) -> bool:
        return self.state not in PRIVATE_STATES

    def takes_names(self, now: dt.datetime) -> bool:
        return self.state == State.OPEN and (self.closes_at is None or now < self.closes_at)

    def takes_confirmations(self, now: dt.datetime) -> bool:
        """Ending, by hand or by the deadline, leaves those who already signed 48 hours to confirm."""
        if not self.is_public():
            return False
        ended = self.closed_at or self.closes_at
        if ended is None:
            return self.state in (State.OPEN, State.PAUSED)
        return now < ended + CONFIRM_AFTER_CLOSING
