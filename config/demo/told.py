"""Writes what the demo's people told: outcomes, answers, updates, reasons, and words in a second language."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from causes import mailing, updates
from causes.models import Change, Page, PageText, Status, Update
from config.demo import content
from config.demo.pages import Shown
from petitions.models import Outcome, Response, Signature
from petitions.responses import RESPONSE


def write(shown: Sequence[Shown], now: dt.datetime) -> None:
    """After the crowd: who said yes is counted. No letter is written, nobody lives in these mailboxes."""
    known = {each.page.slug: each.page for each in shown}
    told = content.told()
    for row in told["outcome"]:
        _outcome(known[row["page"]], row, now)
    for row in told["response"]:
        _response(known[row["page"]], row, now)
    _reasons(known, told["reason"])
    for row in sorted(told["update"], key=lambda row: -row["days_ago"]):
        _update(known[row["page"]], row, now)
    PageText.objects.bulk_create(
        PageText(**{**{name: text.strip() for name, text in row.items()}, "page": known[row["page"]]})
        for row in told["words"]
    )


def _outcome(page: Page, row: dict[str, Any], now: dt.datetime) -> None:
    moment = now - dt.timedelta(days=row["days_ago"])
    Outcome.objects.create(
        petition_id=page.pk,
        state=page.state,
        what=row["what"],
        on=moment.date(),
        source=row.get("source", ""),
        received_by=row.get("received_by", ""),
        count=_counted(page) if row.get("received_by") else None,
        written_at=moment,
    )


def _counted(page: Page) -> int:
    """As the counting left it; `page` was written before."""
    return Page.objects.values_list("count", flat=True).get(pk=page.pk)


def _response(page: Page, row: dict[str, Any], now: dt.datetime) -> None:
    """On the page since the day it came, with its line in the public log."""
    moment = now - dt.timedelta(days=row["days_ago"])
    Response.objects.create(
        petition_id=page.pk, who=row["who"], words=row["words"].strip(), source=row["source"],
        on=moment.date(), written_at=moment, shown_at=moment,
    )  # fmt: skip
    Change.objects.create(
        page_id=page.pk, at=moment, hand=Change.Hand.ORGANISER, what=RESPONSE, reason=row["who"], public=True
    )


def _reasons(known: dict[str, Page], told: Sequence[dict[str, Any]]) -> None:
    """Each into the mouth of somebody who signed in its language and shows their first name."""
    spoken: list[int] = []
    for row in told:
        shows = Signature.objects.filter(
            petition=known[row["page"]].pk, status=Status.CONFIRMED, show_name=True, language=row["language"]
        )
        signature = shows.exclude(pk__in=spoken).order_by("-signed_at", "pk").first()
        if signature:
            signature.reason, signature.reason_state = row["words"], row["state"]
            signature.save(update_fields=["reason", "reason_state"])
            spoken.append(signature.pk)


def _update(page: Page, row: dict[str, Any], now: dt.datetime) -> None:
    moment = now - dt.timedelta(days=row["days_ago"])
    update = Update.objects.create(
        page_id=page.pk, language=page.language, title=row["title"], words=row["words"].strip(),
        created_at=moment,
    )  # fmt: skip
    other = "es" if page.language == "en" else "en"
    told = {name: row.get(f"{name}_{other}", "").strip() for name in updates.TEXTS}
    updates.write_texts(update, {other: told})
    updates.show(update, moment)
    if row.get("by_letter"):
        _as_if_sent(update, page, moment)


def _as_if_sent(update: Update, page: Page, moment: dt.datetime) -> None:
    people = mailing.wanted(page, moment)
    kept = asdict(mailing.Numbers(sent=people))
    Update.objects.filter(pk=update.pk).update(
        state=Update.State.SENT, asked_at=moment, ended_at=moment, people=people, kept=kept
    )
