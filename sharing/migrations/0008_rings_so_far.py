"""The rings of links that people came by before rings were kept, from the names still counted."""

from django.db import migrations

# What waits to be counted will be added by the counting: it is taken out here, so that nothing counts twice.
_FILL = """
INSERT INTO causes_linkring (link_id, generation, signatures)
SELECT root.id, told.generation, sum(told.n)
FROM (
    SELECT link.root_id, link.generation, 1 AS n
    FROM (
        SELECT link_id FROM petitions_signature WHERE status = 'confirmed'
        UNION ALL SELECT link_id FROM causes_support WHERE status = 'confirmed'
    ) name JOIN causes_link link ON link.id = name.link_id
    UNION ALL
    SELECT link.root_id, tally.generation, -tally.delta
    FROM causes_tally tally JOIN causes_link link ON link.id = tally.link_id
) told JOIN causes_link root ON root.id = told.root_id AND root.kind <> 'person'
GROUP BY root.id, told.generation HAVING sum(told.n) <> 0
"""


class Migration(migrations.Migration):
    dependencies = [
        ("causes", "0024_rings_of_links"),
        ("petitions", "0014_what_people_said_of_updates"),
        ("sharing", "0007_share_texts_and_experiments"),
    ]

    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
