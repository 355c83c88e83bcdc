"""`./dev bench names [N]`: the desk's lists of names with N thousand of them (default 1000).

Every list and filter is asked for over and over; the slowest of twenty is what the 95th reader waits for.
"""

import datetime as dt
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection

from accounts import clock
from accounts.models import User
from bench import growth, stage
from causes.models import Status
from petitions import signatories
from petitions.models import Petition, Signature
from petitions.picking import Pick

Ask = Callable[[], signatories.Found]
ROUNDS = 20
GOAL = 300.0  # milliseconds

# A few of each, spread over the whole time: what is rare is what makes a list slow.
_SPREAD = """
UPDATE petitions_signature SET
    name = (ARRAY['Ana','Berta','Carla','Dolores','Elena','Francisco','Gloria','Hugo'])[1 + (id & 7)]
           || ' ' || md5(id::text),
    postcode = lpad((id % 1000)::text, 5, '8'),
    status = CASE WHEN id % 50 = 0 THEN 'pending' WHEN id % 5000 = 1 THEN 'held'
                  WHEN id % 10000 = 2 THEN 'invalid' WHEN id % 400 = 3 THEN 'withdrawn' ELSE 'confirmed' END,
    channel = CASE WHEN id % 100000 = 5 THEN 'offline' ELSE channel END,
    region = CASE WHEN id % 200000 = 7 THEN 'US-AK' ELSE region END
"""


def main() -> None:
    names = (int(sys.argv[2]) if len(sys.argv) > 2 else 1000) * 1000
    petition = stage.build().petition
    growth.fill(petition, names)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_supporter SET email_key = email WHERE email = 'p77@example.net'")
        cursor.execute(_SPREAD)
        cursor.execute("VACUUM (FULL, ANALYZE) petitions_signature")
        cursor.execute("VACUUM ANALYZE petitions_signature")
    print(f"{names:,} names; the slowest of {ROUNDS}, goal {GOAL:.0f} ms\n")
    for title, ask in _questions(petition).items():
        _report(title, ask)


def _questions(petition: Petition) -> dict[str, Ask]:
    early = Signature.objects.filter(petition=petition).order_by("signed_at")[500:501].get()
    day = {"since": early.signed_at, "until": early.signed_at + dt.timedelta(days=1)}
    half = signatories.newest(petition, Pick(until=clock.now() - dt.timedelta(days=30))).next
    picks: dict[str, dict[str, Any]] = {
        "the newest": {},
        **{f"status {status}": {"status": status} for status in Status.values},
        "a common channel": {"channel": "whatsapp"},
        "a rare channel": {"channel": "offline"},
        "a channel nobody came by": {"channel": "qr"},
        "a rare region": {"place": "US-AK"},
        "a postcode": {"place": "88123"},
        "an early day": day,
        "an early day by a channel": {**day, "channel": "qr"},
    }
    names = {"a common name": "a", "a rare name": early.name[:9]}
    boss = User.objects.create_superuser("bench@example.org")
    return {
        **{title: partial(signatories.newest, petition, Pick(**pick)) for title, pick in picks.items()},
        "from the middle": partial(signatories.newest, petition, Pick(), half),
        **{title: partial(signatories.by_name, petition, name, Pick()) for title, name in names.items()},
        "a common name, held": partial(signatories.by_name, petition, "dolores", Pick(status="held")),
        "an e-mail, in all petitions": lambda: signatories.Found(
            signatories.of_mailbox(boss, "p77@example.net")
        ),
        "how many are held": lambda: signatories.Found([], str(signatories.held(petition))),
    }


def _report(title: str, ask: Ask) -> None:
    times = []
    for _ in range(ROUNDS):
        started = time.monotonic()
        found = ask()
        times.append(1000 * (time.monotonic() - started))
    slowest = max(times)
    shown = f"{len(found.rows):3} shown{', more to look at' if found.paused else ''}"
    print(f"{title:32}{slowest:8.0f} ms   {shown}{'' if slowest <= GOAL else '   MORE THAN 300'}", flush=True)
