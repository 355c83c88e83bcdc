from causes.models.cause import Cause, Support
from causes.models.change import Change
from causes.models.consent import ConsentText, Given
from causes.models.doubt import Limits, Listed
from causes.models.event import Event
from causes.models.experiment import Experiment, Variant, VariantConnector
from causes.models.journal import (
    CohortHour,
    ConnectorSum,
    ConnectorTotal,
    GrowthHour,
    LinkRing,
    LinkTotal,
    RegionDay,
    Tally,
    WayDay,
)
from causes.models.letter import Letter
from causes.models.link import Channel, Link
from causes.models.milestone import Milestone
from causes.models.notice import Notice
from causes.models.office import PostOffice, Undeliverable
from causes.models.page import Page, State
from causes.models.people import ADDS, ListDay, ListPart, PeopleTotal, PersonChange
from causes.models.removal import Removal
from causes.models.signed import ReasonState, Signed, Status
from causes.models.text import PageText
from causes.models.trace import Trace
from causes.models.update import Update, UpdateText
from causes.models.wording import Wording

__all__ = [
    "ADDS",
    "Cause",
    "Change",
    "Channel",
    "CohortHour",
    "ConnectorSum",
    "ConnectorTotal",
    "ConsentText",
    "Event",
    "Experiment",
    "Given",
    "GrowthHour",
    "Letter",
    "Limits",
    "Link",
    "LinkRing",
    "LinkTotal",
    "ListDay",
    "ListPart",
    "Listed",
    "Milestone",
    "Notice",
    "Page",
    "PageText",
    "PeopleTotal",
    "PersonChange",
    "PostOffice",
    "ReasonState",
    "RegionDay",
    "Removal",
    "Signed",
    "State",
    "Status",
    "Support",
    "Tally",
    "Trace",
    "Undeliverable",
    "Update",
    "UpdateText",
    "Variant",
    "VariantConnector",
    "WayDay",
    "Wording",
]
