"""The worked example walked through the public doors: what each person of it does with a browser.

`tests/fixtures/metrics_example.json` is the specification's; nothing is written past the forms but the
earlier signatures of those who are not new to the list.
"""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from accounts import clock
from causes.counting import count_all
from causes.models import Letter, Link, Signed
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.sharing.clicking import drained
from tests.visitors import button_of, code_of, sign

EXAMPLE: dict[str, Any] = json.loads(
    (Path(settings.BASE_DIR) / "tests/fixtures/metrics_example.json").read_text()
)
PUBLISHED = NOW - dt.timedelta(hours=EXAMPLE["events"]["now_h"])
POSTCODES = {"CA": "90011", "TX": "78701-1234", "NY": "10011", "AZ": "85701"}
_AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1"
# Who pressed which button on the thanks page: 8 taps by 5 people.
TAPS = {1: ("whatsapp", "x", "whatsapp"), 2: ("email",), 3: ("whatsapp",), 4: ("whatsapp", "copy"), 8: ("x",)}


class Walk:
    """One petition, published ten hours before NOW, and everybody who comes by."""

    def __init__(self, make: Make, set_clock: Callable[[dt.datetime], None]) -> None:
        self.make, self._set_clock = make, set_clock
        self.petition: Petition = make.petition(published_at=PUBLISHED)
        self.mailing = Link.objects.create(
            page=self.petition, kind=Link.Kind.MAILING, label="Letter", language="en", created_at=PUBLISHED
        )
        self.codes: dict[int, str] = {}
        self._visitors = 0

    def whole(self) -> None:
        """Ten signatures in their order, two that nobody confirms, lookers and robots; counted at NOW."""
        self._earlier_signatures()
        for row in sorted(EXAMPLE["signatures"], key=lambda row: row["hours_after_publish"]):
            self.at(row["hours_after_publish"])
            self._signatory(row)
        self.at(9.5)
        self._two_who_do_not_confirm()
        self._lookers()
        self._robots()
        self.at(EXAMPLE["events"]["now_h"])
        drained()
        count_all(NOW)

    def at(self, hours: float) -> None:
        self._set_clock(PUBLISHED + dt.timedelta(hours=hours))

    def row(self, number: int) -> Signed:
        return Signature.objects.get(petition=self.petition, email=_email(number))

    def _earlier_signatures(self) -> None:
        month = dt.timedelta(days=30)
        earlier = self.make.petition(self.petition.cause, published_at=NOW - month)
        for row in EXAMPLE["signatures"]:
            if not row["new_to_list"]:
                self.make.signature(earlier, email=_email(row["id"]), now=NOW - month / 2)

    def _signatory(self, row: dict[str, Any]) -> None:
        browser, number = self.visitor(), row["id"]
        updates = "yes" if row["updates_opt_in"] else "no"
        query = self._come(browser, row["parent"], row["channel"])
        thanks = self._sign(browser, number, query, postcode=POSTCODES[row["region"]], updates=updates)
        self.codes[number] = code_of(thanks)
        for channel in TAPS.get(number, ()):
            browser.post("/seen/", {"code": self.codes[number], "channel": channel})
        letter = Letter.objects.filter(page=self.petition, kind=Letter.Kind.CONFIRM).latest("pk")
        button = button_of(letter)
        assert browser.get(button).status_code == 200
        pressed = browser.post(button, {"name": _name(number), "updates": updates})
        assert pressed.status_code == 200

    def _come(self, browser: Client, parent: int | None, channel: str) -> str:
        """By the friend's link, the organisation's letter or straight away; returns the credit's query."""
        code = self.codes[parent] if parent else self.mailing.code if channel == "email" else ""
        return self._follow(browser, code, channel) if code else self._look(browser, "")

    def _follow(self, browser: Client, code: str, channel: str) -> str:
        answer = browser.get(f"/s/{code}/{channel}/")
        assert answer.status_code == 302
        _path, _, query = answer["Location"].partition("?")
        assert query == f"r={code}.{channel}"
        return self._look(browser, query)

    def _look(self, browser: Client, query: str) -> str:
        """What the page's script says; returns `query` as the form's address ends."""
        credit = query.removeprefix("r=")
        seen = browser.post("/seen/", {"path": self.petition.public_path("en"), "r": credit})
        assert seen.status_code == 204
        return f"?{query}" if query else ""

    def _sign(self, browser: Client, number: int, query: str, **typed: str) -> Any:
        answer = sign(browser, self.petition, query, name=_name(number), email=_email(number), **typed)
        assert answer.status_code == 303
        return browser.get(answer["Location"])

    def _two_who_do_not_confirm(self) -> None:
        for number, parent in ((11, None), (12, 1)):
            browser = self.visitor()
            self._sign(browser, number, self._come(browser, parent, "x" if parent else "direct"))

    def _lookers(self) -> None:
        """Ten come by friends' links and eighteen straight; none of them signs. One looks twice."""
        for place in range(10):
            browser = self.visitor()
            for _again in range(2 if place == 0 else 1):
                self._follow(browser, self.codes[(1, 3, 4)[place % 3]], "whatsapp")
        for _ in range(18):
            self._look(self.visitor(), "")

    def _robots(self) -> None:
        for _ in range(EXAMPLE["events"]["bot_hits_discarded"]):
            robot = Client(headers={"user-agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"})
            robot.get(f"/s/{self.codes[1]}/x/")

    def visitor(self) -> Client:
        """Somebody else: another address, no cookie."""
        self._visitors += 1
        return Client(headers={"user-agent": _AGENT}, REMOTE_ADDR=f"198.51.100.{self._visitors}")


def clock_setter(monkeypatch: Any) -> Callable[[dt.datetime], None]:
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def _name(number: int) -> str:
    return f"Person{'abcdefghijklm'[number]} Q"


def _email(number: int) -> str:
    return f"person{number}@example.net"
