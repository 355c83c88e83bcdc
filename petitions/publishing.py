"""Publishing a petition: its cause, if still a draft, comes along, because the page leads there."""

import datetime as dt

from django.db import transaction

from causes import publishing
from causes.models import State
from petitions.models import Petition


@transaction.atomic
def make(name: str, petition: Petition, now: dt.datetime) -> None:
    """`causes.publishing.make` for a petition; raises the same errors, and then nothing has changed."""
    if name == "publish" and petition.cause.state == State.DRAFT:
        publishing.publish(petition.cause, now)
    publishing.make(name, petition, now)
