"""Everything that is stored about one person in one organisation, as they may take it with them."""

import datetime as dt
from typing import Any

from django.conf import settings

from accounts.models import Supporter
from causes.models import Letter
from sharing.me import Entry, entries_of
from sharing.models import Post, Tap


def data_of(supporter: Supporter, now: dt.datetime) -> dict[str, Any]:
    """JSON-able: the person, each name with the words agreed to, letters of the last 30 days, posts, taps."""
    entries = entries_of(supporter, supporter.language)
    return {
        "made_at": now,
        "site": settings.SITE_URL,
        "organisation": supporter.organisation.name,
        "person": {
            "name": supporter.name,
            "email": supporter.email,
            "language": supporter.language,
            "updates": any(entry.row.updates for entry in entries),
            "first_came_by": supporter.first_channel,
            "first_confirmed_at": supporter.first_confirmed_at,
            "created_at": supporter.created_at,
        },
        "signed": [_signed(entry) for entry in entries],
        "letters": [_letter(letter) for letter in _letters(supporter)],
        "posts": [_post(post) for post in _posts(entries)],
        "share_taps": _taps(entries),
    }


def _signed(entry: Entry) -> dict[str, Any]:
    row = entry.row
    fields = ("name", "email", "country", "postcode", "region", "language", "channel", "updates", "show_name")
    said = ("reason", "reason_state", "status")
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
            "wording": row.consent.body,
        },
    }


def _letters(supporter: Supporter) -> list[Letter]:
    mine = Letter.objects.filter(email_key=supporter.email_key, page__organisation=supporter.organisation_id)
    return list(mine.select_related("page").order_by("created_at"))


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "kind": letter.kind,
        "about": letter.page.title,
        "to": letter.email,
        "state": letter.state,
        "created_at": letter.created_at,
        "sent_at": letter.sent_at,
    }


def _taps(entries: list[Entry]) -> list[dict[str, Any]]:
    """Presses on share buttons of the last 90 days; older ones are numbers that name nobody."""
    pages = {entry.row.link_id: entry.title for entry in entries}
    taps = Tap.objects.filter(link__in=pages).order_by("day", "pk")
    return [{"about": pages[tap.link_id], "channel": tap.channel, "day": tap.day} for tap in taps]


def _posts(entries: list[Entry]) -> list[Post]:
    links = [entry.row.link_id for entry in entries]
    mine = Post.objects.filter(link__in=links, connection__person__isnull=False)
    return list(
        mine.select_related("connection", "page")
        .defer("connection__access_token", "connection__refresh_token")
        .order_by("created_at")
    )


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
