"""Finding one's way: home, causes, organisations, and the pages that explain the house."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.models import Organisation
from accounts.site import public_head
from causes import faces, front_cache
from causes.models import Cause, GrowthHour, Page
from causes.views.answering import render_public
from petitions import feeds, finding, life, structured
from petitions.faces import petition_faces
from petitions.models import Petition
from petitions.views.find import what_moves

_MOVING = 6
_NETWORK_SECONDS = 30.0  # it adds up the whole journal


def _public(template: str, make: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    """A view whose page is the same for everybody: `make(now, **address)` gives the template's names."""

    @require_safe
    def view(request: HttpRequest, **address: str) -> HttpResponse:
        def render() -> str:
            head = public_head(request.path)
            return render_public(template, request.path, {**head, **make(clock.now(), **address)})

        return front_cache.answer(request, request.path, render, at_the_front=True)

    return view


def _home(now: dt.datetime) -> dict[str, Any]:
    moving = petition_faces(finding.fetch(what_moves(now)).petitions[: 1 + _MOVING], now)
    return {
        "featured": moving[0] if moving else None,
        "moving": moving[1:],
        "causes": _cause_faces(Cause.objects.public().order_by("title"), now),
        "won": life.won(now),
        "structured": structured.site(),
        "feeds": feeds.links(),
        "network": front_cache.kept("network", _network, _NETWORK_SECONDS),
    }


def _causes(now: dt.datetime) -> dict[str, Any]:
    return {"causes": _cause_faces(Cause.objects.public().order_by("title"), now)}


def _organisation(now: dt.datetime, slug: str) -> dict[str, Any]:
    organisation = get_object_or_404(
        Organisation.objects.filter(pk__in=Page.objects.public().values("organisation")), slug=slug
    )
    face = faces.organisation_face(organisation)
    return {
        "organisation": face,
        "structured": structured.organisation(face),
        "feeds": feeds.links(None, organisation),
        "petitions": petition_faces(
            Petition.objects.public().filter(organisation=organisation).order_by("-count"), now
        ),
        "causes": _cause_faces(
            Cause.objects.public().filter(organisation=organisation).order_by("title"), now
        ),
    }


def _privacy(now: dt.datetime) -> dict[str, Any]:
    running = Organisation.objects.filter(pk__in=Page.objects.public().values("organisation")).order_by(
        "name"
    )
    return {"organisations": [faces.organisation_face(organisation) for organisation in running]}


def _cookies(now: dt.datetime) -> dict[str, Any]:
    """What the settings say, so that the page cannot say anything else."""
    session = 0 if settings.SESSION_EXPIRE_AT_BROWSER_CLOSE else settings.SESSION_COOKIE_AGE
    return {
        "cookies": [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "purpose": _("Knows that you are signed in."),
                "hours": round(session / 3600),
            },
            {
                "name": settings.CSRF_COOKIE_NAME,
                "purpose": _("Proves that a form you send came from our own page."),
                "days": round(settings.CSRF_COOKIE_AGE / 86_400),
            },
        ]
    }


def _network() -> dict[str, Any]:
    """Names on the whole site, and how many of them a friend brought, in percent."""
    growth = GrowthHour.objects.filter(page__in=Page.objects.public())
    sums = growth.aggregate(people=Sum("signatures", default=0), friends=Sum("friends", default=0))
    people, friends = sums["people"], sums["friends"]
    return {
        "people": people,
        "petitions": Petition.objects.public().count(),
        "brought_by_friends": round(100 * friends / people) if people else None,
    }


def _cause_faces(causes: "QuerySet[Cause]", now: dt.datetime) -> list[Any]:
    language = translation.get_language()
    found = causes.select_related("organisation").prefetch_related("texts")
    return [faces.page_face(cause, language, now) for cause in found]


home = _public("home.html", _home)
causes = _public("causes/list.html", _causes)
organisation = _public("organisations/page.html", _organisation)
privacy = _public("privacy.html", _privacy)
how_we_count = _public("how_we_count.html", lambda now: {})
cookies = _public("cookies.html", _cookies)
accessibility = _public("accessibility.html", lambda now: {})
