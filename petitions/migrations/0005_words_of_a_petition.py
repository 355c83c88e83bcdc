"""The decision maker's name is found like the words of the page itself; see causes/0006."""

from django.db import migrations

_PETITION = """
ALTER TABLE petitions_petition
    ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('reading_en'::regconfig, decision_maker)
                  || to_tsvector('reading_es'::regconfig, decision_maker), 'B')) STORED,
    ADD COLUMN letters text NOT NULL GENERATED ALWAYS AS (plain_letters(decision_maker)) STORED;
CREATE INDEX petition_words ON petitions_petition USING gin (words);
CREATE INDEX petition_letters ON petitions_petition USING gin (letters gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0004_cards_for_links"),
    ]

    operations = [
        migrations.RunSQL(_PETITION, "ALTER TABLE petitions_petition DROP COLUMN words, DROP COLUMN letters"),
    ]
