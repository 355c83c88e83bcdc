"""How a petition, or all that an organisation runs, spreads: questions that change nothing.

Every figure is read from a journal (`causes.models.journal`, `sharing.models.ClickHour`), never by
counting rows, and each is defined once, here: page, CSV, report and API ask the same functions.
"""

from sharing.growth.channels import ChannelShare, Visits, by_channel, visits
from sharing.growth.connectors import Connectors, top_connectors
from sharing.growth.journal import Cell, Cohort, Hour, Journal, read
from sharing.growth.links import LinkRow, link_totals
from sharing.growth.numbers import ENOUGH, Numbers, headline_numbers
from sharing.growth.over_time import Span, by_day, by_hour, hours_to
from sharing.growth.pages import PageRow, page_rows
from sharing.growth.spread import Generation, MaturedK, amplification, generations, matured_k, through_friends

__all__ = [
    "ENOUGH",
    "Cell",
    "ChannelShare",
    "Cohort",
    "Connectors",
    "Generation",
    "Hour",
    "Journal",
    "LinkRow",
    "MaturedK",
    "Numbers",
    "PageRow",
    "Span",
    "Visits",
    "amplification",
    "by_channel",
    "by_day",
    "by_hour",
    "generations",
    "headline_numbers",
    "hours_to",
    "link_totals",
    "matured_k",
    "page_rows",
    "read",
    "through_friends",
    "top_connectors",
    "visits",
]
