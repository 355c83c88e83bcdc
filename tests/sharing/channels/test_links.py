"""Every share link, read back as its network reads it."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharing.channels.links import BY_NAME, CHANNELS

URL = "https://groundswell.example/s/8Kd3mPqRt/x/"
TEXTS = {
    "plain": "I just signed this. Will you?",
    "hostile": "\"Río\" & 'mar' #1: 50% + 50% = all? <b>/\\ ; x@y.z",
    "encoded": "%20 %26 &amp; a+b",
    "lines": "First.\nSecond.",
    "emoji": "👩‍👩‍👧 ❤️ 🇪🇸",
    "right to left": "وقّعتُ للتو \u200f100% — هل توقّع؟",
}
# How each network takes text and link: the names of its parameters.
PARAMETERS = {
    "whatsapp": {"text": "{text} {url}"},
    "x": {"text": "{text}", "url": "{url}"},
    "facebook": {"u": "{url}"},
    "bluesky": {"text": "{text} {url}"},
    "email": {"subject": "{subject}", "body": "{text}\n\n{url}\n"},
    "telegram": {"url": "{url}", "text": "{text}"},
    "mastodon": {"text": "{text} {url}"},
    "threads": {"text": "{text}", "url": "{url}"},
    "linkedin": {"url": "{url}"},
    "reddit": {"url": "{url}", "title": "{subject}"},
    "sms": {"body": "{text} {url}"},
}


def read_back(address: str) -> dict[str, str]:
    """The parameters of an address. Percent signs only: a plus sign is a plus sign in mailto: and sms:."""
    parts = urlsplit(address)
    pairs = (parts.query or parts.fragment).lstrip("&").split("&")
    return {
        name: unquote(value, errors="strict") for name, _, value in (pair.partition("=") for pair in pairs)
    }


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_text_and_address_arrive(name: str, text: str) -> None:
    subject = f"Sign: {text.splitlines()[0]}"

    address = BY_NAME[name].address(text=text, subject=subject, url=URL)

    expected = {
        key: form.format(text=text, subject=subject, url=URL) for key, form in PARAMETERS[name].items()
    }
    told = {key: value.replace("\r\n", "\n") for key, value in read_back(address).items()}
    assert told == expected
    assert address.isascii()
    assert not set(address) & set(" \n\r\t\"'<>+")


@pytest.mark.parametrize("name", PARAMETERS)
@given(text=st.text(st.characters(exclude_categories=["Cs"])), path=st.text("abc?&=#%+é/", max_size=12))
def test_any_text_and_any_address(name: str, text: str, path: str) -> None:
    url = f"https://groundswell.example/{path}"

    told = read_back(BY_NAME[name].address(text=text, subject=text, url=url))

    assert list(told) == list(PARAMETERS[name])
    assert any(url in value for value in told.values())


def test_where_they_lead() -> None:
    leads = {channel.name: channel.address(text="t", subject="s", url=URL) for channel in CHANNELS}

    assert leads["whatsapp"].startswith("https://wa.me/?text=")
    assert leads["x"].startswith("https://x.com/intent/tweet?text=")
    assert leads["facebook"].startswith("https://www.facebook.com/sharer/sharer.php?u=")
    assert leads["bluesky"].startswith("https://bsky.app/intent/compose?text=")
    assert leads["email"].startswith("mailto:?subject=")
    assert leads["copy"] == leads["sheet"] == URL
    assert len(leads) == len(CHANNELS)


def test_the_letter_has_crlf_lines() -> None:
    address = BY_NAME["email"].address(text="First.\nSecond.", subject="Two\nlines", url=URL)

    assert "First.%0D%0ASecond.%0D%0A%0D%0Ahttps" in address
    assert "subject=Two%20lines&" in address


def test_without_a_text_the_link_stands_alone() -> None:
    address = BY_NAME["whatsapp"].address(text=" ", subject="", url=URL)

    assert read_back(address) == {"text": URL}


def test_every_name_is_a_channel_of_the_glossary() -> None:
    glossary = {
        *("x", "whatsapp", "facebook", "bluesky", "mastodon", "threads", "telegram", "linkedin", "reddit"),
        *("email", "sms", "copy", "sheet", "qr", "partner", "embed", "direct", "offline", "other"),
    }

    assert {channel.name for channel in CHANNELS} <= glossary
