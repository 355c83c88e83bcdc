"""Writes the demo's organisations, causes and petitions, each with its picture."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import Organisation
from causes import wording
from causes.models import Cause, Page, State
from config.demo import content
from config.demo.content import CrowdPlan
from config.demo.posters import POSTERS
from petitions.models import Petition

_SHARED = ("slug", "language", "title", "summary", "story", "picture_alt", "goal")


@dataclass(frozen=True)
class Shown:
    """A written page and how its crowd comes; no plan: nobody has seen it."""

    page: Page
    plan: CrowdPlan | None


def write(now: dt.datetime) -> list[Shown]:
    """All organisations, then their causes, then their petitions."""
    organisations = {row["slug"]: _organisation(row, now) for row in content.organisations()}
    causes: dict[str, Cause] = {}
    shown = []
    for row in content.causes():
        plan = content.plan_of_cause(row)
        causes[row["slug"]] = Cause(organisation=organisations[row["organisation"]], **_page(row, plan, now))
        shown.append(_save(causes[row["slug"]], row, plan))
    for row in content.petitions():
        petition_plan = content.plan_of(row)
        cause = causes[row["cause"]]
        petition = Petition(
            organisation=cause.organisation,
            cause=cause,
            decision_maker=row["decision_maker"],
            goal_consequence=row.get("goal_consequence", ""),
            area=row.get("area", ""),
            quote=row.get("quote", ""),
            quoted=row.get("quoted", ""),
            **_page(row, petition_plan, now),
        )
        shown.append(_save(petition, row, petition_plan))
    return shown


def _organisation(row: dict[str, Any], now: dt.datetime) -> Organisation:
    return Organisation.objects.create(is_demo=True, created_at=now - dt.timedelta(days=90), **row)


def _page(row: dict[str, Any], plan: CrowdPlan | None, now: dt.datetime) -> dict[str, Any]:
    published = now - dt.timedelta(days=plan.days_ago) if plan else None
    closes = (
        published + dt.timedelta(days=plan.lasts_days) if published and plan and plan.lasts_days else None
    )
    state = row.get("state", State.OPEN)
    return {
        **{key: row[key].strip() if isinstance(row[key], str) else row[key] for key in _SHARED},
        "picture_credit": row.get("picture_credit", ""),
        "state": state,
        "published_at": published,
        "closes_at": closes if state != State.PAUSED else None,
        "created_at": (published or now) - dt.timedelta(days=2),
    }


def _save(page: Page, row: dict[str, Any], plan: CrowdPlan | None) -> Shown:
    picture = ContentFile(painted(row["picture"]))
    page.picture.save(f"demo-{row['picture'].replace('_', '-')}.jpg", picture, save=False)
    page.save()
    if page.published_at:
        wording.record(page, page.published_at)
    return Shown(page, plan)


@cache
def painted(name: str) -> bytes:
    """A poster as JPEG, painted once."""
    return POSTERS[name]().jpeg()
