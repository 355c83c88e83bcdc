"""What an event says: numbers, times and the way they came. Names only where an owner said so."""

from typing import Any

from accounts.models import Heard
from causes.models import Event, Status
from petitions.models import Signature
from sharing.api.names import signature as as_told
from sharing.api.reading import PREFIX

_NAMELESS = {"person", "updates", "reason"}


def body_of(event: Event) -> dict[str, Any]:
    """`{type, timestamp, data}` as Standard Webhooks writes it; `data` is what holds when it is sent.

    Of who was erased in between only the number is left.
    """
    petition = event.page.as_petition
    data: dict[str, Any] = {"petition": {"identifiers": [f"{PREFIX}{petition.pk}"], "slug": petition.slug}}
    if event.kind == Heard.MILESTONE:
        data["number"] = event.about
    elif event.kind == Heard.CLOSED:
        data["state"] = petition.state
    else:
        data["signature"] = _signature(event)
    return {"type": event.kind, "timestamp": event.at.isoformat(), "data": data}


def _signature(event: Event) -> dict[str, Any]:
    known: dict[str, Any] = {"identifiers": [f"{PREFIX}{event.about}"]}
    row = Signature.objects.filter(pk=event.about).first()
    if row is None or event.kind == Heard.ERASED:
        return known
    hidden = set() if event.webhook.with_names else _NAMELESS
    said = as_told(row, event.page.as_petition).model_dump(mode="json", exclude=hidden | {"petition"})
    if event.kind == Heard.WITHDRAWN:
        said["by"] = "staff" if row.status == Status.INVALID else "signatory"
    return {**said, **({} if event.webhook.with_names else {"country": row.country})}
