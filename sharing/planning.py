"""What an organiser does with posts of the organisation's own: ask for several, change, approve, try again.

A post may be changed while nobody has claimed it: every change is one statement that asks for the state.
"""

import datetime as dt

from django.db import transaction

from accounts.models import User
from causes.waking import wake
from sharing.asking import ask, fresh, organisation_link
from sharing.drafts import Draft
from sharing.models import Post

_CHANGEABLE = [Post.State.DRAFT, Post.State.READY]


def ask_for_each(
    drafts: list[Draft], user: User, words: str, agreed: str, due_at: dt.datetime, now: dt.datetime
) -> list[Post]:
    """One post per account, all or none, each with its own link."""
    with transaction.atomic():
        return [
            ask(
                draft.connection,
                organisation_link(draft.page, draft.code, draft.connection, now),
                user,
                draft.text(words),
                agreed,
                now,
                due_at=due_at,
            )
            for draft in drafts
        ]


def change(
    post: Post, draft: Draft, user: User, words: str, agreed: str, due_at: dt.datetime, now: dt.datetime
) -> bool:
    """Other words or another time; a prepared draft becomes a post by it. False when it is too late."""
    asked = {"asked_by": user, "consent_wording": agreed, "state": Post.State.READY, "why": ""}
    when = {"due_at": due_at, "not_before": due_at, "created_at": now}
    waiting = Post.objects.filter(pk=post.pk, state__in=_CHANGEABLE, again=0)
    text = fresh(post.connection, post.link, draft.text(words), now)
    changed = bool(waiting.update(**asked, **when, **text))
    wake("sharing.tasks.send_posts")
    return changed


def try_again(post: Post, user: User, now: dt.datetime) -> bool:
    """The same text of a failed post once more, asked for by `user`; False when it did not fail."""
    if post.state != Post.State.FAILED:
        return False
    text = fresh(post.connection, post.link, post.text, now)
    when = {"due_at": now, "not_before": now, "created_at": now, "settled_at": None}
    failed = Post.objects.filter(pk=post.pk, state=Post.State.FAILED)
    again = bool(failed.update(**text, **when, asked_by=user, state=Post.State.READY, why="", error=""))
    wake("sharing.tasks.send_posts")
    return again


def look_now(post: Post, now: dt.datetime) -> bool:
    """Look for it on the account once more, because somebody wants to know; False when it is known."""
    unknown = Post.objects.filter(pk=post.pk, state=Post.State.UNKNOWN)
    looking = bool(unknown.update(look_at=now))
    wake("sharing.tasks.send_posts")
    return looking


def may_change(post: Post) -> bool:
    """Whether it still waits, for its time or for somebody's yes."""
    return post.state in _CHANGEABLE and post.again == 0


def is_own(post: Post) -> bool:
    """Whether it is the organisation's. A supporter's words and account are theirs alone."""
    return post.connection.organisation_id is not None
