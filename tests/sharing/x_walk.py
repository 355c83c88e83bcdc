"""The walk to X and back, as a browser without script makes it."""

import datetime as dt
import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from accounts import clock
from causes import tokens
from causes.models import Signed
from tests.standins.x import XStandin

OPEN = "/connect/x/open/"
START = "/connect/x/"
POST = "/connect/x/post/"


def letter_of(signed: Signed, **earlier: float) -> str:
    """The token in the link of this person's letter, written so much earlier."""
    written = clock.now() - dt.timedelta(**earlier)
    return tokens.make("confirm", signed.link.code, signed.email_key, written)


def open_door(client: Client, signed: Signed, prefix: str = "") -> Any:
    """Press "Post it on X for me" on the confirmed page."""
    return client.post(prefix + OPEN, {"letter": letter_of(signed)})


def walk(
    client: Client, x: XStandin, username: str = "maria_lopez_demo", prefix: str = "", **press: Any
) -> Any:
    """From the page that explains to X, a press there, and back: the answer to the way back."""
    asked = client.post(prefix + START)
    assert asked.status_code == 303
    return come_back(client, x, asked["Location"], username, **press)


def come_back(client: Client, x: XStandin, asked: str, username: str, **press: Any) -> Any:
    """Press a button at X's consent page `asked`, and follow it to our own address."""
    back = urlsplit(x.press(asked, username, **press))
    return client.get(f"{back.path}?{back.query}")


def connect(client: Client, x: XStandin, signed: Signed, username: str = "maria_lopez_demo") -> Any:
    """The whole way to a connected account; the page with the composer."""
    assert open_door(client, signed).status_code == 303
    answer = walk(client, x, username)
    assert (answer.status_code, answer["Location"]) == (303, POST)
    return client.get(POST)


def asked_for(address: str) -> dict[str, str]:
    """The query of an address at X."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def field(page: str, name: str) -> str:
    """The value of a hidden field, or the text of the box."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) or re.search(
        rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL
    )
    assert found, f"the page has no field {name}"
    return html.unescape(found[1])


def words_of(answer: Any) -> str:
    """What the page says, its spaces in order."""
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
