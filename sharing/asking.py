"""Asking for one post: the exact text, on one account, agreed to in words that are kept."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from causes.models import Link, Page
from causes.waking import wake
from sharing.models import Connection, Post


def agreement(connection: Connection, page: Page) -> str:
    """What somebody agrees to by pressing the button, in the language that is spoken; stored as shown."""
    names = {
        "site": settings.SITE_NAME,
        "handle": connection.handle,
        "organisation": page.organisation.name,
    }
    if connection.organisation_id:
        return (
            _("I ask %(site)s to post exactly this text once on X, as @%(handle)s, for %(organisation)s.")
            % names
        )
    return (
        _(
            "I ask %(site)s to post exactly this text once on X, as @%(handle)s. "
            "%(organisation)s sees the post, this account, and whether it went out."
        )
        % names
    )


def ask(connection: Connection, link: Link, user: User, text: str, agreed: str, now: dt.datetime) -> Post:
    """One row per link and connection, however often the button is pressed.

    Only a post that has failed, and so is surely not out, may be asked for again with another text.
    """
    wanted = {
        "text": text,
        "consent_wording": agreed,
        "asked_by": user,
        "state": Post.State.READY,
        "not_before": now,
        "created_at": now,
    }
    with transaction.atomic():
        post, made = Post.objects.get_or_create(
            connection=connection, link=link, defaults={"page_id": link.page_id, **wanted}
        )
        if not made:
            failed = Post.objects.filter(pk=post.pk, state=Post.State.FAILED)
            failed.update(**wanted, why="", error="", settled_at=None)
    wake("sharing.tasks.send_posts")
    post.refresh_from_db()
    return post


def take_back(post: Post, now: dt.datetime) -> bool:
    """Its owner does not want it any more; False when it is too late, because it is being sent or was."""
    waiting = Post.objects.filter(pk=post.pk, state=Post.State.READY)
    return bool(waiting.update(state=Post.State.FAILED, why=Post.Why.TAKEN_BACK, settled_at=now))


def organisation_link(page: Page, code: str, handle: str, now: dt.datetime) -> Link:
    """The organisation's own link in one post, so that its clicks and signatures are counted.

    `code` was drawn when the form was shown, because the text that is agreed to holds it.
    """
    link, _made = Link.objects.get_or_create(
        code=code,
        defaults={
            "page": page,
            "kind": Link.Kind.POST,
            "language": page.language,
            "label": _("Post on X by @%(handle)s") % {"handle": handle},
            "created_at": now,
        },
    )
    return link
