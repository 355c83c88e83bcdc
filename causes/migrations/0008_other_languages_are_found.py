"""What organisers wrote in other languages is found like the original; see 0006."""

from django.db import migrations

_TEXTS = """
ALTER TABLE causes_pagetext
    ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(read_as(language, title), 'A') || setweight(read_as(language, decision_maker), 'B')
        || setweight(read_as(language, summary), 'B') || setweight(read_as(language, story), 'D')) STORED,
    ADD COLUMN letters text NOT NULL GENERATED ALWAYS AS (
        plain_letters(title || ' ' || summary || ' ' || decision_maker)) STORED;
CREATE INDEX text_words ON causes_pagetext USING gin (words);
CREATE INDEX text_letters ON causes_pagetext USING gin (letters gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("causes", "0007_words_in_other_languages"),
    ]

    operations = [
        migrations.RunSQL(_TEXTS, "ALTER TABLE causes_pagetext DROP COLUMN words, DROP COLUMN letters"),
    ]
