"""What happens by itself when its time has come: petitions open, and they close."""

import datetime as dt
import logging
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from causes import changes, telling_organisers
from causes.models import Page, State
from causes.publishing import NotAllowed, NotReady
from petitions import publishing
from petitions.models import Petition

log = logging.getLogger(__name__)


class Swept(NamedTuple):
    """How many petitions were opened, closed, and sent back to the draft because something was missing."""

    opened: int
    closed: int
    sent_back: int


def sweep(now: dt.datetime) -> Swept:
    """Every move whose time has come by `now`. Run twice or by two workers at once, each is made once."""
    opened = sent_back = closed = 0
    # A scheduled one whose date was taken away again has nothing left to wait for.
    for petition in _due(Q(state=State.SCHEDULED) & (Q(opens_at__lte=now) | Q(opens_at=None))):
        try:
            opened += _moved("open", petition, now)
        except NotReady as lacking:
            sent_back += _send_back(petition, str(lacking), now)
    for petition in _due(Q(state__in=(State.OPEN, State.PAUSED), closes_at__lte=now)):
        closed += _moved("end", petition, now)
    return Swept(opened, closed, sent_back)


def _due(when: Q) -> list[Petition]:
    return list(Petition.objects.filter(when).select_related("organisation", "cause").order_by("pk"))


def _moved(name: str, petition: Petition, now: dt.datetime) -> bool:
    try:
        publishing.make(name, petition, now)
    except NotAllowed:  # somebody pressed a button, or the other worker was first
        return False
    return True


@transaction.atomic
def _send_back(petition: Petition, lacking: str, now: dt.datetime) -> bool:
    """It could not open: a draft again, the organisers read why at the desk."""
    log.warning("petition %s could not open at its time: %s", petition.pk, lacking)
    waiting = Page.objects.filter(pk=petition.pk, state=State.SCHEDULED)
    if not waiting.update(state=State.DRAFT):
        return False
    line = changes.write(
        petition, "revise", now, before=State.SCHEDULED, after=State.DRAFT, reason=lacking[:500], public=False
    )
    telling_organisers.of_line(line)
    return True
