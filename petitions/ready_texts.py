"""Texts an organiser can paste the moment a petition is public, in the petition's language."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from causes import speaking
from petitions.models import Petition


class ReadyText(NamedTuple):
    """`where` it fits, and the words."""

    where: str
    text: str


def ready_texts(petition: Petition, address: str, language: str = "") -> list[ReadyText]:
    """For a chat, for X and its like, and for an e-mail; each with the whole public `address`. In the
    petition's language unless another is named."""
    language = language or petition.language
    said = speaking.said(petition, language).text
    names = {
        "title": said["title"],
        "ask": said["summary"],
        "who": said["decision_maker"],
        "organisation": petition.organisation.name,
        "address": address,
    }
    with override(language):
        return [
            ReadyText(
                "WhatsApp",
                _("%(title)s\n\n%(ask)s\n\nAdd your name, it takes a minute:\n%(address)s") % names,
            ),
            ReadyText("X", _("%(title)s. Add your name: %(address)s") % names),
            ReadyText(
                _("E-mail"),
                _(
                    "Subject: %(title)s\n\nHello,\n\nwe are asking %(who)s: %(ask)s\n\n"
                    "Would you add your name, and send this to three people you trust?\n%(address)s\n\n"
                    "Thank you,\n%(organisation)s"
                )
                % names,
            ),
        ]
