"""The words a share starts from, in the language that is spoken; whoever shares may change them."""

from django.utils.translation import gettext as _


def of_signatory(title: str, kind: str = "petition") -> str:
    """What somebody who signed, or stands with a cause, says to a friend; the link comes after it."""
    if kind == "cause":
        return _("I stand with “%(title)s”. Will you?") % {"title": title}
    return _("I just signed “%(title)s”. Will you?") % {"title": title}


def of_reader(title: str, kind: str = "petition") -> str:
    """What somebody says who has not signed, or cannot any more; the link comes after it."""
    if kind == "cause":
        return _("This matters to me: “%(title)s”") % {"title": title}
    return _("Have you seen this? “%(title)s”") % {"title": title}


def of_organisation(title: str, summary: str) -> str:
    """What the organisation itself posts; the link comes after it."""
    said = title if title.rstrip().endswith((".", "!", "?", "…")) else f"{title}."
    return " ".join([said, summary, _("Add your name:")]).replace("  ", " ")
