"""Open petitions that ask for nearly the same: shown to whoever is about to write another one."""

import datetime as dt

from django.db import connection

from petitions.finding import words_of
from petitions.models import Petition

MOST = 4
_LONG_ENOUGH = 8  # letters of a title that say anything at all
_SAME_WORDS = 0.5  # the share of the title's words (their stems) that the other petition has, too
_ALIKE = 0.5  # the same by pieces of three letters, for words that were mistyped


def similar(title: str, now: dt.datetime, but: int | None = None) -> list[Petition]:
    """At most four open petitions of any organisation that have most words of `title`, nearest first.

    `but` is the number of the petition that is being written.
    """
    words = words_of(title)
    if len(title.strip()) < _LONG_ENOUGH or not words:
        return []
    any_of_them = " | ".join(words)
    allowed, chosen = (
        Petition.objects.public()
        .open(now)
        .exclude(pk=but or 0)
        .order_by()
        .values("pk")
        .query.sql_with_params()
    )
    values = [any_of_them, any_of_them, any_of_them, title, *chosen, title, title, _SAME_WORDS, _ALIKE, MOST]
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR.format(allowed=allowed), values)
        order = [pk for (pk,) in cursor.fetchall()]
    found = Petition.objects.public().select_related("organisation", "cause").in_bulk(order)
    return [found[pk] for pk in order if pk in found]


# Candidates come from the indexes of `causes/0006`; of words that very many petitions have, only the latest
# thousand are looked at. `same` reads the title as the other petition was read: in its own language.
_SIMILAR = """
WITH hit AS (
    SELECT id FROM causes_page WHERE words @@ (to_tsquery('reading_en', %s) || to_tsquery('reading_es', %s)
                                               || to_tsquery('reading_any', %s))
    UNION SELECT id FROM causes_page WHERE letters %%> plain_letters(%s)
), open_now AS (
    SELECT page.id, page.words, page.letters, page.language, page.count
    FROM hit JOIN causes_page page ON page.id = hit.id
    WHERE page.id IN ({allowed})
    ORDER BY page.id DESC LIMIT 1000
), compared AS (
    SELECT open_now.id, open_now.count, coalesce(same.share, 0) AS share,
           word_similarity(plain_letters(%s), open_now.letters) AS alike
    FROM open_now CROSS JOIN LATERAL (
        SELECT avg((stem = ANY (tsvector_to_array(open_now.words)))::int) AS share
        FROM unnest(tsvector_to_array(read_as(open_now.language, %s))) AS stem
    ) AS same
)
SELECT id FROM compared WHERE share >= %s OR alike >= %s
ORDER BY greatest(share, alike) DESC, count DESC, id DESC LIMIT %s
"""
