"""One petition through every state, by the desk's own buttons and the passing of time.

At each step it is read what stands on its page, and which letters everybody concerned gets: the site's
administrator, the organisers, and those who signed.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts import clock
from accounts.models import Organisation, Role
from causes import front_cache, tasks
from causes.models import Cause, Page, State, Update
from petitions import tasks as petition_tasks
from petitions.models import Petition
from tests.makers import NOW, Make
from tests.petitions.desk.cast import DRAFT, signed_in

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
SITE, OLGA, ANA, LATE = "site@example.org", "olga@example.org", "ana@example.net", "late@example.net"
Pass = Callable[[dt.timedelta], None]
ENDS = {"source": "https://tucson.example/minutes"}


@pytest.fixture
def passing(monkeypatch: pytest.MonkeyPatch) -> Pass:
    """Time passes, and the worker does what beat would have asked of it."""
    moment = NOW

    def wait(time: dt.timedelta) -> None:
        nonlocal moment
        moment += time
        front_cache.forget()
        for work in (
            petition_tasks.keep_deadlines,
            tasks.count,
            petition_tasks.tell_organisers,
            tasks.remind,
        ):
            work()
        tasks.send_letters()
        front_cache.forget()

    monkeypatch.setattr(clock, "now", lambda: moment)
    return wait


@pytest.fixture
def site(make: Make) -> Client:
    admin = make.user((make.organisation(), Role.OWNER), email=SITE, is_superuser=True, name="Sofía")
    return signed_in(admin)


@pytest.fixture
def organiser(make: Make, mine: Organisation) -> Client:
    return signed_in(make.user((mine, Role.ORGANISER), email=OLGA, name="Olga"))


def letters() -> list[tuple[str, str]]:
    """To whom and about what, since one looked last; what comes on Mondays, whatever happens, is left out."""
    arrived = sorted((letter.to[0], str(letter.subject)) for letter in mail.outbox)
    mail.outbox.clear()
    return [(to, subject) for to, subject in arrived if not subject.startswith("Your week:")]


def who(arrived: list[tuple[str, str]]) -> list[str]:
    return [to for to, _ in arrived]


def press(client: Client, petition: Petition, name: str, **answers: Any) -> None:
    """Presses a button that is really there; with answers, on the page that its link leads to."""
    at = f"/admin/petitions/petition/{petition.pk}"
    desk = client.get(f"{at}/change/").content.decode()
    if answers:
        assert f'href="{at}/move/{name}/"' in desk
        answer = client.post(f"{at}/move/{name}/", answers)
    else:
        assert f'name="move" value="{name}"' in desk
        answer = client.post(f"{at}/move/", {"move": name})
    assert answer.status_code == 302, answer.content.decode()
    front_cache.forget()


def told(what: str) -> dict[str, str]:
    return {"what": what, "on": clock.now().date().isoformat(), **ENDS}


def page(client: Client) -> str:
    answer = client.get("/p/clinic/")
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def news(client: Client, petition: Petition, title: str) -> None:
    """An update to all who said yes, sent on the number that stands there."""
    answer = client.post(
        f"/admin/causes/update/add/?page={petition.pk}",
        {"title": title, "words": "Thank you all.", "title_es": "", "words_es": ""},
    )
    assert answer.status_code == 302, answer.content.decode()
    at = f"/admin/causes/update/{Update.objects.latest('pk').pk}"
    desk = client.get(f"{at}/change/").content.decode()
    form = next(f for f in re.findall(r"<form.*?</form>", desk, re.DOTALL) if 'value="send"' in f)
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert client.post(f"{at}/act/", {**carried, "do": "send"}).status_code == 302


def test_from_the_draft_to_the_victory(
    organiser: Client, site: Client, make: Make, cause: Cause, phone: Client, passing: Pass
) -> None:
    petition = make.petition(cause, slug="clinic", title="Keep the clinic", opens_at=NOW + 3 * DAY, **DRAFT)
    be_looked_at(organiser, site, petition, phone, passing)
    gather(organiser, site, make, petition, phone, passing)
    end(organiser, make, petition, phone, passing)
    be_answered(organiser, petition, phone, passing)
    be_hidden_and_back(site, petition, phone, passing)


def be_looked_at(organiser: Client, site: Client, petition: Petition, phone: Client, passing: Pass) -> None:
    """Draft, in review, rejected, in review, scheduled: nobody outside sees anything."""
    press(organiser, petition, "submit")
    passing(HOUR)
    assert who(letters()) == [SITE]
    press(site, petition, "reject", reason="Name the council that decides.")
    passing(HOUR)
    rejected = mail.outbox[0]
    assert "Name the council that decides." in rejected.body
    assert who(letters()) == [OLGA]
    press(organiser, petition, "revise")
    press(organiser, petition, "submit")
    passing(HOUR)
    assert who(letters()) == [SITE]
    press(site, petition, "approve")
    passing(HOUR)
    assert who(letters()) == [OLGA]
    assert Page.objects.get(pk=petition.pk).state == State.SCHEDULED
    assert page(phone) == "404"


def gather(
    organiser: Client, site: Client, make: Make, petition: Petition, phone: Client, passing: Pass
) -> None:
    """Opened by the clock; the first, tenth and hundredth name; paused by the site and opened again."""
    passing(3 * DAY)
    assert who(letters()) == [OLGA]  # it opened by itself
    assert 'name="email"' in page(phone)
    make.signature(petition, email=ANA, now=clock.now())
    passing(HOUR)
    assert who(letters()) == [OLGA]  # the first
    for _ in range(99):
        make.signature(petition, updates=False, now=clock.now())
    passing(HOUR)
    arrived = letters()
    assert set(who(arrived)) == {OLGA}
    assert any("100" in subject for _, subject in arrived)
    assert "We passed" in page(phone)
    press(site, petition, "pause")
    passing(HOUR)
    assert who(letters()) == [OLGA]
    assert "Signing is paused." in page(phone)
    press(organiser, petition, "resume")
    passing(HOUR)
    assert letters() == []  # whoever pressed knows
    assert 'name="email"' in page(phone)


def end(organiser: Client, make: Make, petition: Petition, phone: Client, passing: Pass) -> None:
    """The deadline comes near, passes, and leaves those who wait 48 hours."""
    closes = clock.now() + 3 * DAY
    Page.objects.filter(pk=petition.pk).update(closes_at=closes)
    passing(HOUR)
    assert who(letters()) == [OLGA]  # three days are left
    make.pending(petition, email=LATE, now=closes - HOUR)
    passing(closes - clock.now() + HOUR)
    button = next(
        re.search(r"/confirm/\S+", str(letter.body)) for letter in mail.outbox if letter.to == [LATE]
    )
    assert set(who(letters())) == {OLGA, LATE}  # it closed; and the letter with the button
    closed = page(phone)
    assert "This petition has closed." in closed and 'name="email"' not in closed
    passing(45 * HOUR)
    assert who(letters()) == [LATE]  # the one reminder, for the button still counts
    assert button and phone.post(button[0], {"name": "Luis Late", "updates": "no"}).status_code == 200
    passing(HOUR)
    assert Page.objects.get(pk=petition.pk).count == 101
    mail.outbox.clear()
    press(organiser, petition, "deliver", **told("The clerk took the boxes."))
    assert "The clerk took the boxes." in page(phone)


def be_answered(organiser: Client, petition: Petition, phone: Client, passing: Pass) -> None:
    """No answer, then the victory, and those who said yes are told by letter."""
    press(organiser, petition, "give_up", **told("We called four times."))
    assert "We called four times." in page(phone)
    mail.outbox.clear()
    press(organiser, petition, "win", **told("The lease is renewed until 2036."))
    news(organiser, petition, "We won")
    passing(HOUR)
    assert letters() == [(ANA, "We won")]
    shown = page(phone)
    for sentence in (
        "We won.", "The lease is renewed until 2036.", 'href="https://tucson.example/minutes"',
        "What has happened", "Open for signatures.", "Signing was paused.", "Signing was opened again.",
        "The signatures were delivered.", "No answer came.", "Won.", "Thank you all.",
    ):  # fmt: skip
        assert sentence in shown, sentence
    for private in ("Name the council", "Sofía", "Olga", ANA):
        assert private not in shown


def be_hidden_and_back(site: Client, petition: Petition, phone: Client, passing: Pass) -> None:
    press(site, petition, "hide", reason="A court asked for it.")
    passing(HOUR)
    assert "A court asked for it." in mail.outbox[0].body
    assert who(letters()) == [OLGA]
    assert page(phone) == "404"
    press(site, petition, "show")
    passing(HOUR)
    assert who(letters()) == [OLGA]
    assert "We won." in page(phone) and "A court" not in page(phone)
