"""How a petition, or all that an organisation runs, spreads: questions that change nothing.

Every figure is read from a journal (`causes.models.journal`, `sharing.models.ClickHour`), never by
counting rows, and each is defined once, here: page, CSV, report and API ask the same functions.
"""

from sharing.growth.channels import ChannelShare, Visits, channels, visits
from sharing.growth.connectors import Connectors, connectors
from sharing.growth.journal import Cell, Cohort, Hour, Journal, read
from sharing.growth.links import LinkRow, links
from sharing.growth.numbers import ENOUGH, Numbers, numbers
from sharing.growth.over_time import Span, by_day, by_hour, hours_to
from sharing.growth.pages import PageRow, pages
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
    "by_day",
    "by_hour",
    "channels",
    "connectors",
    "generations",
    "hours_to",
    "links",
    "matured_k",
    "numbers",
    "pages",
    "read",
    "through_friends",
    "visits",
]
