"""Thanking somebody who brought others: a letter from the organisers, once a month and person."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Supporter
from causes.models import ConnectorTotal, Letter, Page, Signed, Status

AGAIN_AFTER = dt.timedelta(days=30)


class NobodyToThank(Exception):
    """They have no confirmed name with a friend on these pages, or want no updates."""


def thank(person: int, pages: QuerySet[Page], now: dt.datetime) -> bool:
    """Write to supporter `person` about the link of theirs that brought most on `pages`.

    False when they were thanked within 30 days; raises NobodyToThank. The supporter's row is locked, so
    that two who press at once write one letter.
    """
    with transaction.atomic():
        if not Supporter.objects.select_for_update().filter(pk=person).exists():
            raise NobodyToThank
        signed = _best(person, pages)
        if _written([signed.email_key], signed.page.organisation_id, now):
            return False
        Letter.objects.create(
            kind=Letter.Kind.THANKS,
            urgency=Letter.Urgency.ORGANISER,
            page_id=signed.page.pk,
            link_id=signed.link_id,
            email=signed.email,
            email_key=signed.email_key,
            language=signed.language,
            due_at=now,
            created_at=now,
        )
        return True


def thanked(people: Iterable[int], now: dt.datetime) -> set[int]:
    """Those of `people` (supporters) who were thanked within 30 days; two questions."""
    rows = Supporter.objects.filter(pk__in=list(people)).values_list("pk", "email_key", "organisation")
    known = {(key, organisation): pk for pk, key, organisation in rows}
    letters = Letter.objects.filter(
        kind=Letter.Kind.THANKS,
        email_key__in=[key for key, _organisation in known],
        created_at__gt=now - AGAIN_AFTER,
    )
    found = letters.values_list("email_key", "page__organisation")
    return {known[pair] for pair in found if pair in known}


def _best(person: int, pages: QuerySet[Page]) -> Signed:
    """Their confirmed name whose link brought most, of those that say yes to updates."""
    links = ConnectorTotal.objects.filter(page__in=pages.order_by().values("pk"), direct__gt=0)
    found: list[tuple[int, Signed]] = []
    for model in Signed.__subclasses__():
        rows = model._default_manager.filter(supporter=person, status=Status.CONFIRMED, updates=True)
        mine = rows.filter(link__in=links.values("link")).select_related("link__connector", "link__page")
        found += [(row.link.connector.direct, row) for row in mine]
    if not found:
        raise NobodyToThank
    return max(found, key=lambda pair: (pair[0], pair[1].link_id))[1]


def _written(keys: list[str], organisation: int, now: dt.datetime) -> bool:
    return Letter.objects.filter(
        kind=Letter.Kind.THANKS,
        email_key__in=keys,
        page__organisation=organisation,
        created_at__gt=now - AGAIN_AFTER,
    ).exists()
