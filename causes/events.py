"""Writing down what an organisation's own systems are to hear, in the transaction in which it happens.

Nothing is written where nobody listens: one look at a short table is all it costs then.
"""

import datetime as dt

from django.db import connection

from accounts.models import Heard


def telling(kind: Heard, page: str, about: str, source: str, when: str = "true") -> str:
    """A statement, or a part of one, that writes `kind` for each address that hears it.

    `page` and `about` are columns of the FROM list `source`; the statement's parameters hold `now`. Only
    petitions are told of.
    """
    return f"""
        INSERT INTO causes_event
            (message, webhook_id, kind, page_id, about, at, state, attempts, due_at, answer)
        SELECT gen_random_uuid(), hook.id, '{kind.value}', {page}, {about}, %(now)s, 'due', 0, %(now)s, ''
        FROM {source}
        JOIN causes_page told_page ON told_page.id = {page} AND told_page.kind = 'petition'
        JOIN accounts_webhook hook ON hook.organisation_id = told_page.organisation_id
        WHERE hook.switched_off_at IS NULL AND '{kind.value}' = ANY(hook.kinds) AND {when}
    """


def write(kind: Heard, page_id: int, about: int, now: dt.datetime) -> None:
    """The same from Python, in the caller's transaction: `about` a signature's id, a milestone, or 0."""
    source = "(SELECT %(page)s::bigint AS page_id, %(about)s::bigint AS about) AS it"
    with connection.cursor() as cursor:
        statement = telling(kind, "it.page_id", "it.about", source)
        cursor.execute(statement, {"page": page_id, "about": about, "now": now})
