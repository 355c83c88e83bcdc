"""Whose letters arrive: of those who signed lately, how many confirm and how soon, by the mailbox they use.

Read from the latest names and not from a journal: it is asked about today's letters, and what somebody's
address ends with is kept nowhere else.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from causes.models import Channel, Page, Status
from petitions.models import Signature
from sharing.growth.numbers import ENOUGH
from sharing.growth.rates import Rate

LATELY = dt.timedelta(days=30)
AT_REST = dt.timedelta(hours=1)  # whoever signed a minute ago has not had time to look
AT_MOST = 5000  # names that are read: the latest
NAMED = 8


@dataclass(frozen=True)
class Mailbox:
    """`domain` has thirty names or more; "" are all the others together.

    `wait` is the median time from signing to confirming, of those who confirmed; None of nobody.
    """

    domain: str
    confirm: Rate
    wait: dt.timedelta | None


@dataclass(frozen=True)
class Mailboxes:
    """All of them together, and one by one: most names first, the others last."""

    everybody: Mailbox
    each: list[Mailbox]

    @property
    def behind(self) -> list[Mailbox]:
        """Those of whom fewer confirm than of everybody, by more than chance explains, the worst first."""
        usual = self.everybody.confirm.interval
        if not usual or self.everybody.confirm.whole < ENOUGH:
            return []
        found = [
            (own[1], box)
            for box in self.each
            if box.domain and (own := box.confirm.interval) and own[1] < usual[0]
        ]
        return [box for _high, box in sorted(found, key=lambda pair: pair[0])]


def mailboxes(petition: Page, now: dt.datetime) -> Mailboxes:
    """One query over an index, of a cost that does not grow with the petition. Held and struck names, those
    on paper, and those who confirmed by the letter that they came from are no letter's success."""
    with connection.cursor() as cursor:
        cursor.execute(
            _LATELY,
            {
                "petition": petition.pk,
                "since": now - LATELY,
                "until": now - AT_REST,
                "left_out": [Status.HELD, Status.INVALID],
                "paper": Channel.OFFLINE,
                "at_most": AT_MOST,
                "enough": ENOUGH,
                "named": NAMED,
            },
        )
        rows = cursor.fetchall()
    boxes = [
        (is_all, Mailbox(domain, Rate(confirmed, n), wait)) for is_all, domain, n, confirmed, wait in rows
    ]
    everybody = next((box for is_all, box in boxes if is_all), Mailbox("", Rate(0, 0), None))
    return Mailboxes(everybody, [box for is_all, box in boxes if not is_all])


_LATELY = f"""
WITH lately AS (
    SELECT lower(split_part(email, '@', 2)) AS domain, confirmed_at, confirmed_at - signed_at AS wait
    FROM {Signature._meta.db_table}
    WHERE page_id = %(petition)s AND signed_at BETWEEN %(since)s AND %(until)s AND email <> ''
      AND status <> ALL(%(left_out)s) AND channel <> %(paper)s
      AND confirmed_at IS DISTINCT FROM signed_at
    ORDER BY signed_at DESC, id DESC LIMIT %(at_most)s
), named AS (
    SELECT domain FROM lately GROUP BY domain HAVING count(*) >= %(enough)s
    ORDER BY count(*) DESC, domain LIMIT %(named)s
)
SELECT grouping(coalesce(named.domain, '')) = 1, coalesce(named.domain, ''), count(*), count(confirmed_at),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY wait)
FROM lately LEFT JOIN named USING (domain)
GROUP BY GROUPING SETS ((coalesce(named.domain, '')), ())
ORDER BY 1, coalesce(named.domain, '') = '', 3 DESC, 2
"""
