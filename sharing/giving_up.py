"""Posts that wait and will not be sent any more."""

import datetime as dt

from django.db.models import Q

from sharing.models import Post


def give_up(which: Q, why: Post.Why, now: dt.datetime) -> None:
    """Posts that wait and will not be sent. What may be out since an earlier try did not surely fail."""
    waiting = Post.objects.filter(which, state=Post.State.READY)
    waiting.filter(again=0).update(state=Post.State.FAILED, why=why, settled_at=now)
    waiting.filter(again__gt=0).update(state=Post.State.UNKNOWN, why=Post.Why.NOT_FOUND, settled_at=now)
