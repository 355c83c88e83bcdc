"""The act of signing: the reason the program exists.

One statement writes supporter, link, signature and letter, or nothing. It never touches the page's
row, and the unique index is what answers a repeat. A repeat gets the same answer as a first
signature, with the same amount of work: a fresh link (an alias), and the truth by letter.
"""

import datetime as dt
import functools
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection

from accounts.models import Heard
from causes import mailbox
from causes.events import telling
from causes.models import Channel, Link, Page, Signed
from causes.models.link import is_code, new_code
from causes.prepared import Prepared
from causes.regions import region_of
from causes.waking import wake

LETTERS_PER_PAGE = 5
LETTERS_PER_DAY = 10


@dataclass(frozen=True)
class Typed:
    """What the visitor typed and was shown. `email` is clean; `consent_id` names the words on the form,
    `wording_id` those of the page: None takes the latest of this language."""

    name: str
    email: str
    postcode: str
    updates: bool
    language: str
    consent_id: int
    show_name: bool = False
    country: str = ""
    reason: str = ""
    wording_id: int | None = None


@dataclass(frozen=True)
class Arrival:
    """How the visitor came: the code and channel of the share link in the address, as they stood there,
    and the `host` of the other site when they signed in a frame on it."""

    code: str = ""
    channel: str = Channel.DIRECT
    host: str = ""

    @classmethod
    def read(cls, text: str) -> "Arrival":
        """From `<code>.<channel>`; an unknown channel is `other`, no code is a direct visit."""
        code, _, channel = text[:40].partition(".")
        if not code:
            return cls()
        return cls(code if is_code(code) else "", channel if channel in Channel.values else Channel.OTHER)


def signed_model(page: Page) -> type[Signed]:
    """The table of those who put their name to this kind of page."""
    name = _TABLE_OF[Page.Kind(page.kind)]
    return next(model for model in Signed.__subclasses__() if model.__name__ == name)


def sign(
    page: Page,
    typed: Typed,
    arrival: Arrival,
    now: dt.datetime,
    *,
    held: bool = False,
    paper_key: str = "",
    origin: str = "",
) -> str:
    """Put a name to `page`; returns the code of a fresh link that is this visitor's own.

    `held` stores without counting or writing: staff decide. `paper_key` is the key of a name that came on
    paper: nobody waits for a letter about it. `origin` is what is kept of the network (`causes.tracing`).
    """
    code = new_code()
    try:
        _write(page, typed, arrival, now, held, code, paper_key, origin)
    except IntegrityError:
        # 52 random bits met an existing code: once in the life of a large site. Inside somebody
        # else's transaction nothing can be tried again.
        if connection.in_atomic_block or not Link.objects.filter(code=code).exists():
            raise
        return sign(page, typed, arrival, now, held=held, paper_key=paper_key, origin=origin)
    if not held and not paper_key:
        wake("causes.tasks.send_letters")
    return code


def _write(
    page: Page,
    typed: Typed,
    arrival: Arrival,
    now: dt.datetime,
    held: bool,
    code: str,
    paper_key: str,
    origin: str,
) -> None:
    values: dict[str, Any] = {
        "page": page.pk,
        "organisation": page.organisation_id,
        "name": typed.name,
        "email": typed.email,
        "key": paper_key or mailbox.key(typed.email),
        "postcode": typed.postcode,
        "region": region_of(typed.postcode, typed.country),
        "updates": typed.updates,
        "language": typed.language,
        "consent": typed.consent_id,
        "show_name": typed.show_name,
        "country": typed.country,
        "reason": typed.reason,
        "wording": typed.wording_id,
        "own_language": page.language,
        "sensitive": page.sensitive,
        "code": code,
        "parent": arrival.code,
        "channel": arrival.channel,
        "host": arrival.host,
        "held": held,
        "origin": origin,
        "quiet": held or bool(paper_key),
        "now": now,
        "day_ago": now - dt.timedelta(days=1),
        "per_page": LETTERS_PER_PAGE,
        "per_day": LETTERS_PER_DAY,
    }
    _statement(signed_model(page)._meta.db_table).run(values)


@functools.cache
def _statement(table: str) -> Prepared:
    return Prepared(f"sign_{table}", _SIGN.format(table=table, TOLD=_TOLD), _TYPES)


_TYPES = {
    **dict.fromkeys(("page", "organisation", "consent", "wording"), "bigint"),
    **dict.fromkeys(("name", "email", "key", "postcode", "region", "language", "own_language"), "text"),
    **dict.fromkeys(("country", "reason", "code", "parent", "channel", "host", "origin"), "text"),
    **dict.fromkeys(("updates", "show_name", "sensitive", "held", "quiet"), "boolean"),
    **dict.fromkeys(("now", "day_ago"), "timestamptz"),
    **dict.fromkeys(("per_page", "per_day"), "integer"),
}
_NEW = "(SELECT id, is_new, %(page)s::bigint AS page_id FROM moves) AS it"
_TABLE_OF = {Page.Kind.PETITION: "Signature", Page.Kind.CAUSE: "Support"}

