"""`./dev bench growth [N]`: each growth page with N thousand signatures (default 1000), ten times the clicks.

One petition takes nearly all of them, in 60 days, 8 channels, 5 generations and 40 regions. The rows
are written by SQL as signing and counting would have left them. What is timed is what a reader waits for: the
whole page, as the back office answers it; below it each figure alone, which reads the journals anew.
"""

import secrets
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts import clock
from accounts.models import Organisation, User
from bench import stage
from causes import consents
from causes.models import Page
from petitions.models import Petition
from sharing.growth import telling
from sharing.growth.audience import audience
from sharing.growth.funnel import funnel
from sharing.growth.places import places
from sharing.growth.story import Story

ROUNDS = 20
GOAL = 100.0  # milliseconds


def main() -> None:
    names = (int(sys.argv[2]) if len(sys.argv) > 2 else 1000) * 1000
    petition = stage.build().petition
    started = time.monotonic()
    fill(petition, names)
    print(f"{names:,} signatures and {10 * names:,} clicks written in {time.monotonic() - started:.0f} s\n")
    organisation = petition.organisation
    browser = _signed_in()
    rows: list[tuple[str, Callable[[], object]]] = [
        (f"{kind} page", partial(_get, browser, f"/admin/growth/{kind}/{slug}/"))
        for kind, slug in (("petition", petition.slug), ("organisation", organisation.slug))
    ]
    own = Page.objects.filter(pk=petition.pk)
    rows += [("  funnel", lambda: _funnel(petition)), ("  places", lambda: places(own))]
    rows += [(f"  {name}", lambda tell=tell: tell(_story(petition))) for name, tell in _tellers(petition)]
    petition.refresh_from_db()
    for name, ask in rows:
        _report(name, ask)


def _signed_in() -> Client:
    """Somebody who may see everything: the whole answer is timed, from the address to the last byte."""
    browser = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    browser.force_login(User.objects.create_superuser("bench@example.net", secrets.token_hex()))
    return browser


