"""Finding petitions: by words, by cause and state, and by what moves now.

Words are looked up in what `causes/0006` keeps of each page, stemmed in its own language and without
accents; where nothing fits, in words that are spelled nearly so. Among those that fit equally well, the
ones that people sign now come first.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from causes.models import State
from petitions.models import Petition

PER_PAGE = 24
HALF_LIFE = dt.timedelta(hours=24)  # a signature of yesterday weighs half of one of now
MEMORY = 7 * HALF_LIFE  # what is older weighs less than a hundredth and is not asked for
FRESH = dt.timedelta(days=30)  # longer without signature or publication: off the front window
ENDED = (State.CLOSED, State.DELIVERED, State.LOST, State.NO_ANSWER)
LONGEST_TEXT, MOST_WORDS, LAST_PAGE, MOST_RANKED = 120, 8, 400, 1000
_ALIKE = 0.38  # by pieces of three letters "clinik" is 0.71 like "clinic", "satruday" 0.385 like "saturday"


class Standing:
    """The states a visitor chooses from; "" is all of them."""

    OPEN, WON, ENDED = "open", "won", "ended"


@dataclass(frozen=True)
class Question:
    """What is looked for. `cause` is a slug; `quiet`: also open petitions that nobody signed for long."""

    text: str = ""
    cause: str = ""
    standing: str = ""
    quiet: bool = True
    page: int = 1


@dataclass(frozen=True)
class Ranking:
    """Numbers of one page of petitions, best first, of `total`. `nearly`: as in Found."""

    ids: list[int]
    total: int
    nearly: bool = False


@dataclass(frozen=True)
class Found:
    """One page of petitions, best first, of `total`. `nearly`: only for words that are spelled nearly so."""

    petitions: list[Petition]
    total: int
    nearly: bool = False

    @property
    def pages(self) -> int:
        return -(-min(self.total, MOST_RANKED) // PER_PAGE)


def find(question: Question, now: dt.datetime) -> Found:
    """Petitions for `question`; without words, those that move most at `now` come first."""
    return fetch(rank(question, now))


def fetch(ranking: Ranking) -> Found:
    """The petitions of a ranking as they are now; one that has gone meanwhile is left out."""
    found = Petition.objects.public().select_related("organisation", "cause").in_bulk(ranking.ids)
    return Found([found[pk] for pk in ranking.ids if pk in found], ranking.total, ranking.nearly)


def rank(question: Question, now: dt.datetime) -> Ranking:
    """Only the order: what costs, and may be kept for some seconds while counts go on."""
    words = words_of(question.text)
    if not words:
        return Ranking([], 0) if question.text.strip() else _by_heat(question, now)
    exact = _by_words(question, now, words)
    if exact.total or question.page > 1 or _in_signs(question.text):
        return exact
    return replace(_nearly(question, now, words), nearly=True)


def moving(now: dt.datetime) -> Ranking:
    """The front window: open petitions with life in them, those that move most first."""
    return rank(Question(standing=Standing.OPEN, quiet=False), now)


def words_of(text: str) -> list[str]:
    """The first words of `text`, small; whatever is no letter or digit parts them."""
    return re.findall(r"[^\W_]+", text[:LONGEST_TEXT].lower())[:MOST_WORDS]


def _in_signs(text: str) -> bool:
    """Whether quotes, a minus or an "or" say exactly what is meant: then it is taken to the letter."""
    return bool(re.search(r'"|(^|\s)-|\sor\s', text, re.IGNORECASE))


def _by_heat(question: Question, now: dt.datetime) -> Ranking:
    allowed, chosen = _allowed(question, now).values("pk").query.sql_with_params()
    return _ranked(_LIST.format(allowed=allowed), [*_weighing(now), *chosen, *_window(question)])


def _by_words(question: Question, now: dt.datetime, words: list[str]) -> Ranking:
    """As Postgres understands them: all of the words, and any of them for those that stand elsewhere."""
    text = question.text[:LONGEST_TEXT].replace("\0", " ")
    last = words[-1] + (":*" if len(words[-1]) > 1 else "")  # somebody may still be typing it
    every, some = (sign.join([*words[:-1], last]) for sign in (" & ", " | "))
    if _in_signs(text):
        every = ""
    with connection.cursor() as cursor:
        cursor.execute(_UNDERSTAND, [text, text, every, every, every, some, some, some])
        all_of_them, any_of_them = cursor.fetchone()
    hits = [all_of_them, all_of_them, any_of_them, any_of_them, all_of_them]
    return _search(question, now, _WORDS, hits, _WORDS_FIT, [all_of_them] * 2)


@transaction.atomic  # for the limit, which is set for this question only
def _nearly(question: Question, now: dt.datetime, words: list[str]) -> Ranking:
    words = [word for word in words if len(word) > 2]
    if not words:
        return Ranking([], 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(_ALIKE)])
    hits = " INTERSECT ".join([_NEAR] * len(words))
    fit = "(" + " + ".join([_NEAR_FIT] * len(words)) + ")"
    return _search(question, now, hits, _each(words, 3), fit, _each(words, 2))


def _each(words: list[str], times: int) -> list[str]:
    return [word for word in words for _ in range(times)]


def _search(
    question: Question, now: dt.datetime, hits: str, hit_values: list[str], fit: str, fit_values: list[str]
) -> Ranking:
    allowed, chosen = _allowed(question, now).values("pk").query.sql_with_params()
    sql = _SEARCH.format(hits=hits, allowed=allowed, fit=fit)
    return _ranked(sql, [*hit_values, *chosen, MOST_RANKED, *_weighing(now), *fit_values, *_window(question)])


def _weighing(now: dt.datetime) -> list[Any]:
    return [now, HALF_LIFE.total_seconds(), now - MEMORY]


def _window(question: Question) -> list[int]:
    return [PER_PAGE, (min(max(question.page, 1), LAST_PAGE) - 1) * PER_PAGE]


def _ranked(sql: str, values: list[Any]) -> Ranking:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    return Ranking([pk for pk, _ in rows], rows[0][1] if rows else 0)


def _allowed(question: Question, now: dt.datetime) -> Any:
    """Who may be seen, and what was chosen."""
    petitions = Petition.objects.public()
    if question.cause:
        petitions = petitions.filter(cause__slug=question.cause)
    if question.standing == Standing.OPEN:
        petitions = petitions.open(now)
    elif question.standing == Standing.WON:
        petitions = petitions.filter(state=State.WON)
    elif question.standing == Standing.ENDED:
        petitions = petitions.filter(Q(state__in=ENDED) | Q(state=State.OPEN, closes_at__lte=now))
    if not question.quiet:
        fresh = now - FRESH
        petitions = petitions.filter(Q(counted_at__gte=fresh) | Q(published_at__gte=fresh))
    return petitions.order_by()


_UNDERSTAND = """
SELECT (websearch_to_tsquery('reading_en', %s) || websearch_to_tsquery('reading_es', %s)
        || to_tsquery('reading_en', %s) || to_tsquery('reading_es', %s)
        || to_tsquery('reading_any', %s))::text,
       (to_tsquery('reading_en', %s) || to_tsquery('reading_es', %s) || to_tsquery('reading_any', %s))::text
