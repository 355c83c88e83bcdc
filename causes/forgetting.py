"""What is forgotten some time after a page closed: first who brought whom, then the names themselves.

Everything goes in batches, each in a transaction of its own: a worker that is killed leaves less to do,
and the page's date is written only when nothing is left. Counts and journals are not touched.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Trunc

from accounts.models import Heard, Organisation, Supporter
from causes import counting, people_counting
from causes.events import telling
from causes.models import Letter, ListPart, Page, Signed, Status
from causes.signing import signed_model

PARENTS = dt.timedelta(days=90)
BATCH = 5000
_MONTHS = 12


class Due(NamedTuple):
    """How much waits to be forgotten: pages and links or names in them."""

    parent_pages: int
    links: int
    name_pages: int
    names: int


def keep_until(page: Page) -> dt.datetime | None:
    """When its names are forgotten; None while it has not closed. The last day of a shorter month will do."""
    if page.closed_at is None:
        return None
    years, month = divmod(page.closed_at.month - 1 + page.keep_months, _MONTHS)
    first = page.closed_at.replace(year=page.closed_at.year + years, month=month + 1, day=1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=min(page.closed_at.day, last.day))


def due(now: dt.datetime) -> Due:
    """What `forget` would do now; changes nothing."""
    parents, names = _without_parents(now), _without_names(now)
    rows = sum(_rows(page).count() for page in names)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM causes_link WHERE page_id = ANY(%s) AND parent_id IS NOT NULL", [parents]
        )
        links = cursor.fetchone()[0]
    return Due(len(parents), links, len(names), rows)


class Coming(NamedTuple):
    """A page whose names are still here: when they go (None: it has not closed), and how many these are."""

    page: Page
    until: dt.datetime | None
    names: int
    is_due: bool


def coming(organisations: "QuerySet[Organisation]", now: dt.datetime) -> list[Coming]:
    """The dry run of what `forget` will do to each public page, soonest first; changes nothing.

    Of a page that goes on gathering the count will do: nobody waits for a million rows to be counted.
    """
    pages = Page.objects.filter(organisation__in=organisations, published_at__isnull=False)
    found = [
        _coming(page, now) for page in pages.filter(names_forgotten_at=None).select_related("organisation")
    ]
    return sorted(found, key=lambda one: (one.until is None, one.until or now, one.page.pk))


def _coming(page: Page, now: dt.datetime) -> Coming:
    until = keep_until(page)
    names = page.count if until is None else _rows(page).count()
    return Coming(page, until, names, until is not None and until <= now)


def forget(now: dt.datetime) -> Due:
    """Forget what is due at `now`; returns how much that was."""
    counting.count_all(now)  # what waits to be counted still needs its parents
    parents = _without_parents(now)
    links = _forget_parents(parents, now) if parents else 0
    pages = _without_names(now)
    names = 0
    for page in pages:
        names += sum(_forget_batch(ids, now) for ids in _batches(page))
        Page.objects.filter(pk=page.pk).update(names_forgotten_at=now)
    return Due(len(parents), links, len(pages), names)


def _without_parents(now: dt.datetime) -> list[int]:
    """Pages whose 90 days are over, or whose names go earlier than that."""
    waiting = Page.objects.filter(closed_at__isnull=False, parents_forgotten_at=None)
    long_closed = set(waiting.filter(closed_at__lte=now - PARENTS).values_list("pk", flat=True))
    return [page.pk for page in waiting if page.pk in long_closed or _past(page, now)]


def _without_names(now: dt.datetime) -> list[Page]:
    waiting = Page.objects.filter(closed_at__isnull=False, names_forgotten_at=None).order_by("pk")
    return [page for page in waiting if _past(page, now)]


def _past(page: Page, now: dt.datetime) -> bool:
    until = keep_until(page)
    return until is not None and until <= now


# --- who brought whom ---


def _forget_parents(pages: list[int], now: dt.datetime) -> int:
    """One walk over all links for all pages that are due, in the order of their numbers."""
    links = sum(_walk(_PARENTS, pages))
    for model in Signed.__subclasses__():
        sum(_walk(_HOURS.format(table=model._meta.db_table), pages))
    Page.objects.filter(pk__in=pages).update(parents_forgotten_at=now)
    return links


def _walk(statement: str, pages: list[int]) -> Iterator[int]:
    """Runs `statement` from batch to batch, each committed by itself; yields how many rows each changed."""
    last = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, {"pages": pages, "last": last, "batch": BATCH})
            changed, highest = cursor.fetchone()
        if not changed:
            return
        last = highest
        yield changed


# The root of a person whom somebody brought directly is that somebody: it goes as the parent does. An
# organisation's own link is nobody; as a root it stays.
_PARENTS = """
WITH batch AS (
    SELECT id FROM causes_link WHERE id > %(last)s AND page_id = ANY(%(pages)s) AND parent_id IS NOT NULL
    ORDER BY id LIMIT %(batch)s
), forgotten AS (
    UPDATE causes_link link
    SET parent_id = NULL,
        root_id = (
            SELECT root.id FROM causes_link root WHERE root.id = link.root_id AND root.kind <> 'person')
    FROM batch WHERE link.id = batch.id RETURNING link.id
)
SELECT count(*), max(id) FROM forgotten
"""
_HOURS = """
WITH batch AS (
    SELECT id FROM {table} WHERE id > %(last)s AND page_id = ANY(%(pages)s) AND parent_hour IS NOT NULL
    ORDER BY id LIMIT %(batch)s
), forgotten AS (
    UPDATE {table} signed SET parent_hour = NULL FROM batch WHERE signed.id = batch.id RETURNING signed.id
)
SELECT count(*), max(id) FROM forgotten
"""


# --- the names ---


def _rows(page: Page) -> "QuerySet[Signed]":
    """Those whose owner is still known."""
    rows = signed_model(page)._default_manager.filter(**{page.kind: page.pk})
    return rows.filter(Q(supporter__isnull=False) | ~Q(email=""))


def _batches(page: Page) -> Iterator["QuerySet[Signed]"]:
    last = 0
    while ids := list(_rows(page).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield signed_model(page)._default_manager.filter(pk__in=ids)
        last = ids[-1]


@transaction.atomic
def _forget_batch(rows: "QuerySet[Signed]", now: dt.datetime) -> int:
    """What counts stays as a number with its hour, region, channel and generation; the rest goes."""
    known = list(rows.values_list("pk", "supporter", "link"))
    people = {supporter for _, supporter, _ in known if supporter}
    # Supporter first, then rows: the order of `causes.signing`. One of them may be signing elsewhere.
    locked = list(Supporter.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    Letter.objects.filter(link__in=[link for _, _, link in known]).delete()
    kind = ContentType.objects.get_for_model(rows.model)
    ids = [str(pk) for pk, _, _ in known]
    LogEntry.objects.filter(content_type=kind, object_id__in=ids).update(object_repr="—")
    tell_gone(rows.model, [pk for pk, _, _ in known], now)
    rows.exclude(status=Status.CONFIRMED).delete()
    rows.update(
        supporter=None,
        name="",
        email="",
        email_key=Concat(Value("erased-"), Cast("pk", CharField())),  # a key that no mailbox has
        postcode="",
        country="",
        reason="",
        reason_state="",
        updates=False,
        show_name=False,
        changed_at=now,
        # The journals know the hour as well, so that nothing more is told and nothing counts elsewhere.
        signed_at=Trunc("signed_at", "hour", tzinfo=dt.UTC),
        confirmed_at=Trunc("confirmed_at", "hour", tzinfo=dt.UTC),
    )
    _forget_strangers(locked, now)
    return len(known)


def tell_gone(model: type[Signed], ids: list[int], now: dt.datetime) -> None:
    """Whoever was told these names is to forget them, too: said before the rows go."""
    source, when = f"{model._meta.db_table} gone", "gone.id = ANY(%(ids)s)"
    statement = telling(Heard.ERASED, "gone.page_id", "gone.id", source, when)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": ids, "now": now})


def _forget_strangers(supporters: list[Supporter], now: dt.datetime) -> None:
    """People whose last name this was: no organisation keeps somebody it has no name of."""
    left = Supporter.objects.filter(pk__in=[person.pk for person in supporters])
    for model in Signed.__subclasses__():
        left = left.filter(~Exists(model._default_manager.filter(supporter=OuterRef("pk"))))
    gone = set(left.values_list("pk", flat=True))
    people_counting.note_gone((one for one in supporters if one.pk in gone), ListPart.FORGOTTEN, now)
    people_counting.note((one for one in supporters if one.pk not in gone), ListPart.FORGOTTEN, now)
    Supporter.objects.filter(pk__in=gone).delete()
