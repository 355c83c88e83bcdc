"""One ask to one or more decision makers, that ends."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from causes.models import Cause, Given, Page
from causes.models.page import PageQuerySet


class Petition(Page):
    """What is asked, of whom. `summary` is the ask in one sentence."""

    page = models.OneToOneField(
        Page,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="as_petition",
        db_column="page_id",
    )
    cause = models.ForeignKey(
        Cause, on_delete=models.PROTECT, related_name="petitions", verbose_name=_("cause")
    )
    decision_maker = models.CharField(
        _("decision maker"), max_length=120, help_text=_("Who can say yes: “Tucson City Council”.")
    )
    goal_consequence = models.CharField(
        _("what happens at the goal"), max_length=160, blank=True, help_text=_("“then we ask for a hearing”")
    )

    quote = models.CharField(
        _("a sentence to quote"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text=_("For the page of the press: what somebody says about it, in their own words."),
    )
    quoted = models.CharField(
        _("who says it"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("“Rosa Yazzie, nurse”. Ask them first."),
    )

    area = models.TextField(
        _("where the decision maker's voters live"),
        max_length=4000,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "Postcodes, how they begin, or regions, with commas or one a line: 85701, 857, Arizona, MX 83. "
            "The growth page then says how many of your signatures come from there."
        ),
    )

    # What its form asks. A switch that is off leaves no field in the page, and what is posted anyway is
    # thrown away.
    asks_country = models.BooleanField(_("ask for the country"), default=False, db_default=False)
    asks_reason = models.BooleanField(_("ask why they sign"), default=True, db_default=True)
    offers_name = models.BooleanField(
        _("offer to show the first name"),
        default=True,
        db_default=True,
        help_text=_("Only who ticks it is shown. Reasons need it: they stand beside a first name."),
    )

    given = models.CharField(
        _("the decision maker is given"),
        max_length=10,
        choices=Given.choices,
        default=Given.NAMES,
        db_default=Given.NAMES,
        help_text=_(
            "Said to everybody before they sign. Who signed earlier is given away only as they were told."
        ),
    )
    is_template = models.BooleanField(
        _("a template"),
        default=False,
        db_default=False,
        help_text=_("Stays a draft for ever. Everybody in your organisation can start a petition from it."),
    )

    objects = PageQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:  # a row from the database comes by position and knows its kind
            kwargs.setdefault("kind", Page.Kind.PETITION)
        super().__init__(*args, **kwargs)

    def asks(self) -> frozenset[str]:
        switches = {
            "country": self.asks_country,
            "reason": self.asks_reason and not self.sensitive,
            "show_name": self.offers_name and not self.sensitive,
        }
        return frozenset(field for field, on in switches.items() if on)

    def gives(self) -> Given:
        return Given.COUNT if self.sensitive else Given(self.given)
