"""What a visitor's browser does, step by step and without script; and what anybody could compare."""

import html
import re
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from accounts import clock
from causes.letters import compose
from causes.models import Letter, Page

GOOD = {"name": "María José de la Cruz", "email": "maria@example.net", "postcode": "85701", "updates": "no"}
_CODE = re.compile(r'(/s/|%2Fs%2F|data-code=")[2-9A-HJ-NP-Za-km-z]{9}')
_TOKEN = re.compile(r"/thanks/[\w-]+")


def form_key(page: str) -> str:
    """The hidden key of the form on a page."""
    found = re.search(r'name="form_key"[^>]*value="([^"]+)"', page)
    assert found, "the page has no form"
    return html.unescape(found[1])


def sign(client: Client, page: Page, query: str = "", language: str = "en", **typed: str) -> Any:
    """Open the page, type, press the button."""
    path = page.public_path(language)
    key = form_key(client.get(path).content.decode())
    return client.post(path + query, {**GOOD, "form_key": key, **typed})


def button_of(letter: Letter) -> str:
    """The path of the button in a letter, as its reader would open it."""
    found = re.search(r"https?://\S+", str(compose(letter, clock.now()).body))
    assert found, "the letter has no address"
    return urlsplit(found[0]).path


def code_of(thanks: Any) -> str:
    """The visitor's own code, read from the share buttons of their thanks page."""
    found = re.search(r"/s/(\w{9})/", thanks.content.decode())
    assert found, "the page has no share link"
    return found[1]


def as_seen(answer: Any) -> tuple[int, dict[str, str], str]:
    """Status, headers and body, with code and token masked: what two visitors could compare."""
    headers = {name: _masked(value) for name, value in answer.items() if name != "Content-Length"}
    return answer.status_code, headers, _masked(answer.content.decode())


def _masked(text: str) -> str:
    return _TOKEN.sub("/thanks/TOKEN", _CODE.sub(r"\1CODE", text))
