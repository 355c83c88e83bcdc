"""How X counts the length of a post (its "weighted length"), so that a form can say it first.

An address counts 23 whatever its length, an emoji 2 however many code points it is made of,
Latin, Greek, Cyrillic, Arabic and their neighbours 1, everything else (Chinese, Japanese,
Korean among it) 2. X normalises to NFC before it counts.
"""

import re
import unicodedata

MAX_WEIGHTED = 280
ADDRESS_WEIGHT = 23

# Bare domains become links at X when they end like one. A shorter list than X's own: a rare
# ending is counted letter by letter, and X would say so.
_ENDINGS = "com|org|net|edu|gov|mil|int|info|biz|name|app|dev|news|online|site|blog|xyz|[a-z]{2}"
ADDRESS = re.compile(
    rf"""(?<![a-z0-9_@#$./-])
    (?: https?://[^\s<>"]+
      | (?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{_ENDINGS})(?![\w-])(?:/[^\s<>"]*)?
    )
    (?<![.,:;!?'’)\]…])""",
    re.IGNORECASE | re.VERBOSE,
)

_PICTURE = (
    "[\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935\u2b05-\u2b55"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_TONED = f"(?:[\u00a9\u00ae]\ufe0f|{_PICTURE}\ufe0f?[\U0001f3fb-\U0001f3ff]?)"
EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"  # a flag of two regional letters
    "|[0-9#*]\ufe0f?\u20e3"  # a key cap
    f"|{_TONED}[\U000e0020-\U000e007f]*(?:\u200d{_TONED})*"  # one picture, or several joined
)
# Code points that weigh 1; all others weigh 2.
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def weighted_length(text: str) -> int:
    """The length of `text` as X counts it; a post may have MAX_WEIGHTED."""
    text = unicodedata.normalize("NFC", text)
    text, addresses = ADDRESS.subn("", text)
    text, emoji = EMOJI.subn("", text)
    return addresses * ADDRESS_WEIGHT + emoji * 2 + sum(map(_weight, text))


def _weight(character: str) -> int:
    point = ord(character)
    return 1 if any(first <= point <= last for first, last in _LIGHT) else 2
