"""The texts a post may start from. More than one, so that not everybody posts the same words."""

from django.utils.translation import gettext as _

from causes.models import Link, Page
from sharing import invitations
from sharing.models import ShareText

_ENOUGH = 2


def texts(page: Page, title: str, language: str, network: str) -> list[str]:
    """What somebody who signed may say there: the organiser's texts in `language`, and ours when those
    are too few to choose from."""
    theirs = ShareText.objects.filter(page=page.pk, language=language, channel__in=["", network])
    found = list(theirs.order_by("-channel", "number").values_list("words", flat=True))
    ours = of_ours(title, page.kind) if len(found) < _ENOUGH else []
    return list(dict.fromkeys([*found, *ours]))


def of_ours(title: str, kind: str) -> list[str]:
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
