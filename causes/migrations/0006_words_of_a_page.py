"""How a page is found: three ways to read text, and what each page says, kept ready for them.

`words` and `letters` are the database's own: it makes them anew whenever the text changes, whoever
changes it. Django does not know them, so no page carries them along when it is read.
"""

from django.db import migrations

# A "reading" drops accents, then reduces words to their stems: who types "clinicas" finds "clínica".
_READING = """
CREATE TEXT SEARCH CONFIGURATION {name} (COPY = {base});
ALTER TEXT SEARCH CONFIGURATION {name}
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {stems};
"""
_READINGS = [
    _READING.format(name="reading_en", base="english", stems="english_stem"),
    _READING.format(name="reading_es", base="spanish", stems="spanish_stem"),
    _READING.format(name="reading_any", base="simple", stems="simple"),
]
# Each page is read in its own language; one we have no stems for, word by word.
_READ = """
CREATE FUNCTION read_as(language text, told text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE language
    WHEN 'en' THEN to_tsvector('reading_en'::regconfig, told)
    WHEN 'es' THEN to_tsvector('reading_es'::regconfig, told)
    ELSE to_tsvector('reading_any'::regconfig, told)
END
"""
# For words that were mistyped: small letters without accents, compared three at a time.
_PLAIN = """
CREATE FUNCTION plain_letters(told text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(lower(told), 'áàâäãåéèêëíìîïóòôöõúùûüñçÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÑÇ',
                              'aaaaaaeeeeiiiiooooouuuuncaaaaaaeeeeiiiiooooouuuunc')
"""
_PAGE = """
ALTER TABLE causes_page
    ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(read_as(language, title), 'A') || setweight(read_as(language, summary), 'B')
        || setweight(read_as(language, story), 'D')) STORED,
    ADD COLUMN letters text NOT NULL GENERATED ALWAYS AS (plain_letters(title || ' ' || summary)) STORED;
CREATE INDEX page_words ON causes_page USING gin (words);
CREATE INDEX page_letters ON causes_page USING gin (letters gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("causes", "0005_milestones_and_growth_by_hour"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE EXTENSION IF NOT EXISTS unaccent; CREATE EXTENSION IF NOT EXISTS pg_trgm;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            _READINGS,
            [f"DROP TEXT SEARCH CONFIGURATION reading_{name}" for name in ("en", "es", "any")],
        ),
        migrations.RunSQL(
            [_READ, _PLAIN],
            ["DROP FUNCTION read_as(text, text)", "DROP FUNCTION plain_letters(text)"],
        ),
        migrations.RunSQL(
            _PAGE,
            "ALTER TABLE causes_page DROP COLUMN words, DROP COLUMN letters",
        ),
    ]