"""

# What a petition says stands in three rows: its page's, its own (who decides), its organisation's. Either the
# page's has all words, which its index knows, or what was written in another language has; or one of the
# two others has some, and of those few all are read.
_ALL_SAID = """(page.words || petition.words
    || setweight(read_as(organisation.language, organisation.name), 'C'))"""
_WORDS = f"""
SELECT id FROM causes_page WHERE words @@ %s::tsquery
UNION SELECT page_id FROM causes_pagetext WHERE words @@ %s::tsquery
UNION SELECT page.id
FROM (
    SELECT page_id AS id FROM petitions_petition WHERE words @@ %s::tsquery
    UNION SELECT page.id FROM causes_page page JOIN accounts_organisation led ON led.id = page.organisation_id
    WHERE read_as(led.language, led.name) @@ %s::tsquery
) AS candidate
JOIN causes_page page ON page.id = candidate.id
JOIN petitions_petition petition ON petition.page_id = page.id
JOIN accounts_organisation organisation ON organisation.id = page.organisation_id
WHERE {_ALL_SAID} @@ %s::tsquery
"""
_WORDS_FIT = f"""greatest(ts_rank({_ALL_SAID}, %s::tsquery, 1), (
    SELECT max(ts_rank(text.words, %s::tsquery, 1))
    FROM causes_pagetext text WHERE text.page_id = page.id))"""

_NEAR = """
(SELECT id FROM causes_page WHERE letters %%> plain_letters(%s)
 UNION SELECT page_id FROM causes_pagetext WHERE letters %%> plain_letters(%s)
 UNION SELECT page_id FROM petitions_petition WHERE letters %%> plain_letters(%s))
"""
_NEAR_FIT = """greatest(word_similarity(plain_letters(%s), page.letters || ' ' || petition.letters), (
    SELECT max(word_similarity(plain_letters(%s), text.letters))
    FROM causes_pagetext text WHERE text.page_id = page.id))"""

_WARMTH = "greatest(sum(signatures * power(0.5, extract(epoch FROM %s - hour)::float / %s)), 0)"
_LATEST = "greatest(page.counted_at, page.published_at) DESC NULLS LAST, page.id DESC"

_LIST = f"""
WITH heat AS (
    SELECT page_id, {_WARMTH} AS names FROM causes_growthhour WHERE hour >= %s GROUP BY page_id
)
SELECT page.id, count(*) OVER ()
FROM petitions_petition petition JOIN causes_page page ON page.id = petition.page_id
LEFT JOIN heat ON heat.page_id = page.id
WHERE page.id IN ({{allowed}})
ORDER BY coalesce(heat.names, 0) DESC, {_LATEST}
LIMIT %s OFFSET %s
"""

# A word that more than a thousand petitions have says little: of those, only the liveliest are compared.
_SEARCH = f"""
WITH lively AS (
    SELECT page.id, count(*) OVER () AS total
    FROM ({{hits}}) AS hit JOIN causes_page page ON page.id = hit.id
    WHERE page.id IN ({{allowed}})
    ORDER BY {_LATEST} LIMIT %s
)
SELECT page.id, lively.total
FROM lively JOIN causes_page page ON page.id = lively.id
JOIN petitions_petition petition ON petition.page_id = page.id
JOIN accounts_organisation organisation ON organisation.id = page.organisation_id
LEFT JOIN LATERAL (
    SELECT {_WARMTH} AS names FROM causes_growthhour WHERE page_id = page.id AND hour >= %s
) AS heat ON true
ORDER BY {{fit}} * (1 + ln(1 + coalesce(heat.names, 0)))
         * CASE page.state WHEN 'open' THEN 1 ELSE 0.5 END DESC, {_LATEST}
LIMIT %s OFFSET %s
"""
