"""Letters as the development mailbox keeps them: one file each, readable with any mail program."""

import os
import re
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_ENVELOPE = ("X-Envelope-From", "X-Envelope-To", "X-Received-At")


@dataclass(frozen=True)
class Letter:
    """One delivery. `to` and `sender` are the envelope's; `links` are distinct, in reading order."""

    n: int
    to: list[str]
    sender: str
    subject: str
    message_id: str
    headers: dict[str, str]
    text: str
    html: str
    links: list[str]
    received_at: str

    def as_dict(self) -> dict[str, object]:
        shown = asdict(self)
        shown["from"] = shown.pop("sender")
        return shown


class Letters:
    """The letters of one folder, in the order they came. A number is given once, also after a restart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._arrived = threading.Condition(self._lock)
        folder.mkdir(parents=True, exist_ok=True)
        files = sorted(folder.glob("[0-9]*.eml"))
        self._letters = [_read(int(file.stem), file.read_bytes()) for file in files]
        self._last = self._letters[-1].n if self._letters else 0

    def keep(self, sender: str, to: list[str], content: bytes) -> Letter:
        """Store a letter. When this returns, the file is whole and in its place."""
        stamp = datetime.now(UTC).isoformat(timespec="milliseconds")
        envelope = "".join(
            f"{name}: {value}\r\n"
            for name, value in zip(_ENVELOPE, (sender, ", ".join(to), stamp), strict=True)
        )
        raw = envelope.encode("utf-8", "surrogateescape") + content
        with self._lock:
            self._last += 1
            letter = _read(self._last, raw)
            draft = self.folder / f"{letter.n:06}.part"
            draft.write_bytes(raw)
            os.replace(draft, draft.with_suffix(".eml"))
            self._letters.append(letter)
            self._arrived.notify_all()
        return letter

    def all(self, to: str = "") -> list[Letter]:
        """Oldest first; with `to`, those with that text in a recipient's address."""
        with self._lock:
            return self._to(to)

    def wait_for(self, to: str, count: int = 1, seconds: float = 20) -> list[Letter]:
        """The letters to an address, as soon as there are so many; AssertionError when they do not come."""
        with self._arrived:
            came = self._arrived.wait_for(lambda: len(self._to(to)) >= count, seconds)
            assert came, f"{len(self._to(to))} of {count} letters to {to} arrived"
            return self._to(to)

    def get(self, n: int) -> Letter | None:
        return next((letter for letter in self.all() if letter.n == n), None)

    def _to(self, address: str) -> list[Letter]:
        wanted = address.casefold()
        return [letter for letter in self._letters if any(wanted in to.casefold() for to in letter.to)]

    def empty(self) -> None:
        with self._lock:
            for letter in self._letters:
                (self.folder / f"{letter.n:06}.eml").unlink(missing_ok=True)
            self._letters.clear()


def _read(n: int, raw: bytes) -> Letter:
    message = message_from_bytes(raw, policy=default)
    text, html = _part(message, "plain"), _part(message, "html")
    sender, to, stamp = (str(message.get(name, "")) for name in _ENVELOPE)
    return Letter(
        n=n,
        to=[address for address in to.split(", ") if address],
        sender=sender,
        subject=str(message.get("Subject", "")),
        message_id=str(message.get("Message-ID", "")),
        headers={name: str(value) for name, value in message.items() if name not in _ENVELOPE},
        text=text,
        html=html,
        links=_links(text, html),
        received_at=stamp,
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def _links(text: str, html: str) -> list[str]:
    found = [address.rstrip(".,;:!?)'") for address in _ADDRESS.findall(text)]
    anchors = _Anchors()
    anchors.feed(html)
    return list(dict.fromkeys(found + anchors.addresses))


class _Anchors(HTMLParser):
    """Collects the addresses that a letter's HTML leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag == "a" and address.startswith(("http://", "https://")):
            self.addresses.append(address)
