"""The thanks page: one visitor's own, quiet about who that is, and harmless to pass on."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts import clock
from causes import thanks_token
from causes.models import Link, Page, State
from causes.signing import Arrival, Typed
from petitions.models import Petition, Signature
from tests.database import contents
from tests.makers import Make
from tests.visitors import code_of, sign

NAME = "Dolores Clara Fernández Huerta"
EMAIL = "dolores.huerta@example.net"


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def thanks(phone: Client, petition: Petition) -> str:
    """The path of her thanks page."""
    return sign(phone, petition, name=NAME, email=EMAIL)["Location"]


def visit(petition: Petition, age: dt.timedelta) -> str:
    """The path of a thanks page that was made a while ago."""
    link = Link.objects.get()
    typed = Typed(NAME, EMAIL, "", False, "en", 1)
    made = thanks_token.Visit(petition.pk, link.code, typed, Arrival(), corrected=False)
    return f"/thanks/{thanks_token.make(made, clock.now() - age)}/"


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "same-origin"}])
def test_it_opens_for_who_just_signed(thanks: str, headers: dict[str, str]) -> None:
    shown = Client(headers=headers).get(thanks)
    assert shown.status_code == 200
    assert "Thank you, Dolores" in shown.content.decode()


@pytest.mark.parametrize("site", ["cross-site", "none", "same-site", "nonsense"])
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_for_anybody_else_it_is_the_page_with_her_credit(
    petition: Petition, thanks: str, site: str, method: str
) -> None:
    stranger = Client(headers={"sec-fetch-site": site})
    answer = getattr(stranger, method)(thanks, {"email": "x@example.net"})
    _is_the_page_with_credit(answer, petition)
    assert Signature.objects.get().email == EMAIL


def _is_the_page_with_credit(answer: object, petition: Petition) -> None:
    assert answer.status_code == 303  # type: ignore[attr-defined]
    target = urlsplit(answer["Location"])  # type: ignore[index]
    assert target.path == petition.public_path("en")
    assert parse_qs(target.query) == {"r": [f"{Link.objects.get().code}.copy"]}
    assert answer["Cache-Control"] == "no-store"  # type: ignore[index]


def test_after_an_hour_also_for_herself(phone: Client, petition: Petition, thanks: str) -> None:
    assert phone.get(visit(petition, dt.timedelta(minutes=59, seconds=58))).status_code == 200
    _is_the_page_with_credit(phone.get(visit(petition, dt.timedelta(minutes=61))), petition)


def test_who_signs_by_the_address_she_passed_on_is_her_friend(petition: Petition, thanks: str) -> None:
    friend = Client(headers={"sec-fetch-site": "none"})
    target = urlsplit(friend.get(thanks)["Location"])
    sign(friend, petition, f"?{target.query}", email="friend@example.net")
    row = Signature.objects.select_related("link__parent__signature").get(email="friend@example.net")
    assert row.link.parent and row.link.parent.signature.name == NAME
    assert (row.link.generation, row.channel) == (2, "copy")


def test_it_tells_nobody_who_she_is(phone: Client, thanks: str) -> None:
    page = phone.get(thanks).content.decode()
    assert "Dolores" in page
    assert "d•••@e•••" in page
    for secret in (EMAIL, "dolores.huerta", "Fernández", "Huerta", "Clara", "85701"):
        assert secret not in page
    assert not any(word in thanks for word in ("olores", "uerta", "example"))


def test_a_name_of_one_word_is_shown(phone: Client, petition: Petition) -> None:
    shown = phone.get(sign(phone, petition, name="Björk")["Location"])
    assert "Thank you, Björk" in shown.content.decode()


def test_a_hostile_name_is_text(phone: Client, petition: Petition) -> None:
    shown = phone.get(sign(phone, petition, name="<b>Eve</b><script>x")["Location"]).content
    assert b"<b>Eve" not in shown
    assert b"<script>x" not in shown


def test_nobody_keeps_it(phone: Client, thanks: str) -> None:
    shown = phone.get(thanks)
    assert shown["Cache-Control"] == "no-store"
    assert shown["X-Robots-Tag"] == "noindex"
    assert shown["Referrer-Policy"] == "strict-origin"
    assert not shown.cookies
    assert b'name="robots" content="noindex"' in shown.content


def test_looking_changes_nothing(phone: Client, thanks: str) -> None:
    before = contents()
    phone.get(thanks)
    phone.head(thanks)
    assert contents() == before


@pytest.mark.parametrize("token", ["x", ".", "%00", "é", "A" * 5000, "A" * 15, "A" * 64, "=" * 20, "☃"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_we_did_not_make_leads_home(phone: Client, db: None, method: str, token: str) -> None:
    answer = getattr(phone, method)(f"/thanks/{token}/", {"email": "x@example.net"})
    assert (answer.status_code, answer["Location"]) == (303, "/")


def test_a_page_that_was_hidden_since_is_gone(phone: Client, thanks: str) -> None:
    Page.objects.update(state=State.HIDDEN)
    assert phone.get(thanks).status_code == 404


@pytest.mark.parametrize("field", ["email", "lang", "x"])
@pytest.mark.parametrize("value", ["\x00", "☃" * 3000, "\u202e", ""])
def test_no_field_breaks_it(phone: Client, thanks: str, field: str, value: str) -> None:
    assert phone.post(thanks, {field: value}).status_code == 422


def test_sharing_comes_first_and_is_hers(phone: Client, thanks: str) -> None:
    page = phone.get(thanks)
    code = code_of(page)
    assert Link.objects.get().code == code
    text = page.content.decode()
    channels = ("whatsapp", "x", "facebook", "bluesky", "email", "copy")
    assert all(
        f"/s/{code}/{channel}/" in text or f"%2Fs%2F{code}%2F{channel}%2F" in text for channel in channels
    )
    assert text.index('class="share"') < text.index("d•••@e•••")
