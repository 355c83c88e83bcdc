"""Who is credited with those they brought, and the sums of each page, from the names and totals so far."""

from django.db import migrations

_FILL = """
UPDATE causes_connectortotal total SET credited = true
FROM (
    SELECT link_id FROM petitions_signature WHERE status = 'confirmed'
    UNION ALL SELECT link_id FROM causes_support WHERE status = 'confirmed'
) name WHERE name.link_id = total.link_id;

INSERT INTO causes_connectorsum (page_id, people, direct, downstream)
SELECT page_id, count(*), sum(direct), sum(downstream)
FROM causes_connectortotal WHERE credited AND direct > 0 GROUP BY page_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("causes", "0028_connectors_added_up"),
        ("petitions", "0014_what_people_said_of_updates"),
        ("sharing", "0008_rings_so_far"),
    ]

    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
