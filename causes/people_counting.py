"""Who is on an organisation's list, and who signs again: each change of a person is looked at and booked.

On the list is who has a confirmed name with a yes to updates and a mailbox that takes letters: those whom an
update reaches. What is booked is the difference between how a person stands now and how they were booked
last (`Supporter.list_state`), so a change that comes twice or late does no harm.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from accounts.models import Organisation, Supporter
from causes.models import ADDS, ListPart, PersonChange, Signed

ON = "on"
BATCH = 5000
_LOCK = 7_236_003  # ours alone: one at a time, so that a person is never booked from two looks at once


def note(people: Iterable[Supporter], part: ListPart, now: dt.datetime) -> None:
    """They changed, in the transaction that makes it so; the worker looks how they stand."""
    PersonChange.objects.bulk_create(
        PersonChange(organisation_id=person.organisation_id, person=person.pk, part=part, at=now)
        for person in people
    )


def note_mailbox(email_key: str, part: ListPart, now: dt.datetime) -> None:
    """The same for everybody who has this mailbox, in whatever organisation."""
    # One look into the index for each organisation: mailboxes are indexed within theirs.
    everybody = list(Organisation.objects.values_list("pk", flat=True))
    note(Supporter.objects.filter(organisation__in=everybody, email_key=email_key), part, now)


def note_gone(people: Iterable[Supporter], part: ListPart, now: dt.datetime) -> None:
    """These are deleted in this transaction; their rows are locked."""
    PersonChange.objects.bulk_create(
        PersonChange(
            organisation_id=person.organisation_id,
            part=part if person.list_state == ON else "",
            petitions=person.petitions,
            at=now,
        )
        for person in people
        if person.list_state == ON or person.petitions
    )


def note_blank(person: Supporter, now: dt.datetime) -> None:
    """Erased, and kept as a number under what was handed over: off the list, their signatures stay."""
    if person.list_state == ON:
        PersonChange.objects.create(organisation_id=person.organisation_id, part=ListPart.ERASED, at=now)
    note([person], ListPart.ERASED, now)


def count(now: dt.datetime) -> int:
    """Book up to 5,000 changes; returns how many. 0 when there are none, or another worker is at it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT id, person FROM causes_personchange ORDER BY id LIMIT %s", [BATCH])
        changes = cursor.fetchall()
        if not changes:
            return 0
        # In the order of their numbers, as everybody locks them; and before they are looked at, so that
        # what is seen is what was committed.
        people = sorted({person for _, person in changes if person})
        cursor.execute(
            "SELECT id FROM accounts_supporter WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [people]
        )
        values: dict[str, Any] = {
            "changes": [change for change, _ in changes],
            "adds": list(ADDS),
            "now": now,
        }
        cursor.execute(_BOOK.format(is_on=is_on(), petitions=petitions()), values)
        return len(changes)


def count_all(now: dt.datetime) -> int:
    """Book until nothing is left; returns how many changes that were."""
    total = 0
    while booked := count(now):
        total += booked
    return total


def is_on() -> str:
    """SQL: whether the supporter `known` is on the list, as their names stand."""
    names = " OR ".join(_SAYS_YES.format(table=model._meta.db_table) for model in Signed.__subclasses__())
    return f"(({names}) AND NOT EXISTS ({_TAKES_NOTHING}))"


def petitions() -> str:
    """SQL: under how many petitions a confirmed name of the supporter `known` stands."""
    names = " UNION ALL ".join(
        _STANDS.format(table=model._meta.db_table) for model in Signed.__subclasses__()
    )
    return (
        f"(SELECT count(*) FROM ({names}) name JOIN causes_page page ON page.id = name.page_id "
        "WHERE page.kind = 'petition')"
    )


_STANDS = "SELECT page_id FROM {table} WHERE supporter_id = known.id AND status = 'confirmed'"
_SAYS_YES = """EXISTS (
    SELECT FROM {table} name
    WHERE name.supporter_id = known.id AND name.status = 'confirmed' AND name.updates AND name.email <> '')"""
_TAKES_NOTHING = "SELECT FROM causes_undeliverable gone WHERE gone.email_key = known.email_key"
# Of several changes of one person the latest that fits says how. Whoever was struck and stands again was
# never false: the strike is taken back. New is only who was never on the list before.
_BOOK = """
WITH taken AS (
    DELETE FROM causes_personchange WHERE id = ANY(%(changes)s) RETURNING *
), looked AS (
    SELECT known.id, known.organisation_id, known.list_state AS was, {is_on} AS is_on,
           known.petitions AS had, {petitions} AS has
    FROM accounts_supporter known WHERE known.id IN (SELECT person FROM taken)
), turned AS (
    SELECT DISTINCT ON (looked.id) looked.*, taken.part, taken.part = ANY(%(adds)s) AS adds, taken.at
    FROM looked JOIN taken ON taken.person = looked.id
    WHERE looked.is_on <> (looked.was = 'on')
    ORDER BY looked.id, (taken.part = ANY(%(adds)s)) = looked.is_on DESC, taken.part = 'joined' DESC,
             taken.id DESC
), told AS (
    SELECT id, organisation_id, is_on,
           CASE WHEN is_on AND was = 'struck' THEN 'struck'
                WHEN is_on AND was = '' AND part = 'joined' THEN 'joined'
                WHEN is_on THEN 'returned'
                WHEN adds THEN 'left' ELSE part END AS part,
           CASE WHEN is_on AND was = 'struck' THEN -1 ELSE 1 END AS people,
           CASE WHEN is_on AND was = 'struck' THEN %(now)s ELSE at END AS at
    FROM turned
), marked AS (
    UPDATE accounts_supporter known
    SET list_state = CASE WHEN told.id IS NULL THEN looked.was WHEN told.is_on THEN 'on' ELSE told.part END,
        petitions = looked.has
    FROM looked LEFT JOIN told ON told.id = looked.id
    WHERE known.id = looked.id AND (told.id IS NOT NULL OR looked.has <> looked.had)
), signers AS (
    INSERT INTO causes_peopletotal AS old (organisation_id, signers, again)
    SELECT organisation_id, sum((has >= 1)::int - (had >= 1)::int), sum((has >= 2)::int - (had >= 2)::int)
    FROM (
        SELECT organisation_id, has, had FROM looked WHERE has <> had
        UNION ALL SELECT organisation_id, 0, petitions FROM taken WHERE person IS NULL AND petitions > 0
    ) line GROUP BY organisation_id
    ON CONFLICT (organisation_id) DO UPDATE
    SET signers = old.signers + EXCLUDED.signers, again = old.again + EXCLUDED.again
)
INSERT INTO causes_listday AS old (organisation_id, day, part, people)
SELECT organisation_id, (at AT TIME ZONE 'UTC')::date, part, sum(people)
FROM (
    SELECT organisation_id, at, part, people FROM told
    UNION ALL SELECT organisation_id, at, part, 1 FROM taken WHERE person IS NULL AND part <> ''
) line GROUP BY 1, 2, 3
ON CONFLICT (organisation_id, day, part) DO UPDATE SET people = old.people + EXCLUDED.people
"""
