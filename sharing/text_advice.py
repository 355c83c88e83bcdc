"""What makes a share text work on its channel: a list that ticks itself off, never a refusal.

`static/js/advice.js` says the same while somebody types; a test compares the two.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from causes.models.experiment import LONGEST
from sharing.channels.x.length import MAX_WEIGHTED, weighted_length

# What somebody is asked to do, in the languages of the site. A question asks, too.
ASKS = {
    "en": "sign add join help share read stand put tell ask come take back support send call write say",
    "es": (
        "firma firmas firmen firmemos fírmala fírmalo suma sumas súmate sumen sumemos únete unes únanse "
        "ayuda ayudas ayuden comparte compartes lee lees apoya apoyas apoyen pon pones pasa pásala manda "
        "di dile pide ven"
    ),
}
SUBJECT_SHOWN = 60  # letters that most mail programs show; phones about 40
MOST_MESSAGES = 2
# The alphabet of plain text messages (GSM 03.38); the second row takes two places. Any other letter makes
# every letter of the message larger.
_PLAIN = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_PLAIN_IN_TWO = "^{}\\[~]|€"
_LONG_ENOUGH = 5  # letters: shorter words of a title say nothing
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


@dataclass(frozen=True)
class Advice:
    """One line of the list: `check` is its name for the script, `count` where the text stands."""

    check: str
    said: str
    good: bool
    count: str = ""


def advice(words: str, channel: str, language: str, title: str) -> list[Advice]:
    """About `words` on `channel` ("" is every one without a text of its own), for a page called `title`."""
    return [*_of_any(words, language, title), *_of_channel(words, channel, title)]


def shown(words: str, channel: str, language: str, title: str) -> dict[str, Any]:
    """For the screen: the list, and what its script must know to keep it true."""
    return {
        "lines": advice(words, channel, language, title),
        "asks": ASKS.get(language, ""),
        "about": " ".join(sorted(_telling(title))),
        "link": _link("sms"),
    }


def messages(text: str) -> int:
    """How many text messages a phone makes of it."""
    if all(letter in _PLAIN or letter in _PLAIN_IN_TWO for letter in text):
        size, whole, part = len(text) + sum(letter in _PLAIN_IN_TWO for letter in text), 160, 153
    else:
        size, whole, part = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if size <= whole else ceil(size / part)


def _of_any(words: str, language: str, title: str) -> Iterator[Advice]:
    size = len(words)
    yield Advice("length", _("Short: 200 characters are read, more are not"), 0 < size <= LONGEST,
                 f"({size}/{LONGEST})")  # fmt: skip
    if language in ASKS:
        asks = words.rstrip().endswith("?") or bool(_words(words) & set(ASKS[language].split()))
        yield Advice("ask", _("Asks for something: sign, add your name, or a question"), asks)
    if telling := _telling(title):
        yield Advice("about", _("Says what for, with a word of the title"), bool(_words(words) & telling))
    yield Advice("bare", _("Has no address in it: the link is added by itself"), not _ADDRESS.search(words))


def _of_channel(words: str, channel: str, title: str) -> Iterator[Advice]:
    if channel in ("", "x"):
        size = weighted_length(f"{words} {_link('x')}")
        yield Advice("x", _("Fits on X with the link, as X counts"), size <= MAX_WEIGHTED,
                     f"({size}/{MAX_WEIGHTED})")  # fmt: skip
    if channel == "sms":
        number = messages(f"{words} {_link('sms')}")
        said = _("Two text messages at most, link included. Letters like á and emoji need more room")
        yield Advice("sms", said, number <= MOST_MESSAGES, f"({number}/{MOST_MESSAGES})")
    if channel in ("", "email"):
        said = _("The subject of an e-mail is the title: short enough to be seen whole")
        yield Advice("", said, len(title) <= SUBJECT_SHOWN, f"({len(title)}/{SUBJECT_SHOWN})")


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text).lower()))


def _telling(title: str) -> set[str]:
    return {word for word in _words(title) if len(word) >= _LONG_ENOUGH}


def _link(channel: str) -> str:
    """As long as a real one."""
    return f"{settings.SITE_URL}/s/aaaaaaaaa/{channel}/"
