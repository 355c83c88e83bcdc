"""Signing a petition by its public form, as a browser without script does it."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from causes.models import ConsentText, Letter, Limits, Link, Page, State
from petitions.models import Petition, Signature
from tests.makers import Make

GOOD = {"name": "María José de la Cruz", "email": "maria@example.net", "postcode": "85701", "updates": "no"}


def form_key(page: str) -> str:
    found = re.search(r'name="form_key"[^>]*value="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def sign(client: Client, petition: Page, query: str = "", **typed: str) -> Any:
    path = petition.public_path("en")
    key = form_key(client.get(path).content.decode())
    return client.post(path + query, {**GOOD, "form_key": key, **typed})


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def test_it_works(phone: Client, petition: Petition) -> None:
    answer = sign(phone, petition)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/thanks/")
    row = Signature.objects.select_related("link", "supporter").get()
    assert (row.name, row.email, row.postcode, row.updates) == (
        "María José de la Cruz",
        "maria@example.net",
        "85701",
        False,
    )
    assert (row.status, row.channel, row.link.generation, row.link.parent) == ("pending", "direct", 1, None)
    assert row.supporter.organisation == petition.organisation
    assert Letter.objects.get().kind == "confirm"


def test_the_page_is_the_same_bytes_for_everybody(phone: Client, petition: Petition) -> None:
    first = phone.get(petition.public_path("en"))
    other = Client(headers={"user-agent": "Firefox", "accept-language": "es"}).get(
        petition.public_path("en") + "?r=abcdefghj.x&utm=1"
    )
    assert first.content == other.content
    assert first["ETag"] == other["ETag"]
    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")
    assert "Accept-Language" not in first.get("Vary", "")
    assert b"csrfmiddlewaretoken" not in first.content
    again = phone.get(petition.public_path("en"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_the_words_shown_are_kept_with_their_version(phone: Client, petition: Petition) -> None:
    page = html.unescape(phone.get(petition.public_path("en")).content.decode())
    sign(phone, petition)
    text = Signature.objects.get().consent
    signing, question, showing = text.body.split("\n\n")
    assert signing in " ".join(page.split())
    assert question in " ".join(page.split())
    assert showing in " ".join(page.split())
    assert text.version == 1


def test_a_used_wording_cannot_be_changed(phone: Client, petition: Petition) -> None:
    from django.db import InternalError, transaction

    sign(phone, petition)
    with pytest.raises(InternalError, match="never changed"), transaction.atomic():
        ConsentText.objects.update(body="I agree to everything")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Enter your name."),
        ("name", "   ", "Enter your name."),
        ("name", "123", "as you would write it on paper"),
        ("name", "x" * 101, "100 characters"),
        ("name", "buy at https://spam.example", "without a web"),
        ("email", "", "name@example.com"),
        ("email", "maria@", "name@example.com"),
        ("email", "a b@example.net", "name@example.com"),
        ("updates", "", "Choose yes or no"),
        ("updates", "maybe", "Choose yes or no"),
        ("postcode", "x" * 13, "too long"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(
    phone: Client, petition: Petition, field: str, value: str, message: str
) -> None:
    answer = sign(phone, petition, **{field: value})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert message in page
    assert re.search(r"<title>\s*Error:", page)
    assert f'href="#id_{field}' in page
    kept = {**GOOD, field: value}
    for name in ("name", "email", "postcode"):
        assert f'value="{kept[name].strip()}"' in page or f'value="{kept[name]}"' in page
    assert not Signature.objects.exists()


def test_hostile_names_are_shown_as_text(phone: Client, petition: Petition) -> None:
    answer = sign(phone, petition, name='<script>alert(1)</script>"', email="no")
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    "name", ["Peña-O'Neill", "أحمد", "李小龍", "María José de la Cruz", "Ó", "Nguyễn Thị Minh Khai"]
)
def test_names_of_the_world_are_kept(phone: Client, petition: Petition, name: str) -> None:
    assert sign(phone, petition, name=f"  {name} ").status_code == 303
    assert Signature.objects.get().name == name


def test_a_double_press_makes_one_signature(phone: Client, petition: Petition) -> None:
    assert sign(phone, petition).status_code == 303
    assert sign(phone, petition).status_code == 303
    assert Signature.objects.count() == 1


def test_a_draft_takes_nothing(phone: Client, make: Make) -> None:
    draft = make.petition(state=State.DRAFT)
    assert phone.get(draft.public_path("en")).status_code == 404
    assert phone.post(draft.public_path("en"), GOOD).status_code == 404


@pytest.mark.parametrize("state", [State.PAUSED, State.CLOSED, State.WON])
def test_what_is_not_open_takes_no_name(phone: Client, make: Make, state: State) -> None:
    petition = make.petition(state=state)
    assert phone.post(petition.public_path("en"), GOOD).status_code == 409
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"origin": "null"}, 303),
        ({"origin": "http://testserver"}, 303),
        ({"sec-fetch-site": "same-origin", "origin": "http://testserver"}, 303),
        ({"sec-fetch-site": "cross-site", "origin": "https://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "https://evil.example"}, 403),
    ],
)
def test_another_site_cannot_post(petition: Petition, headers: dict[str, str], status: int) -> None:
    answer = sign(Client(headers=headers), petition)
    assert answer.status_code == status
    assert Signature.objects.exists() == (status == 303)
    if status == 403:
        assert b"maria@example.net" in answer.content


@pytest.mark.parametrize("key", ["", "1.2.3", "x.y.z", "٣.٤.abc"])
def test_a_form_that_is_not_ours_comes_back_filled(phone: Client, petition: Petition, key: str) -> None:
    answer = phone.post(petition.public_path("en"), {**GOOD, "form_key": key})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "maria@example.net" in page
    assert phone.post(petition.public_path("en"), {**GOOD, "form_key": form_key(page)}).status_code == 303


def test_a_form_key_of_another_petition_does_not_fit(phone: Client, petition: Petition, make: Make) -> None:
    other = make.petition(cause=petition.cause)
    key = form_key(phone.get(other.public_path("en")).content.decode())
    assert phone.post(petition.public_path("en"), {**GOOD, "form_key": key}).status_code == 422


def test_who_fills_the_trap_is_held_and_told_the_same(phone: Client, petition: Petition) -> None:
    answer = sign(phone, petition, website="http://spam.example")
    assert answer.status_code == 303
    assert Signature.objects.get().status == "held"
    assert not Letter.objects.exists()


def test_the_301st_from_one_address_is_held(
    phone: Client, petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("causes.doubts.limits", lambda: Limits(attempts=2))
    for number in range(3):
        assert sign(phone, petition, email=f"m{number}@example.net").status_code == 303
    assert list(Signature.objects.order_by("id").values_list("status", flat=True)) == [
        "pending",
        "pending",
        "held",
    ]


def test_credit_comes_along_with_the_address(phone: Client, petition: Petition, make: Make) -> None:
    friend = make.signature(petition)
    sign(phone, petition, f"?r={friend.link.code}.whatsapp")
    row = Signature.objects.select_related("link").get(email="maria@example.net")
    assert (row.link.parent, row.link.generation, row.channel) == (friend.link, 2, "whatsapp")


@pytest.mark.parametrize(
    ("query", "channel"),
    [
        ("?r=unknown99.x", "x"),
        ("?r=", "direct"),
        ("?r=%00.%00", "other"),
        ("?r=abcdefghj.carrier-pigeon", "other"),
    ],
)
def test_an_unknown_code_is_no_parent_and_no_error(
    phone: Client, petition: Petition, query: str, channel: str
) -> None:
    assert sign(phone, petition, query).status_code == 303
    row = Signature.objects.select_related("link").get()
    assert (row.link.parent, row.link.generation, row.channel) == (None, 1, channel)


def test_a_code_of_another_page_gives_no_credit(phone: Client, petition: Petition, make: Make) -> None:
    elsewhere = make.signature(make.petition())
    sign(phone, petition, f"?r={elsewhere.link.code}.x")
    assert Link.objects.get(signature__email="maria@example.net").parent is None


def test_it_keeps_to_its_queries(
    phone: Client, petition: Petition, django_assert_max_num_queries: Any
) -> None:
    sign(phone, petition)
    key = form_key(phone.get(petition.public_path("en")).content.decode())
    with django_assert_max_num_queries(1):
        phone.post(petition.public_path("en"), {**GOOD, "email": "b@example.net", "form_key": key})


@pytest.mark.django_db(transaction=True)
def test_two_threads_with_one_new_address_on_two_petitions_both_get_through() -> None:
    make = Make()
    cause = make.cause()
    petitions = [make.petition(cause=cause) for _ in range(2)]

    def post(petition: Petition, email: str) -> int:
        try:
            return sign(Client(), petition, email=email).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for round_ in range(10):
            email = f"new{round_}@example.net"
            assert list(pool.map(post, petitions, [email, email])) == [303, 303]
    assert Signature.objects.count() == 20
    assert Signature.objects.values("supporter").distinct().count() == 10


def test_a_first_name_is_shown_only_by_its_owners_wish(phone: Client, petition: Petition, make: Make) -> None:
    make.signature(petition, name="Bernarda Silenciosa")
    make.signature(petition, name="Carmen Peña", show_name=True)
    make.pending(petition, name="Desideria Espera", show_name=True)
    page = phone.get(petition.public_path("en")).content.decode()
    assert "<b>Carmen</b>" in page
    for unseen in ("Bernarda", "Desideria", "Peña"):
        assert unseen not in page


def test_the_wish_comes_with_the_form(phone: Client, petition: Petition) -> None:
    page = phone.get(petition.public_path("en")).content.decode()
    assert not re.search(r'name="show_name"[^>]*checked', page)
    sign(phone, petition)
    sign(phone, petition, email="other@example.net", show_name="1")
    assert list(Signature.objects.order_by("pk").values_list("show_name", flat=True)) == [False, True]