# Why each part is as it is:
# parent     an alias stands for its owner's link; a code of another page is no parent.
# supporter  DO UPDATE of nothing, not DO NOTHING: only an update waits for, and returns, the row that
#            another transaction inserted in this moment. Stored data is not overwritten.
#            On a sensitive page it only tells the generation: no link of a person is kept as parent or root.
# signed     one row per mailbox; while it waits (or was withdrawn) a repeat replaces what was typed and
#            when, a confirmed row changes only by its owner's button. A clean repeat frees a held row, too:
#            otherwise whoever fills the trap with somebody's address silences them. The letter proves it.
#            Both visits are counted in `letters`: `correct` must not take it for the work of the first.
# settled    the first child settles its parent's place, and takes it as it is at this very moment: of a
#            child and a move of its parent in one moment, the second waits for the first and sees it.
# reparent   a later code replaces the parent only while nobody came through this link, and only if the
#            code is older: so cycles cannot form and no child's generation becomes wrong. A name that
#            ever counted (`new_to_list` is set) keeps its parent: what was booked can be taken back.
# told       what the organisation's own systems are to hear; nothing where none listens.
# trace      the first network that a name came from; a second one makes it nobody's.
# letter     goes to the stored address, never to one that a later visitor typed. The row counts what was
#            asked for; the letters themselves are counted too, since a correction begins a new row.
#            Only those that somebody waits for (urgency 0): what an organiser is told uses up nobody's five.
_TOLD = telling(Heard.CREATED, "it.page_id", "it.id", _NEW, "it.is_new AND NOT %(held)s")
_SIGN = """
WITH fresh AS (
    SELECT nextval('causes_link_id_seq') AS id
), parent AS (
    SELECT own.id, own.generation, own.has_brought,
           CASE WHEN %(sensitive)s AND own.kind = 'person' THEN own.root_id
                ELSE coalesce(own.root_id, own.id) END AS root_id
    FROM causes_link came JOIN causes_link own ON own.id = coalesce(came.alias_of_id, came.id)
    WHERE came.code = %(parent)s AND own.page_id = %(page)s
), supporter AS (
    INSERT INTO accounts_supporter AS known
        (organisation_id, email_key, email, name, language, updates, first_channel, created_at)
    VALUES (%(organisation)s, %(key)s, %(email)s, %(name)s, %(language)s, false, '', %(now)s)
    ON CONFLICT (organisation_id, email_key) DO UPDATE SET email_key = known.email_key
    RETURNING id
), signed AS (
    INSERT INTO {table} AS row
        (page_id, supporter_id, link_id, name, email, email_key, postcode, region, language, channel,
         embed_host, updates, show_name, country, reason, reason_state, consent_id, wording_id, status, lag,
         letters, signed_at)
    SELECT %(page)s, supporter.id, fresh.id, %(name)s, %(email)s, %(key)s, %(postcode)s, %(region)s,
           %(language)s, %(channel)s, %(host)s, %(updates)s, %(show_name)s, %(country)s, %(reason)s,
           CASE WHEN %(reason)s = '' THEN '' ELSE 'new' END, %(consent)s,
           coalesce(%(wording)s, (
               SELECT id FROM causes_wording
               WHERE page_id = %(page)s AND language IN (%(language)s, %(own_language)s)
               ORDER BY (language = %(language)s) DESC, number DESC LIMIT 1)),
           CASE WHEN %(held)s THEN 'held' ELSE 'pending' END, '',
           CASE WHEN %(quiet)s THEN 0 ELSE 1 END, %(now)s
    FROM supporter, fresh
    ON CONFLICT (page_id, email_key) DO UPDATE SET
        letters = CASE WHEN %(held)s OR row.status = 'invalid' THEN row.letters
                       ELSE least(row.letters + CASE row.status WHEN 'held' THEN 2 ELSE 1 END,
                                  %(per_page)s + 1) END,
        (name, postcode, region, updates, show_name, country, reason, reason_state, language, consent_id,
         wording_id, status, lag, signed_at, confirmed_at, parent_hour, ended_at) = (
            SELECT CASE WHEN open THEN EXCLUDED.name ELSE row.name END,
                   CASE WHEN open THEN EXCLUDED.postcode ELSE row.postcode END,
                   CASE WHEN open THEN EXCLUDED.region ELSE row.region END,
                   CASE WHEN open THEN EXCLUDED.updates ELSE row.updates END,
                   CASE WHEN open THEN EXCLUDED.show_name ELSE row.show_name END,
                   CASE WHEN open THEN EXCLUDED.country ELSE row.country END,
                   CASE WHEN open THEN EXCLUDED.reason ELSE row.reason END,
                   CASE WHEN open THEN EXCLUDED.reason_state ELSE row.reason_state END,
                   CASE WHEN open THEN EXCLUDED.language ELSE row.language END,
                   CASE WHEN open THEN EXCLUDED.consent_id ELSE row.consent_id END,
                   CASE WHEN open THEN EXCLUDED.wording_id ELSE row.wording_id END,
                   CASE WHEN open THEN 'pending' ELSE row.status END,
                   CASE WHEN open THEN '' ELSE row.lag END,
                   CASE WHEN open THEN EXCLUDED.signed_at ELSE row.signed_at END,
                   CASE WHEN NOT open THEN row.confirmed_at END,
                   CASE WHEN NOT open THEN row.parent_hour END,
                   CASE WHEN NOT open THEN row.ended_at END
            FROM (SELECT NOT %(held)s AND row.status IN ('pending', 'held', 'withdrawn') AS open
                 ) AS may_replace),
        (channel, embed_host) = (
            SELECT CASE WHEN newly THEN EXCLUDED.channel ELSE row.channel END,
                   CASE WHEN newly THEN EXCLUDED.embed_host ELSE row.embed_host END
            FROM (SELECT NOT %(held)s AND row.status IN ('pending', 'held', 'withdrawn')
                         AND row.new_to_list IS NULL
                         AND (SELECT id FROM parent) < row.link_id
                         AND NOT (SELECT has_brought FROM causes_link WHERE id = row.link_id) AS newly
                 ) AS came_anew)
    RETURNING row.id, row.link_id, row.status, row.letters, row.email, row.language, row.new_to_list
), moves AS (
    SELECT signed.id, signed.link_id, signed.link_id = fresh.id AS is_new,
           NOT %(held)s AND signed.status = 'pending' AND signed.new_to_list IS NULL AS may_reparent
    FROM signed, fresh
), settled AS (
    UPDATE causes_link AS first SET has_brought = true
    FROM parent, moves
    WHERE first.id = parent.id AND NOT parent.has_brought
      AND (moves.is_new OR moves.may_reparent AND parent.id < moves.link_id)
    RETURNING first.id, first.generation,
              CASE WHEN %(sensitive)s AND first.kind = 'person' THEN first.root_id
                   ELSE coalesce(first.root_id, first.id) END AS root_id
), place AS (
    SELECT id, generation, root_id FROM settled
    UNION ALL SELECT id, generation, root_id FROM parent WHERE NOT EXISTS (SELECT FROM settled)
), link AS (
    INSERT INTO causes_link
        (id, code, page_id, kind, language, label, parent_id, root_id, generation, alias_of_id, has_brought,
         created_at)
    SELECT fresh.id, %(code)s, %(page)s, 'person', %(language)s, '',
           CASE WHEN is_new AND NOT %(sensitive)s THEN place.id END, CASE WHEN is_new THEN place.root_id END,
           CASE WHEN is_new THEN coalesce(place.generation, 0) + 1 ELSE 0 END,
           CASE WHEN NOT is_new THEN moves.link_id END, false, %(now)s
    FROM fresh CROSS JOIN moves LEFT JOIN place ON true
), reparent AS (
    UPDATE causes_link AS mine
    SET parent_id = CASE WHEN NOT %(sensitive)s THEN place.id END, root_id = place.root_id,
        generation = place.generation + 1
    FROM moves, place
    WHERE mine.id = moves.link_id AND moves.may_reparent AND place.id < mine.id AND NOT mine.has_brought
), told AS (
    {TOLD}
), trace AS (
    INSERT INTO causes_trace AS known (link_id, page_id, origin, domain, at)
    SELECT signed.link_id, %(page)s, %(origin)s, split_part(%(key)s, '@', 2), %(now)s
    FROM signed WHERE %(origin)s <> ''
    ON CONFLICT (link_id) DO UPDATE
    SET origin = CASE WHEN known.origin = EXCLUDED.origin THEN known.origin ELSE '' END
)
INSERT INTO causes_letter
    (kind, page_id, link_id, email, email_key, language, state, attempts, due_at, error, created_at)
SELECT CASE WHEN signed.status = 'confirmed' THEN 'already' ELSE 'confirm' END, %(page)s, signed.link_id,
       signed.email, %(key)s, signed.language, 'due', 0, %(now)s, '', %(now)s
FROM signed
WHERE NOT %(quiet)s AND signed.status IN ('pending', 'confirmed') AND signed.letters <= %(per_page)s
  AND (SELECT count(*) FILTER (WHERE page_id = %(page)s AND state <> 'failed') < %(per_page)s
              AND count(*) FILTER (WHERE created_at > %(day_ago)s) < %(per_day)s
       FROM causes_letter WHERE email_key = %(key)s AND urgency = 0)
"""
