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
LONGEST_TEXT, MOST_WORDS, LAST_PAGE = 120, 8, 400
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
class Found:
    """One page of petitions, best first, of `total`. `nearly`: only for words that are spelled nearly so."""

    petitions: list[Petition]
    total: int
    nearly: bool = False
    page: int = 1

    @property
    def pages(self) -> int:
        return -(-self.total // PER_PAGE)


def find(question: Question, now: dt.datetime) -> Found:
    """Petitions for `question`; without words, those that move most at `now` come first."""
    words = words_of(question.text)
    if not words:
        return Found([], 0) if question.text.strip() else _ask(question, now, _ANY, [])
    exact = _ask(question, now, *_by_words(question.text, words))
    if exact.total or question.page > 1 or _in_signs(question.text):
        return exact
    return replace(_nearly(question, now, words), nearly=True)


def moving(now: dt.datetime, limit: int) -> list[Petition]:
    """The front window: open petitions with life in them, those that move most first."""
    return find(Question(standing=Standing.OPEN, quiet=False), now).petitions[:limit]


def words_of(text: str) -> list[str]:
    """The first words of `text`, small; whatever is no letter or digit parts them."""
    return re.findall(r"[^\W_]+", text[:LONGEST_TEXT].lower())[:MOST_WORDS]


def _in_signs(text: str) -> bool:
    """Whether quotes, a minus or an "or" say exactly what is meant: then it is taken to the letter."""
    return bool(re.search(r'"|(^|\s)-|\sor\s', text, re.IGNORECASE))


def _by_words(text: str, words: list[str]) -> tuple[str, list[Any]]:
    """The question as Postgres understands it: all of the words, and any of them to start from the index."""
    text = text[:LONGEST_TEXT].replace("\0", " ")
    last = words[-1] + (":*" if len(words[-1]) > 1 else "")  # somebody may still be typing it
    every, some = (sign.join([*words[:-1], last]) for sign in (" & ", " | "))
    if _in_signs(text):
        every = ""
    with connection.cursor() as cursor:
        cursor.execute(_UNDERSTAND, [text, text, every, every, every, some, some, some])
        all_of_them, any_of_them = cursor.fetchone()
    return _WORDS, [all_of_them, any_of_them, any_of_them, any_of_them, all_of_them]


@transaction.atomic  # for the limit, which is set for this question only
def _nearly(question: Question, now: dt.datetime, words: list[str]) -> Found:
    words = [word for word in words if len(word) > 2]
    if not words:
        return Found([], 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(_ALIKE)])
    each = " INTERSECT ".join([_NEAR_ONE] * len(words))
    fit = " + ".join([_NEAR_FIT] * len(words))
    twice = [word for word in words for _ in range(2)]
    return _ask(question, now, _NEAR.format(each=each, fit=fit), [*words, *twice])


def _ask(question: Question, now: dt.datetime, matches: str, values: list[Any]) -> Found:
    """Run one of the ways to match, with who may be seen, what was chosen, and what moves."""
    allowed, chosen = _allowed(question, now).values("pk").query.sql_with_params()
    page = min(max(question.page, 1), LAST_PAGE)
    since = now - MEMORY
    with connection.cursor() as cursor:
        cursor.execute(
            _FIND.format(matches=matches, allowed=allowed),
            [*values, now, HALF_LIFE.total_seconds(), since, *chosen, PER_PAGE, (page - 1) * PER_PAGE],
        )
        rows = cursor.fetchall()
    found = Petition.objects.select_related("organisation", "cause").in_bulk([pk for pk, _ in rows])
    return Found([found[pk] for pk, _ in rows if pk in found], rows[0][1] if rows else 0, page=page)


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


# Every way to match gives `matched`: page_id and how well it fits.
_ANY = "SELECT page_id, 1.0 AS fit FROM petitions_petition"

_UNDERSTAND = """
SELECT (websearch_to_tsquery('reading_en', %s) || websearch_to_tsquery('reading_es', %s)
        || to_tsquery('reading_en', %s) || to_tsquery('reading_es', %s)
        || to_tsquery('reading_any', %s))::text,
       (to_tsquery('reading_en', %s) || to_tsquery('reading_es', %s) || to_tsquery('reading_any', %s))::text
"""

# Title, ask and story stand in one row, the decision maker and the organisation in two others: the index of
# each knows who has any of the words, and of those few it is looked up who has all.
_WORDS = """
SELECT page.id AS page_id, ts_rank(said.words, %s::tsquery, 1) AS fit
FROM (
    SELECT id FROM causes_page WHERE words @@ %s::tsquery
    UNION SELECT page_id FROM petitions_petition WHERE words @@ %s::tsquery
    UNION SELECT page.id FROM causes_page page JOIN accounts_organisation led ON led.id = page.organisation_id
    WHERE read_as(led.language, led.name) @@ %s::tsquery
) AS candidate
JOIN causes_page page ON page.id = candidate.id
JOIN petitions_petition petition ON petition.page_id = page.id
JOIN accounts_organisation organisation ON organisation.id = page.organisation_id
CROSS JOIN LATERAL (
    SELECT page.words || petition.words
        || setweight(read_as(organisation.language, organisation.name), 'C') AS words
) AS said
WHERE said.words @@ %s::tsquery
"""

_NEAR_ONE = """
(SELECT id FROM causes_page WHERE letters %%> plain_letters(%s)
 UNION SELECT page_id FROM petitions_petition WHERE letters %%> plain_letters(%s))
"""
_NEAR_FIT = "word_similarity(plain_letters(%s), page.letters || ' ' || petition.letters)"
_NEAR = """
SELECT page.id AS page_id, {fit} AS fit
FROM ({each}) AS candidate
JOIN causes_page page ON page.id = candidate.id
JOIN petitions_petition petition ON petition.page_id = page.id
"""

_FIND = """
WITH matched AS ({matches}),
heat AS (
    SELECT page_id, greatest(sum(
        signatures * power(0.5, extract(epoch FROM %s - hour)::float / %s)), 0) AS heat
    FROM causes_growthhour WHERE hour >= %s GROUP BY page_id
)
SELECT page.id, count(*) OVER ()
FROM matched JOIN causes_page page ON page.id = matched.page_id LEFT JOIN heat ON heat.page_id = page.id
WHERE page.id IN ({allowed})
ORDER BY matched.fit * (1 + ln(1 + coalesce(heat.heat, 0)))
         * CASE page.state WHEN 'open' THEN 1 ELSE 0.5 END DESC,
         greatest(page.counted_at, page.published_at) DESC NULLS LAST, page.id DESC
LIMIT %s OFFSET %s
"""
