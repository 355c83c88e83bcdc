"""Writes what pages' scripts would have told of the crowd: views, share taps, and visits by own links."""

import datetime as dt
from collections import Counter
from random import Random

from accounts.clock import hour_of
from config.demo import chance as draws
from config.demo.rows import Signing, Written
from sharing.models import ClickHour, LinkClicks, TapHour, ViewHour
from sharing.own_links import make_page_links

_LOOKED_ON = 4.5  # people who looked and did not sign, for each who did
_SHARES = 0.46  # of those who signed
_MORE_TAPS = 0.5
_SCRIPT = 0.93  # of the visits by a link, those that a browser with script told
_BUTTONS = ("whatsapp", "whatsapp", "whatsapp", "copy", "facebook", "x", "email", "sheet", "telegram")
_Cell = tuple[int, str, dt.datetime]


def write(written: Written, now: dt.datetime) -> None:
    """Rows of the journals of views and taps, by hour. Its chance is its own: the crowd stays as it is."""
    chance = Random(f"seen {len(written.signings)}")
    views: Counter[_Cell] = Counter()
    taps: Counter[_Cell] = Counter()
    people: Counter[_Cell] = Counter()
    own: Counter[int] = Counter()
    for signing in written.signings:
        hour, page = hour_of(signing.signer.signed_at), signing.page.pk
        views[page, signing.signer.channel, hour] += 1 + draws.poisson(chance, _LOOKED_ON)
        if chance.random() < _SHARES:
            pressed = (page, chance.choice(_BUTTONS), hour)
            people[pressed] += 1
            taps[pressed] += 1 + draws.poisson(chance, _MORE_TAPS)
        if link := _own_link(written, signing):
            own[link] += 1 + draws.poisson(chance, 1.6)
    _store_views(views, written)
    TapHour.objects.bulk_create(
        TapHour(page_id=page, channel=channel, hour=hour, taps=number, people=people[page, channel, hour])
        for (page, channel, hour), number in taps.items()
    )
    LinkClicks.objects.bulk_create(
        LinkClicks(link_id=link, clicks=number, confirmed=round(number * _SCRIPT))
        for link, number in own.items()
    )
    _confirm_clicks({page for page, _, _ in views})
    make_page_links(now)


def _own_link(written: Written, signing: Signing) -> int | None:
    """The organisation's own link that somebody came by."""
    link = written.own_links.get((signing.page.pk, signing.signer.through))
    return link.pk if link and not signing.signer.parent else None


def _store_views(views: Counter[_Cell], written: Written) -> None:
    by_link = {(s.page.pk, s.signer.channel) for s in written.signings if s.signer.parent or s.signer.through}
    ViewHour.objects.bulk_create(
        ViewHour(
            page_id=page, channel=channel, hour=hour, outcome=ClickHour.Outcome.COUNTED,
            views=number, from_share=number if (page, channel) in by_link else 0,
        )
        for (page, channel, hour), number in views.items()
    )  # fmt: skip


def _confirm_clicks(pages: set[int]) -> None:
    rows = list(ClickHour.objects.filter(page__in=pages, outcome=ClickHour.Outcome.COUNTED))
    for row in rows:
        row.confirmed = round(row.clicks * _SCRIPT)
    ClickHour.objects.bulk_update(rows, ["confirmed"], batch_size=1000)
