"""Everything that is stored about one person in one organisation, as they may take it with them."""

import datetime as dt
from typing import Any

from django.conf import settings

from accounts.models import Supporter
from causes.models import Letter
from petitions.models import ExportLog, PaperRow, Report
from sharing.held import Held, held_by, with_reports
from sharing.me import Entry
from sharing.models import Post


def data_of(supporter: Supporter, now: dt.datetime) -> dict[str, Any]:
    """JSON-able, see `data_held`."""
    held = held_by(supporter.organisation, supporter.email, supporter.language)
    return data_held(with_reports(held), now)


def data_held(held: Held, now: dt.datetime) -> dict[str, Any]:
    """JSON-able: the person, each name with the words agreed to and signed, letters of the last 30 days,
    posts, share taps, reports, lines of sheets that do not count, and the files they were taken out in."""
    pages = {entry.row.link_id: entry.title for entry in held.entries}
    return {
        "made_at": now,
        "site": settings.SITE_URL,
        "organisation": held.organisation.name,
        "person": _person(held.supporter, held) if held.supporter else {"email": held.address},
        "signed": [_signed(entry) for entry in held.entries],
        "letters": [_letter(letter) for letter in held.letters],
        "posts": [_post(post) for post in held.posts],
        "share_taps": [
            {"about": pages[tap.link_id], "channel": tap.channel, "day": tap.day} for tap in held.taps
        ],
        "reports": [_report(report) for report in held.reports],
        "on_sheets": [_line(line) for line in held.lines],
        "taken_out": [_taken_out(log) for log in held.taken_out],
        "takes_no_letters_since": held.undeliverable.since if held.undeliverable else None,
    }


def _person(supporter: Supporter, held: Held) -> dict[str, Any]:
    return {
        "name": supporter.name,
        "email": supporter.email,
        "language": supporter.language,
        "updates": any(entry.row.updates for entry in held.entries),
        "first_came_by": supporter.first_channel,
        "first_confirmed_at": supporter.first_confirmed_at,
        "created_at": supporter.created_at,
    }


def _signed(entry: Entry) -> dict[str, Any]:
    row = entry.row
    fields = ("name", "email", "country", "postcode", "region", "language", "channel", "updates", "show_name")
    said = ("reason", "reason_state", "status", "new_to_list")
    dates = ("signed_at", "confirmed_at", "ended_at")
    return {
        "page": entry.title,
        "kind": entry.page.kind,
        "state_of_the_page": entry.page.state,
        "address": f"{settings.SITE_URL}{entry.path}" if entry.path else "",
        **{field: getattr(row, field) for field in (*fields, *said, *dates)},
        "share_link": f"{settings.SITE_URL}/s/{row.link.code}/",
        "generation": row.link.generation,
        "brought": entry.brought,
        "brought_by_those": entry.further,
        "consent": {
            "version": row.consent.version,
            "language": row.consent.language,
            "purpose": row.consent.purpose,
            "given_at": row.signed_at,
            "wording": row.consent.body,
        },
        "words_signed": _words(entry),
    }


def _words(entry: Entry) -> dict[str, Any] | None:
    """The page's own words as they were read; None for names from before versions were kept."""
    words = entry.row.wording
    if words is None:
        return None
    said = ("language", "number", "title", "decision_maker", "summary", "story", "written_at")
    return {name: getattr(words, name) for name in said}


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "kind": letter.kind,
        "about": letter.page.title,
        "to": letter.email,
        "state": letter.state,
        "created_at": letter.created_at,
        "sent_at": letter.sent_at,
    }


def _post(post: Post) -> dict[str, Any]:
    return {
        "network": post.connection.network,
        "account": post.connection.handle,
        "about": post.page.title,
        "text": post.text,
        "agreed_to": post.consent_wording,
        "state": post.state,
        "asked_at": post.created_at,
        "id_at_the_network": post.remote_id,
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "about": report.petition.title,
        "kind": report.kind,
        "words": report.words,
        "email": report.email,
        "state": report.state,
        "reported_at": report.at,
    }


def _line(line: PaperRow) -> dict[str, Any]:
    fields = ("name", "email", "postcode", "updates", "show_name", "outcome", "problem")
    return {
        "petition": line.batch.petition.title,
        "entered_at": line.batch.created_at,
        **{field: getattr(line, field) for field in fields},
    }


def _taken_out(log: ExportLog) -> dict[str, Any]:
    """A file that the name may stand in; who took it is the organisation's own business."""
    return {"petition": log.petition.title, "purpose": log.purpose, "at": log.started_at}
