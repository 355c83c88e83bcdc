"""Characters as people see them: several networks count these, not code points."""

import re
import unicodedata

_EXTENDING = {"Mn", "Me", "Mc"}
_JOINER = "\u200d"
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
_TONES_AND_TAGS = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u200c]")


def grapheme_length(text: str) -> int:
    """How many characters a reader sees in `text`.

    Accents, tones and joined pictures belong to the one before them, two regional letters are one flag, a
    carriage return and its line feed one end. Rare scripts that join letters otherwise count a little long.
    """
    length, before, flags = 0, "", 0
    for character in text.replace("\r\n", "\n"):
        is_flag = bool(_FLAG.match(character))
        flags = flags + 1 if is_flag else 0
        if not (_extends(character) or before == _JOINER or (is_flag and flags % 2 == 0)) or not length:
            length += 1
        before = character
    return length


def _extends(character: str) -> bool:
    extending = character == _JOINER or unicodedata.category(character) in _EXTENDING
    return extending or bool(_TONES_AND_TAGS.match(character)) or _joins_hangul(character)


def _joins_hangul(character: str) -> bool:
    """A vowel or an end of a Korean syllable written in parts."""
    return "\u1160" <= character <= "\u11ff"
