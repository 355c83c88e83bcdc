"""What anybody's program may read, and an organisation's own: the numbers that pages and dashboards show."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Organisation
from causes import consents, speaking
from causes.models import GrowthHour, Page, Status
from petitions import numbers
from petitions.models import Petition, Signature
from sharing.api import cursors, schemas
from sharing.growth import places as growth_places

PREFIX = "groundswell:"


def petition_page(
    now: dt.datetime, limit: int, cursor: str, state: str, organisation: str, since: dt.datetime | None
) -> schemas.PetitionPage:
    """Public petitions from the oldest on."""
    found: QuerySet[Any] = Petition.objects.public().select_related("organisation", "cause")
    found = found.prefetch_related("texts")
    if cursor:
        found = found.filter(pk__gt=cursors.number(cursor))
    if organisation:
        found = found.filter(organisation__slug=organisation)
    if since:
        moved = Q(counted_at__gte=since) | Q(published_at__gte=since) | Q(told_at__gte=since)
        found = found.filter(moved | Q(closed_at__gte=since))
    if state:
        found = _in_state(found, state, now)
    rows = list(found.order_by("pk")[: limit + 1])
    shown = [schemas.PetitionOut(**petition(row, now)) for row in rows[:limit]]
    more = cursors.make(rows[limit - 1].pk) if len(rows) > limit else None
    return schemas.PetitionPage(petitions=shown, next_cursor=more)


def petition_detail(slug: str, now: dt.datetime) -> schemas.PetitionDetail:
    """One petition, with the words that whoever takes names for it has to show."""
    found = public(slug)
    words = [
        schemas.ConsentOut(
            id=shown.id, language=code, signing=shown.signing, question=shown.question, showing=shown.showing
        )
        for code, _ in settings.LANGUAGES
        for shown in [consents.current(found, code, now)]
    ]
    story = speaking.said(found, found.language).text["story"]
    return schemas.PetitionDetail(
        **petition(found, now), story=story, asks=sorted(found.asks()), consents=words
    )


def public(slug: str) -> Petition:
    """Raises Http404 for what is not public."""
    found = Petition.objects.public().select_related("organisation", "cause").prefetch_related("texts")
    petition: Petition = get_object_or_404(found, slug=slug)
    return petition


def own(slug: str, organisation: Organisation) -> Petition:
    """A petition of this organisation in any state; anybody else's does not exist for it."""
    found = Petition.objects.filter(organisation=organisation).select_related("organisation", "cause")
    petition: Petition = get_object_or_404(found, slug=slug)
    return petition


def petition(page: Petition, now: dt.datetime) -> dict[str, Any]:
    """The fields of `PetitionOut`, in the petition's own language."""
    words = speaking.said(page, page.language).text
    return {
        "identifiers": [f"{PREFIX}{page.pk}"],
        "slug": page.slug,
        "title": words["title"],
        "summary": words["summary"],
        "decision_maker": words["decision_maker"],
        "language": page.language,
        "state": numbers.state_of(page, now),
        "organisation": schemas.OrganisationOut(
            name=page.organisation.name, slug=page.organisation.slug, website=page.organisation.website
        ),
        "cause": page.cause.slug,
        "browser_url": settings.SITE_URL + page.public_path(),
        "total_signatures": page.count,
        "goal": page.goal,
        "created_date": page.created_at,
        "published_date": page.published_at,
        "closes_date": page.closed_at or page.closes_at,
        "modified_date": page.last_moved() or page.created_at,
    }


def history(slug: str) -> schemas.HistoryOut:
    """How the count grew, hour by hour. Its last total is the count, at rest."""
    hours = GrowthHour.objects.filter(page=public(slug).pk).values_list("hour")
    total, told = 0, []
    for hour, names in hours.annotate(n=Sum("signatures")).order_by("hour"):
        total += names
        if names:
            told.append(schemas.HourOut(hour=hour, signatures=names, total=total))
    return schemas.HistoryOut(hours=told)


def places(slug: str) -> schemas.PlacesOut:
    """Where names came from, as everybody may know it."""
    pages = Page.objects.filter(pk=public(slug).pk)
    found = growth_places.places(pages, growth_places.PUBLIC)
    return schemas.PlacesOut(
        at_least=growth_places.PUBLIC,
        places=[schemas.PlaceOut(code=p.code, name=p.name, signatures=p.signatures) for p in found.named],
        elsewhere=found.elsewhere,
        unknown=found.unknown,
    )


def aggregates(page: Petition) -> schemas.AggregatesOut:
    """What the organisers' dashboards know in numbers."""
    rows = Signature.objects.filter(petition=page).values_list("status").annotate(n=Count("pk"))
    by_status = dict(rows.order_by("status"))
    growth = GrowthHour.objects.filter(page=page.pk).aggregate(
        new=Sum("new_to_list"), said_yes=Sum("opted_in")
    )
    return schemas.AggregatesOut(
        identifiers=[f"{PREFIX}{page.pk}"],
        confirmed=page.count,
        waiting=by_status.get(Status.PENDING, 0),
        held=by_status.get(Status.HELD, 0),
        withdrawn=by_status.get(Status.WITHDRAWN, 0),
        struck=by_status.get(Status.INVALID, 0),
        new_to_list=growth["new"] or 0,
        opted_in=growth["said_yes"] or 0,
        by_channel=numbers.sums(page, "channel"),
        by_generation=numbers.sums(page, "generation"),
    )


def _in_state(found: QuerySet[Any], state: str, now: dt.datetime) -> QuerySet[Any]:
    """What is past its deadline is closed, pressed or not."""
    overdue = Q(state="open", closes_at__lte=now)
    if state == "closed":
        return found.filter(Q(state="closed") | overdue)
    if state not in {value for value, _ in Page._meta.get_field("state").flatchoices}:
        raise Http404
    return found.filter(state=state).exclude(overdue)
