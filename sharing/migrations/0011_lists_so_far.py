"""Who is on each organisation's list, and since when, as far as it can be known.

Known are the people who are on it now, and the day on which each confirmed with a yes. Who said yes later,
and who came and left before this day, is not: the first are booked as "before" on this day, the others not
at all. That day also says since when a list is counted completely.
"""

from typing import Any

from django.db import migrations

from accounts import clock

_ON = """
UPDATE accounts_supporter known SET list_state = 'on'
WHERE NOT EXISTS (SELECT FROM causes_undeliverable gone WHERE gone.email_key = known.email_key)
  AND (
    EXISTS (SELECT FROM petitions_signature name WHERE name.supporter_id = known.id
            AND name.status = 'confirmed' AND name.updates AND name.email <> '')
    OR EXISTS (SELECT FROM causes_support name WHERE name.supporter_id = known.id
               AND name.status = 'confirmed' AND name.updates AND name.email <> ''))
"""
_DAYS = """
WITH name AS (
    SELECT supporter_id, confirmed_at, new_to_list, status, opted_in FROM petitions_signature
    UNION ALL SELECT supporter_id, confirmed_at, new_to_list, status, opted_in FROM causes_support
), came AS (
    SELECT known.organisation_id, min(name.confirmed_at) AS at, coalesce(bool_or(name.new_to_list), false) AS new
    FROM accounts_supporter known
    LEFT JOIN name ON name.supporter_id = known.id AND name.status = 'confirmed' AND name.opted_in
    WHERE known.list_state = 'on' GROUP BY known.id, known.organisation_id
), told AS (
    SELECT organisation_id, coalesce((at AT TIME ZONE 'UTC')::date, %(today)s) AS day,
           CASE WHEN at IS NULL THEN 'before' WHEN new THEN 'joined' ELSE 'returned' END AS part, 1 AS people
    FROM came
    UNION ALL
    SELECT id, %(today)s, 'before', 0 FROM accounts_organisation organisation
    WHERE EXISTS (SELECT FROM accounts_supporter known WHERE known.organisation_id = organisation.id)
)
INSERT INTO causes_listday (organisation_id, day, part, people)
SELECT organisation_id, day, part, sum(people) FROM told GROUP BY 1, 2, 3
"""


def fill(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_ON)
        cursor.execute(_DAYS, {"today": clock.now().date()})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_how_lists_have_booked_people"),
        ("causes", "0034_lists_by_day"),
        ("petitions", "0020_networks_in_rules"),
        ("sharing", "0010_reports_for_funders"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
