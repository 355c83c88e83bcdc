"""What can be told about some pages: answers that are asked for once, however many figures use them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from accounts.models import Organisation
from causes.models import Page
from sharing.growth.audience import returning
from sharing.growth.channels import ChannelShare, Traffic, Visits, by_channel, traffic, visits
from sharing.growth.connectors import Connectors, top_connectors
from sharing.growth.events import Event, events
from sharing.growth.funnel import Funnel, funnel
from sharing.growth.journal import Journal, read
from sharing.growth.links import LinkRow, link_totals
from sharing.growth.mailboxes import Mailboxes, mailboxes
from sharing.growth.net_list import Lists, lists
from sharing.growth.numbers import Numbers, headline_numbers
from sharing.growth.over_time import FIRST_HOURS, Span, by_day, by_hour
from sharing.growth.pages import PageRow, page_rows
from sharing.growth.places import Inside, Places, inside, places
from sharing.growth.rates import Rate
from sharing.growth.rings import Rings, rings
from sharing.growth.speed import Speed, speed
from sharing.growth.spread import Generation, generations


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
    def pages(self) -> QuerySet[Page]:
        if self.petition:
            return Page.objects.filter(pk=self.petition.pk)
        return Page.objects.filter(organisation=self.organisation)

    @cached_property
    def journal(self) -> Journal:
        return read(self.pages)

    @cached_property
    def start(self) -> dt.datetime:
        """Publication, or the first counted hour if that is earlier; now when there is neither."""
        moments = [self.journal.hours[0].hour] if self.journal.hours else []
        if self.petition and self.petition.published_at:
            moments.append(self.petition.published_at)
        return min(moments, default=self.now)

    @cached_property
    def days(self) -> list[Span]:
        return by_day(self.journal, self.start, self.now)

    @cached_property
    def hours(self) -> list[Span]:
        """A petition's first 72 hours; an organisation's last."""
        if self.petition:
            return by_hour(self.journal, self.start, self.now)
        return by_hour(self.journal, self.now - dt.timedelta(hours=FIRST_HOURS - 1), self.now)

    @cached_property
    def speed(self) -> Speed:
        return speed(self.journal, self.start, self.now)

    @cached_property
    def events(self) -> list[Event]:
        return events(self.pages, self.journal)

    @cached_property
    def generations(self) -> list[Generation]:
        return generations(self.journal)

    @cached_property
    def channels(self) -> list[ChannelShare]:
        return by_channel(self.journal)

    @cached_property
    def rings(self) -> Rings:
        return rings(self.pages, self.journal)

    @cached_property
    def funnel(self) -> Funnel:
        return funnel(self.pages, self.journal, self.visits)

    @cached_property
    def mailboxes(self) -> Mailboxes | None:
        return mailboxes(self.petition, self.now) if self.petition else None

    @cached_property
    def places(self) -> Places:
        return places(self.pages)

    @cached_property
    def inside(self) -> Inside | None:
        return inside(self.petition) if self.petition else None

    @cached_property
    def visits(self) -> Visits:
        return visits(self.pages)

    @cached_property
    def traffic(self) -> Traffic:
        return traffic(self.pages, self.visits)

    @cached_property
    def connectors(self) -> Connectors:
        return top_connectors(self.pages, self.names)

    @cached_property
    def links(self) -> list[LinkRow]:
        return link_totals(self.pages)

    @cached_property
    def lists(self) -> Lists:
        return lists(self.organisation, self.now)

    @cached_property
    def returning(self) -> Rate:
        return returning(self.organisation)

    @cached_property
    def rows(self) -> list[PageRow]:
        return page_rows(self.pages, self.now)

    @cached_property
    def numbers(self) -> Numbers:
        return headline_numbers(self.journal, self.now)

    @property
    def is_empty(self) -> bool:
        return self.journal.total == 0
