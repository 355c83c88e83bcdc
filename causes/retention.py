"""What is forgotten by and by, page by page or not: names nobody confirmed, letters, strangers."""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import Supporter
from causes import forgetting, tracing, undeliverable
from causes.models import Letter, Page, Signed, Status

UNCONFIRMED = dt.timedelta(days=30)
LETTERS = dt.timedelta(days=30)
_BUTTON = dt.timedelta(days=14)  # as long as the button in a letter works, its name waits
_WAITING = {"unconfirmed": Status.PENDING, "held": Status.HELD}


def prune(now: dt.datetime) -> dict[str, int]:
    """Delete names that were never confirmed or released, old letters, and supporters nobody proved to be;
    then forget what closed pages no longer need.

    Links stay: they lead to their page for ever and hold no personal data.
    """
    gone = dict.fromkeys(_WAITING, 0)
    never_confirmed: Counter[int] = Counter()
    with transaction.atomic():
        gone["letters"] = _letters(now).delete()[0]
        for name, model, rows in _stale(now):
            pages = _delete(model, rows, now)
            gone[name] += pages.total()
            if name == "unconfirmed":
                never_confirmed += pages
        gone["supporters"] = _nobodies(now).delete()[0]
        gone["undeliverable"] = undeliverable.forget_strangers()
        # Last, because counting waits for these rows.
        for page, names in sorted(never_confirmed.items()):
            Page.objects.filter(pk=page).update(never_confirmed=F("never_confirmed") + names)
    gone["traces"] = tracing.forget(now)
    return {**gone, **forgetting.forget(now)._asdict()}


def _delete(model: type[Signed], rows: "QuerySet[Signed]", now: dt.datetime) -> Counter[int]:
    """Page -> how many names went. Locked first: who confirms in this moment stays."""
    found = list(rows.select_for_update(of=("self",)).values_list("pk", "link", "link__page"))
    Letter.objects.filter(link__in=[link for _, link, _ in found]).delete()
    forgetting.tell_gone(model, [pk for pk, _, _ in found], now)
    model._default_manager.filter(pk__in=[pk for pk, _, _ in found]).delete()
    return Counter(page for _, _, page in found)


def plan(now: dt.datetime) -> dict[str, int]:
    """How much `prune` would take now; changes nothing."""
    would = dict.fromkeys(_WAITING, 0)
    for name, _, rows in _stale(now):
        would[name] += rows.count()
    would["letters"] = _letters(now).count()
    would["traces"] = tracing.due(now)
    would["supporters"] = _nobodies(now, [rows for _, _, rows in _stale(now)]).count()
    return {**would, **forgetting.due(now)._asdict()}


def _stale(now: dt.datetime) -> "list[tuple[str, type[Signed], QuerySet[Signed]]]":
    """30 days without a button pressed or a word of staff. A letter that went out later still opens."""
    fresh = Letter.objects.filter(link=OuterRef("link"), created_at__gte=now - _BUTTON)
    return [
        (
            name,
            model,
            model._default_manager.filter(status=status, signed_at__lt=now - UNCONFIRMED).exclude(
                Exists(fresh)
            ),
        )
        for model in Signed.__subclasses__()
        for name, status in _WAITING.items()
    ]


def _letters(now: dt.datetime) -> "QuerySet[Letter]":
    return Letter.objects.filter(created_at__lt=now - LETTERS)


def _nobodies(now: dt.datetime, but: "list[QuerySet[Signed]] | None" = None) -> "QuerySet[Supporter]":
    """People who never confirmed and have no name anywhere; `but`: names to think away."""
    nobody = Supporter.objects.filter(first_confirmed_at=None, created_at__lt=now - UNCONFIRMED)
    for model in Signed.__subclasses__():
        names = model._default_manager.filter(supporter=OuterRef("pk"))
        for rows in but or []:
            if rows.model is model:
                names = names.exclude(Q(pk__in=rows.values("pk")))
        nobody = nobody.filter(~Exists(names))
    return nobody
