"""`/s/<code>/<channel>/`: people are led on with the credit, previews get a card, nobody gets lost."""

import re
from collections import Counter
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts.models import Role
from causes import front_cache
from causes.models import Channel, Link, Page, Signed, State
from petitions.models import Petition
from sharing.clicks import drain
from sharing.models import Click, ClickHour
from tests.makers import NOW, Make
from tests.sharing.test_visits import PREVIEWS
from tests.visitors import sign

Outcome = ClickHour.Outcome


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open")


@pytest.fixture
def friend(make: Make, petition: Petition) -> Signed:
    return make.signature(petition)


@pytest.fixture
def chat() -> Client:
    """What shows a card of the link in a chat."""
    return Client(headers={"user-agent": PREVIEWS[0]})


def outcomes() -> Counter[str]:
    """How often each outcome was booked, everything drained."""
    while drain(NOW):
        pass
    booked: Counter[str] = Counter()
    for row in ClickHour.objects.all():
        booked[row.outcome] += row.clicks
    return booked


def share(signed: Signed, channel: str = "whatsapp") -> str:
    return f"/s/{signed.link.code}/{channel}/"


@pytest.mark.parametrize("channel", Channel.values)
def test_people_are_led_on_with_the_credit(
    phone: Client, petition: Petition, friend: Signed, channel: str
) -> None:
    answer = phone.get(share(friend, channel))
    target = urlsplit(answer["Location"])
    assert answer.status_code == 302, "a browser must come by again"
    assert answer["Cache-Control"] == "no-store"
    assert (target.netloc, target.path) == ("", petition.public_path("en"))
    assert parse_qs(target.query) == {"r": [f"{friend.link.code}.{channel}"]}
    assert not answer.cookies
    assert not answer.content


def test_who_signs_then_is_the_friends_friend(phone: Client, petition: Petition, friend: Signed) -> None:
    led = phone.get(share(friend))["Location"]
    sign(phone, petition, "?" + urlsplit(led).query)
    row = Link.objects.get(signature__email="maria@example.net")
    assert (row.parent, row.generation, row.signature.channel) == (friend.link, 2, "whatsapp")


def test_a_link_leads_to_the_page_in_its_own_language(phone: Client, petition: Petition, make: Make) -> None:
    friend = make.signature(petition, language="es")
    phone.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert phone.get(share(friend))["Location"].startswith(petition.public_path("es"))


@pytest.mark.parametrize("path", ["/s/{}/", "/s/{}/carrier-pigeon/", "/s/{}/%00/", "/s/{}/☃/"])
def test_an_unknown_channel_is_other(phone: Client, friend: Signed, path: str) -> None:
    assert phone.get(path.format(friend.link.code))["Location"].endswith(f"{friend.link.code}.other")


@pytest.mark.parametrize("code", ["unknown99", "x", "abcdefgh0", "%00", "☃☃☃☃☃☃☃☃☃", "a" * 5000, "http:evil"])
def test_an_unknown_code_leads_home(phone: Client, db: None, code: str) -> None:
    answer = phone.get(f"/s/{code}/x/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert outcomes() == {}


@pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW, State.REJECTED, State.HIDDEN])
@pytest.mark.parametrize("agent", ["Firefox/145", PREVIEWS[0], PREVIEWS[3]])
def test_a_page_that_is_not_public_is_not_shown(friend: Signed, state: State, agent: str) -> None:
    Page.objects.update(state=state)
    answer = Client(headers={"user-agent": agent}).get(share(friend))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert b"clinic" not in answer.content


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_hidden_petition_s_link_leads_to_its_cause(
    phone: Client, petition: Petition, friend: Signed, language: str
) -> None:
    """Without credit: the link's owner brings nobody to another page."""
    Page.objects.filter(pk=petition.pk).update(state=State.HIDDEN)
    Link.objects.filter(pk=friend.link_id).update(language=language)
    answer = phone.get(share(friend))
    assert answer["Location"] == petition.cause.public_path(language)
    assert phone.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    "state", [State.PAUSED, State.CLOSED, State.DELIVERED, State.WON, State.LOST, State.NO_ANSWER]
)
def test_a_link_to_what_has_ended_tells_what_became_of_it(
    phone: Client, petition: Petition, friend: Signed, state: State
) -> None:
    Page.objects.filter(pk=petition.pk).update(state=state)
    page = phone.get(share(friend), follow=True)
    assert page.status_code == 200
    assert f"panel ended {state}" in page.content.decode()


def test_what_has_ended_is_still_shown(phone: Client, petition: Petition, friend: Signed) -> None:
    Page.objects.update(state=State.WON)
    assert phone.get(share(friend))["Location"].startswith(petition.public_path("en"))


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_a_link_can_only_be_read(phone: Client, friend: Signed, method: str) -> None:
    assert getattr(phone, method)(share(friend)).status_code == 405
    assert outcomes() == {}


