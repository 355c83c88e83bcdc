"""What can be told about some pages: answers that are asked for once, however many figures use them."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from accounts.models import Organisation
from causes.models import Page
from sharing.growth import channels, connectors, links, over_time, pages, spread
from sharing.growth import journal as journals
from sharing.growth.numbers import Numbers, numbers


@dataclass
class Story:
    """Of one petition, or of all that an organisation runs (`petition` is None).

    `names` says whether the reader may see who brought others.
    """

    organisation: Organisation
    now: dt.datetime
    petition: Page | None = None
    names: bool = False

    @cached_property
    def pages(self) -> "QuerySet[Page]":
        if self.petition:
            return Page.objects.filter(pk=self.petition.pk)
        return Page.objects.filter(organisation=self.organisation)

    @cached_property
    def journal(self) -> journals.Journal:
        return journals.read(self.pages)

    @cached_property
    def start(self) -> dt.datetime:
        """Publication, or the first counted hour if that is earlier; now when there is neither."""
        moments = [self.journal.hours[0].hour] if self.journal.hours else []
        if self.petition and self.petition.published_at:
            moments.append(self.petition.published_at)
        return min(moments, default=self.now)

    @cached_property
    def days(self) -> list[over_time.Span]:
        return over_time.by_day(self.journal, self.start, self.now)

    @cached_property
    def hours(self) -> list[over_time.Span]:
        """A petition's first 72 hours; an organisation's last."""
        if self.petition:
            return over_time.by_hour(self.journal, self.start, self.now)
        return over_time.by_hour(
            self.journal, self.now - dt.timedelta(hours=over_time.FIRST_HOURS - 1), self.now
        )

    @cached_property
    def generations(self) -> list[spread.Generation]:
        return spread.generations(self.journal)

    @cached_property
    def channels(self) -> list[channels.ChannelShare]:
        return channels.channels(self.journal)

    @cached_property
    def visits(self) -> channels.Visits:
        return channels.visits(self.pages)

    @cached_property
    def connectors(self) -> connectors.Connectors:
        return connectors.connectors(self.pages, self.names)

    @cached_property
    def links(self) -> list[links.LinkRow]:
        return links.links(self.pages)

    @cached_property
    def rows(self) -> list[pages.PageRow]:
        return pages.pages(self.pages, self.now)

    @cached_property
    def numbers(self) -> Numbers:
        return numbers(self.journal, self.now)

    @property
    def is_empty(self) -> bool:
        return self.journal.total == 0
