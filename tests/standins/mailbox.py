"""The mailbox's pages and its JSON: what a person or a test reads of the letters."""

from datetime import datetime
from html import escape
from urllib.parse import quote

from tests.standins.letters import Letter, Letters
from tests.standins.looks import page
from tests.standins.web import Answer, Request, Route, as_json, html, redirect

BANNER = "Development mailbox: nothing leaves this machine"
SHOWN = 200
EMPTY = '<p class="card">No letters here yet. Sign a petition, and its letter arrives here.</p>'
EMPTY_BUTTON = '<form method="post" action="/empty"><button>Empty the mailbox</button></form>'
FIND = (
    '<form role="search"><label>Sent to <input type="text" name="to" value="{to}"></label> '
    "<button>Find</button></form>"
)


def routes(letters: Letters) -> list[Route]:
    def front(request: Request) -> Answer:
        to = request.query.get("to", "")
        return html(_front(letters.all(to), to))

    def one(request: Request, n: str) -> Answer:
        letter = letters.get(int(n))
        return html(_one(letter)) if letter else html(_gone(), 404)

    def listed(request: Request) -> Answer:
        return as_json([letter.as_dict() for letter in letters.all(request.query.get("to", ""))])

    def emptied(request: Request) -> Answer:
        letters.empty()
        return Answer(status=204)

    def empty_button(request: Request) -> Answer:
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return Answer(status=403)
        letters.empty()
        return redirect("/")

    return [
        ("GET", "/", front),
        ("GET", r"/letters/(?P<n>\d{1,9})/", one),
        ("GET", "/letters.json", listed),
        ("DELETE", "/letters.json", emptied),
        ("POST", "/empty", empty_button),
    ]


def _front(letters: list[Letter], to: str) -> str:
    newest = letters[::-1][:SHOWN]
    count = f"{len(letters)} letter{'' if len(letters) == 1 else 's'}, newest first"
    more = f'<p class="soft">The newest {SHOWN} are shown.</p>' if len(letters) > SHOWN else ""
    cards = "".join(_card(letter) for letter in newest) or EMPTY
    buttons = FIND.format(to=escape(to)) + (EMPTY_BUTTON if letters else "")
    body = f'<h1>Mailbox</h1><div class="row">{buttons}</div><p class="soft">{count}</p>{cards}{more}'
    # A page that somebody is typing in does not reload.
    return page(f"Mailbox ({len(letters)})", BANNER, body, refresh=0 if to else 10)


def _card(letter: Letter) -> str:
    return (
        f'<a class="card" href="/letters/{letter.n}/"><strong>{_subject(letter)}</strong>'
        f'<div class="row soft"><span>to {escape(", ".join(letter.to))}</span>{_time(letter)}</div></a>'
    )


def _one(letter: Letter) -> str:
    to = escape(", ".join(letter.to))
    parts = [
        f'<p><a href="/">Mailbox</a> · <a href="/?to={quote(letter.to[0])}">All to this address</a></p>',
        f'<h1>{_subject(letter)}</h1><p class="soft">Letter {letter.n} to {to}, {_time(letter)}</p>',
        f"<h2>As HTML</h2>{_frame(letter.html)}" if letter.html else "",
        f'<h2>As text</h2><p class="card text">{escape(letter.text)}</p>' if letter.text else "",
        f"<h2>Links</h2><ul>{''.join(map(_link, letter.links))}</ul>" if letter.links else "",
        f'<details class="card"><summary>Headers</summary><dl>{_head(letter)}</dl></details>',
    ]
    return page(letter.subject, BANNER, "".join(parts))


def _subject(letter: Letter) -> str:
    return escape(letter.subject) or "(no subject)"


def _head(letter: Letter) -> str:
    rows = letter.headers.items()
    return "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)


def _link(address: str) -> str:
    return f'<li><a href="{escape(address)}" target="_blank" rel="noopener">{escape(address)}</a></li>'


def _frame(document: str) -> str:
    """The letter's HTML on its own, without scripts; its links open in a tab that is free again."""
    return (
        '<iframe title="The letter as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" '
        f'srcdoc="{escape("<base target=_blank>" + document)}"></iframe>'
    )


def _time(letter: Letter) -> str:
    local = datetime.fromisoformat(letter.received_at).astimezone()
    return f'<time datetime="{escape(letter.received_at)}">{local:%d %b %H:%M:%S}</time>'


def _gone() -> str:
    return page("No such letter", BANNER, '<h1>No such letter</h1><p><a href="/">Mailbox</a></p>')
