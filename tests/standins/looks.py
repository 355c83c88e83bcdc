"""How the stand-ins' pages look, and the banner that says what they are."""

from html import escape
from pathlib import Path

STYLE = Path(__file__).with_suffix(".css").read_text()
# Nothing of a letter or post may fetch from elsewhere. The style is this file's own.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: http://127.0.0.1:* http://localhost:*"


def page(title: str, banner: str, body: str, *, refresh: int = 0) -> str:
    """A whole page. `body` is HTML; title and banner are text. `refresh` reloads it every so many seconds."""
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">{again}'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f'<body><div class="banner">{escape(banner)}</div><main>{body}</main></body></html>'
    )
