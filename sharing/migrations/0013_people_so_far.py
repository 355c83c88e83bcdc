"""Under how many petitions each person's name stands, and the sums of each organisation."""

from django.db import migrations

_FILL = """
UPDATE accounts_supporter known SET petitions = name.n
FROM (
    SELECT supporter_id, count(*) AS n FROM petitions_signature
    WHERE status = 'confirmed' AND supporter_id IS NOT NULL GROUP BY supporter_id
) name WHERE name.supporter_id = known.id;

INSERT INTO causes_peopletotal (organisation_id, signers, again)
SELECT organisation_id, count(*), count(*) FILTER (WHERE petitions >= 2)
FROM accounts_supporter WHERE petitions >= 1 GROUP BY organisation_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_petitions_of_a_person"),
        ("causes", "0036_people_who_sign_again"),
        ("sharing", "0012_full_exports"),
    ]

    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
