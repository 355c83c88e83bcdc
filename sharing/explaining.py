"""How a post stands, told to the person who asked for it, in their own language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharing.channels.base import REASON_TEXTS
from sharing.models import Post

Words = str | Promise
_WHY: dict[str, Words] = {
    **{reason.value: words for reason, words in REASON_TEXTS.items()},
    Post.Why.RECONNECT: _(
        "X no longer accepts this connection. Connect the account again, then ask once more."
    ),
    Post.Why.DISCONNECTED: _("The account was disconnected before the post was sent."),
    Post.Why.TAKEN_BACK: _("You took it back before it was sent."),
    Post.Why.TOO_OLD: _("It waited for two days and was not sent. Ask again if you still want it."),
    Post.Why.WAITING: _("X asked us to wait a while. It goes out by itself."),
    Post.Why.UNREACHED: _("X could not be reached. We try again by ourselves."),
    Post.Why.PAUSED: _("Posting on X is paused for the whole site. It goes out when it starts again."),
    Post.Why.NO_ANSWER: _("X gave no clear answer."),
    Post.Why.CUT_OFF: _("We were cut off while sending it."),
}


def why(post: Post) -> Words:
    """The reason in a sentence for its owner; empty when there is nothing to say."""
    return _WHY.get(post.why, "")


def can_ask_again(post: Post) -> bool:
    """Whether it is surely not out and never will be by itself."""
    return post.state == Post.State.FAILED


def needs_connecting(post: Post) -> bool:
    """Whether another text would not help before the account is connected again."""
    return post.state == Post.State.FAILED and post.why in (
        Post.Why.RECONNECT,
        Post.Why.DISCONNECTED,
        Post.Why.SCOPE,
    )