# --- cards ---


@pytest.mark.parametrize("agent", PREVIEWS)
def test_a_preview_gets_the_card_of_this_very_link(friend: Signed, agent: str) -> None:
    answer = Client(headers={"user-agent": agent}).get(share(friend))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert _meta(page, "og:url") == f"http://127.0.0.1:8000{share(friend)}", "else networks drop the credit"
    assert _meta(page, "og:title") == "Keep the clinic open"
    assert _meta(page, "og:image").startswith("http://127.0.0.1:8000/")
    assert 'rel="canonical"' not in page
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == "no-store"
    assert outcomes() == {Outcome.PREVIEW: 1}


def _meta(page: str, name: str) -> str:
    found = re.search(rf'<meta property="{name}" content="([^"]*)"', page)
    assert found, f"no {name}"
    return found[1]


def test_asking_for_the_cards_headers_gives_the_cards_headers(chat: Client, friend: Signed) -> None:
    card, asked = chat.get(share(friend)), chat.head(share(friend))
    assert asked.status_code == card.status_code == 200
    assert asked["X-Robots-Tag"] == "noindex"
    assert outcomes() == {Outcome.PREVIEW: 1, Outcome.HEAD: 1}


def test_the_card_speaks_the_links_language(chat: Client, petition: Petition, make: Make) -> None:
    page = chat.get(share(make.signature(petition, language="es"))).content.decode()
    assert re.search(r'<html[^>]* lang="es"', page)


def test_a_hostile_title_is_text_on_the_card(chat: Client, friend: Signed) -> None:
    Page.objects.update(title='"><script>alert(1)</script>')
    assert b"<script>alert" not in chat.get(share(friend)).content


# --- what is counted ---


def test_a_person_counts_once_a_day_and_link(phone: Client, friend: Signed) -> None:
    for channel in ("whatsapp", "x", "whatsapp"):
        phone.get(share(friend, channel))
    assert outcomes() == {Outcome.COUNTED: 1, Outcome.REPEAT: 2}
    assert Click.objects.count() == 1


def test_through_another_link_they_count_again(
    phone: Client, petition: Petition, friend: Signed, make: Make
) -> None:
    phone.get(share(friend))
    phone.get(share(make.signature(petition)))
    assert outcomes() == {Outcome.COUNTED: 2}


def test_an_alias_is_its_owners_link(phone: Client, friend: Signed, make: Make) -> None:
    alias = make.again(friend)
    phone.get(share(friend))
    phone.get(f"/s/{alias}/whatsapp/")
    assert outcomes() == {Outcome.COUNTED: 1, Outcome.REPEAT: 1}
    assert Click.objects.get().link == friend.link


@pytest.mark.parametrize("role", list(Role))
def test_our_own_people_are_not_counted(phone: Client, friend: Signed, make: Make, role: Role) -> None:
    phone.force_login(make.user((friend.page.organisation, role)))
    assert phone.get(share(friend)).status_code == 302
    assert outcomes() == {Outcome.STAFF: 1}


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({"user-agent": ""}, Outcome.ROBOT),
        ({"user-agent": "curl/8.16.0"}, Outcome.ROBOT),
        ({"sec-purpose": "prefetch"}, Outcome.PREFETCH),
        ({"sec-fetch-dest": "image"}, Outcome.NOT_NAVIGATION),
    ],
)
def test_what_is_no_person_is_led_on_and_counted_by_its_reason(
    petition: Petition, friend: Signed, headers: dict[str, str], outcome: Outcome
) -> None:
    answer = Client(headers={"user-agent": "Firefox/145", **headers}).get(share(friend))
    assert answer.status_code == 302
    assert answer["Cache-Control"] == "no-store", "the real navigation asks again"
    assert outcomes() == {outcome: 1}
    assert not Click.objects.exists()


def test_asking_for_headers_is_answered_like_the_rest_and_not_counted(phone: Client, friend: Signed) -> None:
    asked, got = phone.head(share(friend)), phone.get(share(friend))
    assert (asked.status_code, asked["Location"]) == (got.status_code, got["Location"])
    assert outcomes() == {Outcome.HEAD: 1, Outcome.COUNTED: 1}


def test_a_crowd_on_one_link_costs_the_database_nothing(
    phone: Client, friend: Signed, django_assert_num_queries: Any
) -> None:
    phone.get(share(friend))
    with django_assert_num_queries(0):
        for number in range(20):
            phone.get(share(friend), REMOTE_ADDR=f"198.51.100.{number}")


def test_a_link_hidden_a_moment_ago_is_forgotten_soon(phone: Client, friend: Signed) -> None:
    assert front_cache.SECONDS <= 2
    phone.get(share(friend))
    Page.objects.update(state=State.HIDDEN)
    front_cache.forget()
    assert phone.get(share(friend))["Location"] == "/"
