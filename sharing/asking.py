"""Asking for one post: the exact text, on one account, agreed to in words that are kept."""

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from causes.models import Link, Page
from causes.waking import wake
from sharing.models import Connection, Post
from sharing.outgoing import network_of, share_address
from sharing.own_words import sameness
from sharing.wording import words_of

_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"


def agreement(connection: Connection, page: Page) -> str:
    """What somebody agrees to by pressing the button, in the language that is spoken; stored as shown."""
    network = network_of(connection)
    names = {
        "site": settings.SITE_NAME,
        "handle": network.shown(connection.handle),
        "network": network.label,
        "organisation": page.organisation.name,
    }
    if connection.organisation_id:
        return (
            _(
                "I ask %(site)s to post exactly this text once on %(network)s, as %(handle)s, "
                "for %(organisation)s."
            )
            % names
        )
    return (
        _(
            "I ask %(site)s to post exactly this text once on %(network)s, as %(handle)s. "
            "%(organisation)s sees the post, this account, and whether it went out."
        )
        % names
    )


def ask(
    connection: Connection,
    link: Link,
    user: User | None,
    text: str,
    agreed: str,
    now: dt.datetime,
    **planned: Any,
) -> Post:
    """One row per link and connection, however often the button is pressed. `planned`: other columns of it,
    `due_at` for a moment that was chosen.

    Only a post that has failed, and so is surely not out, may be asked for again with another text.
    """
    wanted = {
        "asked_by": user,
        "consent_wording": agreed,
        "state": Post.State.READY,
        "due_at": now,
        "created_at": now,
        **fresh(connection, link, text, now),
        **planned,
    }
    wanted["not_before"] = wanted["due_at"]
    with transaction.atomic():
        post, made = Post.objects.get_or_create(
            connection=connection, link=link, defaults={"page_id": link.page_id, **wanted}
        )
        if not made:
            failed = Post.objects.filter(pk=post.pk, state=Post.State.FAILED)
            failed.update(**wanted, why="", error="", remote_id="", settled_at=None)
    wake("sharing.tasks.send_posts")
    post.refresh_from_db()
    return post


def fresh(connection: Connection, link: Link, text: str, now: dt.datetime) -> dict[str, Any]:
    """The columns of a text that was never handed over: its words, and a key that no network has met."""
    words = words_of(text, share_address(link.code, connection.network))
    return {"text": text, "sameness": sameness(words), "key": new_key(now), "again": 0, "looks": 0}


def take_back(post: Post, now: dt.datetime) -> bool:
    """Its owner does not want it any more; False when it is too late, because it is being sent or was."""
    waiting = Post.objects.filter(pk=post.pk, state__in=[Post.State.READY, Post.State.DRAFT], again=0)
    return bool(waiting.update(state=Post.State.FAILED, why=Post.Why.TAKEN_BACK, settled_at=now))


def tell(post: Post, there: bool, now: dt.datetime) -> bool:
    """Its owner looked at the network, when nobody else could say; False when it is known by now."""
    asked = Post.objects.filter(pk=post.pk, state=Post.State.UNKNOWN, look_at=None)
    if there:
        return bool(asked.update(state=Post.State.SENT, why="", settled_at=now))
    return bool(asked.update(state=Post.State.FAILED, why=Post.Why.NOT_THERE, settled_at=now))


def organisation_link(page: Page, code: str, connection: Connection, now: dt.datetime) -> Link:
    """The organisation's own link in one post, so that its clicks and signatures are counted.

    `code` was drawn when the form was shown, because the text that is agreed to holds it.
    """
    network = network_of(connection)
    names = {"network": network.label, "handle": network.shown(connection.handle)}
    link, _made = Link.objects.get_or_create(
        code=code,
        defaults={
            "page": page,
            "kind": Link.Kind.POST,
            "language": page.language,
            "label": (_("Post on %(network)s by %(handle)s") % names)[:80],
            "created_at": now,
        },
    )
    return link


def new_key(now: dt.datetime) -> str:
    """Thirteen letters and digits that grow with time and are never drawn twice: atproto's "TID"."""
    number = (int(now.timestamp() * 1_000_000) << 10) | secrets.randbelow(1024)
    return "".join(_SORTABLE[(number >> shift) & 31] for shift in range(60, -1, -5))
