"""The texts a post may start from. More than one, so that not everybody posts the same words."""

from django.utils.translation import gettext as _

from causes.models import Link
from sharing import invitations


def texts(title: str, kind: str) -> list[str]:
    """What somebody who signed, or stands with a cause, may say, in the language that is spoken."""
    names = {"title": title}
    if kind == "cause":
        more = [
            _("“%(title)s”: this matters to me, so I put my name to it."),
            _("More of us are needed. I stand with “%(title)s”."),
        ]
    else:
        more = [
            _("“%(title)s”: my name is there now. Every name makes it harder to look away."),
            _("This matters to me, so I signed: “%(title)s”. Have a look."),
        ]
    return [invitations.of_signatory(title, kind), *(words % names for words in more)]


def first_of(link: Link, texts: list[str]) -> int:
    """Which one this person's box starts from: the same each time, and spread evenly over people."""
    return link.pk % len(texts)
