"""How a post stands, told to the person who asked for it, in their own language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharing.channels.base import REASON_TEXTS
from sharing.models import Post
from sharing.outgoing import network_of

Words = str | Promise
_WHY: dict[str, Words] = {
    **{reason.value: words for reason, words in REASON_TEXTS.items()},
    Post.Why.RECONNECT: _(
        "%(network)s no longer accepts this connection. Connect the account again, then ask once more."
    ),
    Post.Why.DISCONNECTED: _("The account was disconnected before the post was sent."),
    Post.Why.TAKEN_BACK: _("It was taken back before it was sent."),
    Post.Why.TOO_OLD: _("It waited for two days and was not sent. Ask again if you still want it."),
    Post.Why.WAITING: _("%(network)s asked us to wait a while. It goes out by itself."),
    Post.Why.UNREACHED: _("%(network)s could not be reached. We try again by ourselves."),
    Post.Why.PAUSED: _(
        "Posting on %(network)s is paused for the whole site. It goes out when it starts again."
    ),
    Post.Why.BUDGET: _("All posts of today are used up. It goes out tomorrow by itself."),
    Post.Why.ONCE_MORE: _("It was not found on %(network)s, so it is handed over once more."),
    Post.Why.NOT_FOUND: _("We looked on %(network)s and did not find it, and cannot be sure."),
    Post.Why.NOT_THERE: _("You looked, and it is not there."),
    Post.Why.NO_ANSWER: _("%(network)s gave no clear answer."),
    Post.Why.CUT_OFF: _("We were cut off while sending it."),
}


def why(post: Post) -> str:
    """The reason in a sentence for its owner; empty when there is nothing to say."""
    return str(_WHY.get(post.why, "")) % {"network": network_of(post.connection).label}


def can_ask_again(post: Post) -> bool:
    """Whether it is surely not out and never will be by itself."""
    return post.state == Post.State.FAILED


def is_moving(post: Post) -> bool:
    """Whether a page about it should look again by itself."""
    looked_for = post.state == Post.State.UNKNOWN and post.look_at is not None
    return looked_for or post.state in (Post.State.READY, Post.State.SENDING)


def needs_connecting(post: Post) -> bool:
    """Whether another text would not help before the account is connected again."""
    return post.state == Post.State.FAILED and post.why in (
        Post.Why.RECONNECT,
        Post.Why.DISCONNECTED,
        Post.Why.SCOPE,
    )
