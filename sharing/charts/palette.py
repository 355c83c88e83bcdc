"""The colours of charts: the printed value is an SVG attribute, a theme changes it through a class."""

INK = "ink"
QUIET = "quiet"
HAIR = "hair"
TEAL = "teal"
MAGENTA = "magenta"
SUN = "sun"
PAPER = "paper"

# The class `c-<name>` in growth.css overrides these in the dark theme.
VALUES = {
    INK: "#1B1A2E",
    QUIET: "#55536B",
    HAIR: "#DDD6C8",
    TEAL: "#0B6B66",
    MAGENTA: "#B3175B",
    SUN: "#FFC93C",
    PAPER: "#FFFDF8",
    "direct": "#1B1A2E",
    "x": "#1E4FA3",
    "whatsapp": "#1A6B3C",
    "facebook": "#6A3FA0",
    "link": "#B25E00",
    "other": "#6B6878",
}

_GROUPS = {
    "direct": "direct",
    "email": "direct",
    "x": "x",
    "whatsapp": "whatsapp",
    "facebook": "facebook",
    "copy": "link",
    "sheet": "link",
    "qr": "link",
}
GROUPS = ("whatsapp", "x", "facebook", "link", "direct", "other")


def group_of(channel: str) -> str:
    """The colour a channel is drawn in: six are told apart at a glance, nineteen are not."""
    return _GROUPS.get(channel, "other")
