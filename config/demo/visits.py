"""Writes the visits through the crowd's links: more people look than sign, and robots come too."""

import datetime as dt
from collections import Counter
from random import Random

from accounts.clock import hour_of
from config.demo import chance as draws
from config.demo.rows import Written
from sharing.models import ClickHour

_Cell = tuple[int, str, str, dt.datetime, str]
_OTHERS = 1.6  # visits without a signature, for each with one
_LEFT_OUT = {
    ClickHour.Outcome.PREVIEW: 0.5,
    ClickHour.Outcome.REPEAT: 0.25,
    ClickHour.Outcome.ROBOT: 0.12,
    ClickHour.Outcome.PREFETCH: 0.03,
}


def write(written: Written, chance: Random) -> None:
    """Rows of the click journal, hour by hour."""
    cells: Counter[_Cell] = Counter()
    for signing in written.signings:
        signer = signing.signer
        own = written.own_links.get((signing.page.pk, signer.through))
        if not signer.parent and not own:
            continue
        kind = own.kind if own else "person"
        key = (signing.page.pk, kind, signer.channel, hour_of(signer.signed_at))
        cells[*key, ClickHour.Outcome.COUNTED] += 1 + draws.poisson(chance, _OTHERS)
        for outcome, mean in _LEFT_OUT.items():
            cells[*key, outcome] += draws.poisson(chance, mean)
    rows = [
        ClickHour(page_id=page, link_kind=kind, channel=channel, hour=hour, outcome=outcome, clicks=clicks)
        for (page, kind, channel, hour, outcome), clicks in cells.items()
        if clicks
    ]
    ClickHour.objects.bulk_create(rows, batch_size=1000)