def _get(browser: Client, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200, f"{path} answers {answer.status_code}"


def fill(petition: Petition, names: int) -> None:
    """Names, links and journals of `petition`."""
    now = clock.now()
    values = {"page": petition.pk, "organisation": petition.organisation_id, "names": names, "now": now}
    values["consent"] = consents.current(petition, "en", now).id
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
        for statement in _FILL:
            cursor.execute(statement, values)
        cursor.execute("VACUUM ANALYZE")


def _story(petition: Petition) -> Story:
    return Story(Organisation.objects.get(pk=petition.organisation_id), clock.now(), petition, names=True)


def _tellers(petition: Petition) -> list[tuple[str, Callable[[Story], object]]]:
    return list(telling.tellers(_story(petition)).items())


def _funnel(petition: Petition) -> None:
    story = _story(petition)
    funnel(story.pages, story.journal, story.visits)
    audience(story.journal)


def _report(name: str, ask: Callable[[], object]) -> None:
    ask()  # the first fills the program's own memory, as any reader before did
    times = []
    for _ in range(ROUNDS):
        started = time.monotonic()
        ask()
        times.append(1000 * (time.monotonic() - started))
    middle, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    note = "" if middle <= GOAL else "   MORE THAN 100"
    print(f"{name:24}p50 {middle:6.0f} ms   p95 {slow:6.0f} ms{note}", flush=True)


# Number i came an i-th of 60 days into the petition. Each 24 are a tree: one starts, brings five, the first
# of those six, and so on to the fifth generation; four of them are connectors.
_MOMENT = "(%(now)s - interval '60 days' + i * interval '60 days' / %(names)s)"
_WAYS = "ARRAY['whatsapp','x','facebook','email','copy','sheet','telegram','direct']"
_CHANNEL = f"({_WAYS})[1 + (hashint4(i) & 7)]"
_REGION = "'US-R' || (40 * power((hashint4(i + 7) & 1023) / 1024.0, 3))::int"
_PARENT = """CASE WHEN i %% 24 = 0 THEN NULL WHEN i %% 24 < 6 THEN i - i %% 24
             WHEN i %% 24 < 12 THEN i - i %% 24 + 1 WHEN i %% 24 < 18 THEN i - i %% 24 + 6
             ELSE i - i %% 24 + 12 END"""
_GENERATION = "CASE WHEN i %% 24 = 0 THEN 1 ELSE 2 + (i %% 24) / 6 END"
_ALL = "FROM generate_series(0, %(names)s - 1) i"
_HOURS = "generate_series(%(now)s - interval '60 days', %(now)s, interval '1 hour') t"
_HOUR = "date_trunc('hour', {} AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"
_DAY = f"({_MOMENT} AT TIME ZONE 'UTC')::date"
_CHANNELS = f"unnest({_WAYS}) channel"
_FILL = (
    f"""INSERT INTO accounts_supporter
            (id, organisation_id, email_key, email, name, language, updates, first_channel, created_at)
        SELECT 10 + i, %(organisation)s, 'p' || i, 'p' || i || '@example.net', 'Ana Peña', 'en', true, '',
               {_MOMENT} {_ALL}""",
    f"""INSERT INTO causes_link
            (id, code, page_id, kind, language, label, parent_id, generation, has_brought, created_at)
        SELECT 10 + i, lpad(to_hex(i), 9, 'x'), %(page)s, 'person', 'en', '', 10 + {_PARENT}, {_GENERATION},
               false, {_MOMENT} {_ALL}""",
    f"""INSERT INTO petitions_signature
            (page_id, supporter_id, link_id, name, email, email_key, postcode, region, language, channel,
             updates, opted_in, show_name, consent_id, status, lag, letters, new_to_list, signed_at,
             confirmed_at)
        SELECT %(page)s, 10 + i, 10 + i, 'Ana Peña', 'p' || i || '@example.net', 'p' || i, '', {_REGION},
               'en', {_CHANNEL}, true, true, false, %(consent)s, 'confirmed', '', 1, true,
               {_MOMENT}, {_MOMENT} {_ALL}""",
    f"""INSERT INTO causes_growthhour
            (page_id, hour, signatures, friends, new_to_list, opted_in, new_subscribers)
        SELECT %(page)s, {_HOUR.format(_MOMENT)}, count(*), count(*) FILTER (WHERE i %% 24 <> 0), count(*),
               count(*), count(*) {_ALL} GROUP BY 2""",
    f"""INSERT INTO causes_wayday (page_id, day, channel, generation, signatures)
        SELECT %(page)s, {_DAY}, {_CHANNEL}, {_GENERATION}, count(*) {_ALL} GROUP BY 2, 3, 4""",
    f"""INSERT INTO causes_regionday (page_id, day, region, signatures)
        SELECT %(page)s, {_DAY}, {_REGION}, count(*) {_ALL} GROUP BY 2, 3""",
    f"""INSERT INTO causes_cohorthour (page_id, parent_hour, lag, brought)
        SELECT %(page)s, {_HOUR.format("t")}, lag, 20
        FROM {_HOURS}, unnest(ARRAY['1h', '6h', '24h', '72h', 'later']) lag""",
    """INSERT INTO causes_connectortotal (link_id, page_id, direct, downstream, credited)
       SELECT 10 + i + place, %(page)s, direct, downstream, true
       FROM generate_series(0, %(names)s - 24, 24) i,
            (VALUES (0, 5, 23), (1, 6, 18), (6, 6, 12), (12, 6, 6)) tree (place, direct, downstream)""",
    """INSERT INTO causes_connectorsum (page_id, people, direct, downstream)
       SELECT page_id, count(*), sum(direct), sum(downstream) FROM causes_connectortotal GROUP BY page_id""",
    f"""INSERT INTO sharing_clickhour (page_id, link_kind, channel, hour, outcome, clicks, confirmed)
        SELECT %(page)s, kind, channel, {_HOUR.format("t")}, outcome, %(names)s / 9000, 0
        FROM {_HOURS}, {_CHANNELS}, unnest(ARRAY['person', 'partner']) kind,
             unnest(ARRAY['counted', 'repeat', 'robot', 'preview']) outcome""",
    f"""INSERT INTO sharing_viewhour (page_id, channel, hour, outcome, views, from_share)
        SELECT %(page)s, channel, {_HOUR.format("t")}, outcome, 300, 200
        FROM {_HOURS}, {_CHANNELS}, unnest(ARRAY['counted', 'repeat', 'robot']) outcome""",
    f"""INSERT INTO sharing_taphour (page_id, channel, hour, taps, people)
        SELECT %(page)s, channel, {_HOUR.format("t")}, 90, 60 FROM {_HOURS}, {_CHANNELS}""",
    """UPDATE causes_page SET count = %(names)s, published_at = %(now)s - interval '60 days'
       WHERE id = %(page)s""",
)
