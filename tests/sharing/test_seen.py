"""What a page's script tells: views once a day, the second level of clicks, and share taps."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from causes import front_cache
from causes.models import Link, Signed
from petitions.models import Petition
from sharing.forgetting import forget
from sharing.models import Click, ClickHour, LinkClicks, Tap, TapHour, Tapper, View, ViewHour
from sharing.my_data import data_of
from tests.makers import NOW, Make
from tests.sharing.clicking import Outcome, drained


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def friend(make: Make, petition: Petition) -> Signed:
    return make.signature(petition)


def look(browser: Client, page: Any, credit: str = "", language: str = "en", **more: Any) -> None:
    answer = browser.post("/seen/", {"path": page.public_path(language), "r": credit}, **more)
    assert (answer.status_code, answer.content, answer.cookies) == (204, b"", {})


def press(browser: Client, link: Link, channel: str = "whatsapp") -> None:
    assert browser.post("/seen/", {"code": link.code, "channel": channel}).status_code == 204


def hours() -> dict[tuple[str, str], tuple[int, int]]:
    """(views, from share) per channel and outcome."""
    drained()
    return {(h.channel, h.outcome): (h.views, h.from_share) for h in ViewHour.objects.all()}


def test_a_page_is_seen_once_by_a_visitor_and_day(phone: Client, petition: Petition) -> None:
    for _ in range(3):
        look(phone, petition)
    look(phone, petition, language="es")
    look(phone, petition, REMOTE_ADDR="198.51.100.7")
    assert not View.objects.exists(), "nobody waited for the database"
    assert hours() == {("direct", Outcome.COUNTED): (2, 0), ("direct", Outcome.REPEAT): (3, 0)}
    assert View.objects.count() == 2


def test_the_days_first_arrival_says_how(phone: Client, petition: Petition, friend: Signed) -> None:
    look(phone, petition, f"{friend.link.code}.whatsapp")
    look(phone, petition)
    look(phone, petition, f"{friend.link.code}.whatsapp", REMOTE_ADDR="198.51.100.7")
    assert hours() == {("whatsapp", Outcome.COUNTED): (2, 2), ("direct", Outcome.REPEAT): (1, 0)}
    assert {view.link for view in View.objects.all()} == {friend.link}


def test_a_link_of_another_page_is_no_share_of_this_one(phone: Client, make: Make, friend: Signed) -> None:
    look(phone, make.petition(), f"{friend.link.code}.x")
    look(phone, friend.page, "unknown99.x")
    drained()
    assert list(ViewHour.objects.values_list("channel", "views", "from_share")) == [("x", 1, 0)] * 2


def test_a_cause_is_seen_too(phone: Client, make: Make) -> None:
    look(phone, make.cause())
    assert hours() == {("direct", Outcome.COUNTED): (1, 0)}


def test_robots_are_counted_by_their_reason(petition: Petition) -> None:
    look(Client(headers={"user-agent": "curl/8"}), petition)
    look(Client(headers={"user-agent": "Twitterbot/1.0"}), petition)
    ahead = {"user-agent": "Mozilla/5.0 Safari/604.1", "sec-purpose": "prefetch;prerender"}
    look(Client(headers=ahead), petition)
    reasons = {Outcome.ROBOT, Outcome.PREVIEW, Outcome.PREFETCH}
    assert hours() == {("direct", reason): (1, 0) for reason in reasons}
    assert not View.objects.exists()


def test_what_is_no_public_page_is_nothing(phone: Client, make: Make) -> None:
    hidden = make.petition(state="draft")
    for path in (hidden.public_path("en"), "/p/none/", "/admin/", "x" * 300, "/p/a/b/", "/xx/p/none/", "/"):
        assert phone.post("/seen/", {"path": path}).status_code == 204
    assert phone.post("/seen/", {}).status_code == 204
    assert hours() == {}


def test_made_up_addresses_are_not_remembered(phone: Client, petition: Petition) -> None:
    look(phone, petition)
    for number in range(5):
        phone.post("/seen/", {"path": f"/p/made-up-{number}/"})
    assert [key for key in front_cache._kept if key.startswith("seen ")] == [f"seen petition {petition.slug}"]


def test_another_site_says_nothing_here(phone: Client, petition: Petition, friend: Signed) -> None:
    look(phone, petition, headers={"origin": "https://elsewhere.example"})
    elsewhere = {"sec-fetch-site": "cross-site"}
    phone.post("/seen/", {"code": friend.link.code, "channel": "x"}, headers=elsewhere)
    assert hours() == {}
    assert not TapHour.objects.exists()


# --- the second level of clicks ---


def test_a_view_confirms_the_click_that_led_here(
    phone: Client, petition: Petition, friend: Signed, make: Make
) -> None:
    partner = make.partner(petition)
    for link in (friend.link, partner):
        phone.get(f"/s/{link.code}/x/")
        phone.get(f"/s/{link.code}/x/", REMOTE_ADDR="198.51.100.7")  # a scanner: it runs no script
    for _ in range(2):
        look(phone, petition, f"{friend.link.code}.x")
        look(phone, petition, f"{partner.code}.x")
    drained()
    assert Click.objects.filter(confirmed=True).count() == 2
    counted = ClickHour.objects.filter(outcome=Outcome.COUNTED)
    assert {(hour.link_kind, hour.clicks, hour.confirmed) for hour in counted} == {
        ("person", 2, 1),
        ("partner", 2, 1),
    }
    visits = LinkClicks.objects.get()
    assert (visits.link, visits.clicks, visits.confirmed) == (partner, 2, 1)


def test_a_view_of_a_later_batch_confirms_too(phone: Client, petition: Petition, friend: Signed) -> None:
    phone.get(f"/s/{friend.link.code}/x/")
    drained()
    look(phone, petition, f"{friend.link.code}.x")
    look(phone, petition, f"{friend.link.code}.x")
    drained()
    assert ClickHour.objects.get().confirmed == 1


# --- share taps ---


def test_taps_and_people(phone: Client, petition: Petition, friend: Signed, make: Make) -> None:
    other = make.signature(petition)
    for channel in ("whatsapp", "whatsapp", "x"):
        press(phone, friend.link, channel)
    drained()
    press(phone, friend.link, "x")
    press(phone, other.link, "x")
    drained()
    found = {(hour.channel, hour.taps, hour.people) for hour in TapHour.objects.all()}
    assert found == {("whatsapp", 2, 1), ("x", 3, 1)}
    assert Tapper.objects.count() == 2
    assert Tap.objects.count() == 5


def test_what_somebody_pressed_is_in_their_data(phone: Client, friend: Signed) -> None:
    press(phone, friend.link)
    drained()
    [tap] = data_of(friend.supporter, NOW)["share_taps"]
    assert (tap["about"], tap["channel"]) == (friend.page.title, "whatsapp")


def test_the_pages_own_buttons_are_taps_of_nobody(phone: Client, petition: Petition, make: Make) -> None:
    press(phone, make.partner(petition))
    drained()
    assert TapHour.objects.get().people == 0


def test_an_alias_is_its_owner(phone: Client, friend: Signed, make: Make) -> None:
    press(phone, friend.link)
    press(phone, Link.objects.get(code=make.again(friend)))
    drained()
    hour = TapHour.objects.get()
    assert (hour.taps, hour.people) == (2, 1)


@pytest.mark.parametrize(
    ("code", "channel"), [("0OIl", "x"), ("", "x"), ("abcdefghi", "fax"), ("abcdefghi", "")]
)
def test_a_tap_on_nothing(phone: Client, friend: Signed, code: str, channel: str) -> None:
    assert phone.post("/seen/", {"code": code, "channel": channel}).status_code == 204
    drained()
    assert not TapHour.objects.exists()


def test_robots_and_our_own_people_press_nothing(friend: Signed, make: Make) -> None:
    press(Client(headers={"user-agent": "curl/8"}), friend.link)
    staff = Client(headers={"user-agent": "Mozilla/5.0 Safari/604.1"})
    staff.force_login(make.user())
    press(staff, friend.link)
    drained()
    assert not TapHour.objects.exists()


def test_rows_go_after_90_days_and_the_journals_stay(
    phone: Client, petition: Petition, friend: Signed
) -> None:
    look(phone, petition)
    press(phone, friend.link)
    drained()
    today = View.objects.get().day
    noon = dt.datetime.combine(today, dt.time(12), dt.UTC)
    forget(noon + dt.timedelta(days=90))
    assert (View.objects.count(), Tap.objects.count(), Tapper.objects.count()) == (1, 1, 1)
    forget(noon + dt.timedelta(days=91))
    assert (View.objects.count(), Tap.objects.count(), Tapper.objects.count()) == (0, 0, 0)
    assert (ViewHour.objects.count(), TapHour.objects.count()) == (1, 1)
