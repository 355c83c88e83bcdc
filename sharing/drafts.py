"""A post that is being written: on which account, about which page, with which link."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causes.models import Page
from sharing import own_words, wording
from sharing.channels.network import Network
from sharing.models import Connection
from sharing.outgoing import network_of, share_address


@dataclass(frozen=True)
class Draft:
    """`code` is its link's, which is made only when the post is asked for."""

    page: Page
    connection: Connection
    code: str

    @property
    def network(self) -> Network:
        return network_of(self.connection)

    @property
    def account(self) -> str:
        """The account as people of its network write it."""
        return self.network.shown(self.connection.handle)

    @property
    def address(self) -> str:
        return share_address(self.code, self.connection.network)

    @property
    def room(self) -> int:
        return self.connection.room or self.network.room

    def text(self, words: str) -> str:
        """Exactly what would be posted."""
        return wording.post_text(words, self.address)

    def left(self, words: str) -> int:
        """How much still fits beside the link, as the network counts."""
        return wording.left(self.text(words), self.network, self.connection.room)

    def wrong(self, words: str, now: dt.datetime) -> ValidationError | None:
        """Why these words cannot go out there, in a sentence; None when they can."""
        network = self.network
        if named := network.named(words):
            return ValidationError(
                _("%(network)s does not let apps mention other accounts. Write it without the @: %(names)s"),
                code="mention",
                params={"network": network.label, "names": ", ".join(named)},
            )
        if (left := self.left(words)) < 0:
            return ValidationError(
                ngettext(
                    "This is %(n)d character too long for %(network)s, its link included.",
                    "This is %(n)d characters too long for %(network)s, its link included.",
                    -left,
                ),
                code="too_long",
                params={"n": -left, "network": network.label},
            )
        if network.own_words and own_words.said_by_others(self.connection, self.page.pk, words, now):
            return ValidationError(
                _(
                    "Another account has posted just these words. Say it a little differently: %(network)s "
                    "does not allow the same text twice."
                ),
                code="said",
                params={"network": network.label},
            )
        return None
