"""One press for whoever a letter brings: opening signs nothing, and the page tells nobody who they are."""

import datetime as dt
import re

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Supporter
from causes import tokens
from causes.confirming import invalidate, withdraw
from causes.counting import count_all
from causes.models import Cause, Letter, Page, Signed, State, Status
from causes.recognised import OPENS_FOR, masked
from causes.signing import Arrival, sign
from causes.writing import compose
from petitions.models import Petition, Signature
from sharing.erasure import erase
from tests.causes.one_press import empty_form, press, under, way
from tests.database import contents
from tests.makers import Make
from tests.visitors import form_key

DAY = dt.timedelta(days=1)


@pytest.fixture
def cause(make: Make) -> Cause:
    return make.cause()


@pytest.fixture
def dolores(make: Make, cause: Cause) -> Signed:
    """Counted under another petition of the organisation, wants updates."""
    return make.signature(
        make.petition(cause),
        name="Dolores Huerta-Xochitl",
        email="dolores.xochitl@example.net",
        postcode="85713",
        now=clock.now() - DAY,
    )


@pytest.fixture
def library(make: Make, cause: Cause) -> Petition:
    return make.petition(cause, title="Open the library", slug="library")


# --- opening ---


def test_looking_signs_nothing(phone: Client, dolores: Signed, library: Petition) -> None:
    path = way(dolores, library)
    phone.get(path)  # the first look stores the words of the form
    before = contents()
    for _ in range(2):
        assert phone.get(path).status_code == 200
        assert phone.head(path).status_code == 200
    assert contents() == before


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_says_as_whom_and_nothing_more(
    phone: Client, dolores: Signed, library: Petition, language: str
) -> None:
    page = phone.get(way(dolores, library, language)).content.decode()
    assert "<strong>D•••s</strong>" in page
    for secret in ("Huerta", "Xochitl", "xochitl", "example.net", "85713", "Dolores"):
        assert secret not in page
    assert "Open the library" in page and "Keep the clinic open." in page
    assert ("not you?" if language == "en" else "¿no eres tú?") in page


@pytest.mark.parametrize(
    ("name", "seen"), [("Dolores Huerta", "D•••s"), ("Ñ", "Ñ•••"), ("李 小龙", "李•••"), ("Bo", "B•••o")]
)
def test_a_name_as_it_is_shown(name: str, seen: str) -> None:
    assert masked(name) == seen


def test_nobody_keeps_the_page(phone: Client, dolores: Signed, library: Petition) -> None:
    path = way(dolores, library)
    for answer in (phone.get(path), press(phone, path)):
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Referrer-Policy"] == "strict-origin"
        assert not answer.cookies


def test_what_was_given_before_is_not_asked_again(phone: Client, make: Make, cause: Cause) -> None:
    asking = make.petition(cause, asks_country=True)
    known = make.signature(make.petition(cause, asks_country=True), country="MX", now=clock.now())
    page = phone.get(way(known, asking)).content.decode()
    fields = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page))
    assert fields - {"q"} == {"form_key", "reason", "show_name"}, "q is the search at the top"
    press(phone, way(known, asking))
    assert under(asking).country == "MX"


def test_what_was_never_asked_is(phone: Client, make: Make, cause: Cause, dolores: Signed) -> None:
    asking = make.petition(cause, asks_country=True)
    path = way(dolores, asking)
    assert 'name="country"' in phone.get(path).content.decode()
    press(phone, path, country="US", reason="My mother learned to read there.", show_name="1")
    row = under(asking)
    assert (row.country, row.reason, row.show_name) == ("US", "My mother learned to read there.", True)


# --- pressing ---


def test_one_press_signs_and_counts(phone: Client, dolores: Signed, library: Petition) -> None:
    answer = press(phone, way(dolores, library))
    assert answer.status_code == 200
    assert "counted" in answer.content.decode()
    row = under(library)
    assert (row.status, row.name, row.email, row.postcode, row.updates) == (
        Status.CONFIRMED, "Dolores Huerta-Xochitl", "dolores.xochitl@example.net", "85713", True,
    )  # fmt: skip
    assert (row.channel, row.link.parent_id, row.link.generation, row.new_to_list) == (
        "email",
        None,
        1,
        False,
    )
    assert (row.show_name, row.country, row.reason) == (False, "", ""), "nothing is said for them"
    count_all(clock.now())
    assert Page.objects.get(pk=library.pk).count == 1
    assert Supporter.objects.count() == 1


def test_pressing_twice_counts_once(phone: Client, dolores: Signed, library: Petition) -> None:
    path = way(dolores, library)
    key = form_key(phone.get(path).content.decode())
    for _ in range(3):
        assert phone.post(path, {"form_key": key}).status_code == 200
    count_all(clock.now())
    assert (Page.objects.get(pk=library.pk).count, Signature.objects.filter(petition=library).count()) == (
        1,
        1,
    )
    assert "already counted" in phone.get(path).content.decode()


def test_its_only_letter_is_the_receipt(phone: Client, dolores: Signed, library: Petition) -> None:
    Letter.objects.all().delete()
    press(phone, way(dolores, library))
    letter = Letter.objects.select_related("page__organisation", "link").get()
    assert (letter.kind, letter.email) == (Letter.Kind.SIGNED, "dolores.xochitl@example.net")
    message = compose(letter, clock.now())
    assert "/me/" in str(message.body) and "If it was not you" in str(message.body)
    assert "/confirm/" not in str(message.body)


def test_no_to_updates_stays_no(phone: Client, make: Make, cause: Cause, library: Petition) -> None:
    quiet = make.signature(make.petition(cause), updates=False, now=clock.now())
    path = way(quiet, library)
    assert "You get no updates" in phone.get(path).content.decode()
    press(phone, path)
    assert under(library).updates is False


def test_an_organisation_s_page_and_its_cause(phone: Client, dolores: Signed, cause: Cause) -> None:
    assert press(phone, way(dolores, cause)).status_code == 200
    assert cause.supports.get().status == Status.CONFIRMED


def test_a_waiting_name_is_counted(phone: Client, make: Make, dolores: Signed, library: Petition) -> None:
    make.pending(library, email=dolores.email, now=clock.now())
    press(phone, way(dolores, library))
    assert under(library).status == Status.CONFIRMED


def test_who_took_their_name_off_can_sign_again(
    phone: Client, make: Make, dolores: Signed, library: Petition
) -> None:
    withdraw(make.signature(library, email=dolores.email, now=clock.now()), clock.now())
    count_all(clock.now())
    press(phone, way(dolores, library))
    count_all(clock.now())
    assert (under(library).status, Page.objects.get(pk=library.pk).count) == (Status.CONFIRMED, 1)


def test_another_site_cannot_press(dolores: Signed, library: Petition, phone: Client) -> None:
    path = way(dolores, library)
    key = form_key(phone.get(path).content.decode())
    evil = Client(headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"})
    assert evil.post(path, {"form_key": key}).status_code == 403
    assert not Signature.objects.filter(petition=library).exists()


@pytest.mark.parametrize("typed", [{"reason": "See www.evil.example"}, {"reason": "x" * 501}])
def test_bad_input_is_told_and_kept(
    phone: Client, dolores: Signed, library: Petition, typed: dict[str, str]
) -> None:
    answer = press(phone, way(dolores, library), **typed)
    assert answer.status_code == 422
    assert typed["reason"] in answer.content.decode()
    assert not Signature.objects.filter(petition=library).exists()


def test_without_the_form_s_key_it_asks_once_more(phone: Client, dolores: Signed, library: Petition) -> None:
    assert phone.post(way(dolores, library), {}).status_code == 422
    assert not Signature.objects.filter(petition=library).exists()


# --- a letter that was passed on ---


def test_not_you_is_the_empty_form_with_credit(phone: Client, dolores: Signed, library: Petition) -> None:
    found = re.search(r'href="([^"]+)">not you\?', phone.get(way(dolores, library)).content.decode())
    assert found and found[1] == f"/p/library/?r={dolores.link.code}.email"
    assert b'name="email"' in phone.get(found[1]).content


def test_the_friend_s_credit_goes_to_who_signed_it(phone: Client, dolores: Signed, library: Petition) -> None:
    path = way(dolores, library)
    press(phone, path)
    own = under(library)
    assert own.link.code in phone.get(path).content.decode(), "their own share links"


# --- tokens that do not do: the empty form, as everybody gets it ---


def test_after_thirty_days(phone: Client, dolores: Signed, library: Petition) -> None:
    assert phone.get(way(dolores, library, ago=OPENS_FOR - DAY)).status_code == 200
    assert empty_form(phone.get(way(dolores, library, ago=OPENS_FOR + DAY)), library)


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_off_struck_or_erased_is_nobody(
    phone: Client, make: Make, cause: Cause, library: Petition, method: str
) -> None:
    ways = []
    for end in (withdraw, invalidate):
        signed = make.signature(make.petition(cause), now=clock.now())
        ways.append(way(signed, library))
        end(signed, clock.now())
    gone = make.signature(make.petition(cause), now=clock.now())
    ways.append(way(gone, library))
    assert gone.supporter
    erase(gone.supporter, clock.now())
    waiting = make.pending(make.petition(cause), now=clock.now())
    ways.append(way(waiting, library))
    for path in ways:
        assert empty_form(getattr(phone, method)(path, {}), library)
    assert not Signature.objects.filter(petition=library).exists()


@pytest.mark.parametrize("status", [Status.HELD, Status.INVALID])
def test_what_staff_decide_is_not_signed_around(
    phone: Client, make: Make, dolores: Signed, library: Petition, status: Status
) -> None:
    sign(library, make.typed(library, email=dolores.email), Arrival(), clock.now(), held=True)
    Signature.objects.filter(petition=library).update(status=status)
    assert empty_form(phone.post(way(dolores, library), {}), library)
    assert under(library).status == status


def test_a_token_is_for_its_page_alone(phone: Client, make: Make, dolores: Signed, library: Petition) -> None:
    other = make.petition(library.cause)
    forged = way(dolores, library).replace(f".{library.pk}/", f".{other.pk}/")
    assert forged != way(dolores, library)
    assert empty_form(phone.get(forged), other)


def test_other_letters_tokens_sign_nothing(phone: Client, dolores: Signed, library: Petition) -> None:
    for purpose in ("me", "confirm", "unsubscribe", "sign"):
        token = tokens.make(purpose, dolores.link.code, dolores.email_key, clock.now())
        assert empty_form(phone.get(f"/sign/{token}.{library.pk}/"), library)


def test_another_organisation_s_page_never_knows_them(phone: Client, make: Make, dolores: Signed) -> None:
    strange = make.petition()
    assert empty_form(phone.get(way(dolores, strange)), strange)


@pytest.mark.parametrize("token", ["x", "a.b.c", "....", "é.1.x.1", "a.b.c.99999999999", "a.b.c.-1", "%00"])
def test_no_token_breaks_anything(phone: Client, library: Petition, token: str) -> None:
    for method in (phone.get, phone.post):
        assert method(f"/sign/{token}/").status_code == 303


@pytest.mark.parametrize("state", [State.PAUSED, State.CLOSED, State.WON])
def test_a_page_that_takes_no_names_shows_how_it_stands(
    phone: Client, dolores: Signed, library: Petition, state: State
) -> None:
    Page.objects.filter(pk=library.pk).update(state=state)
    assert empty_form(phone.post(way(dolores, library), {}), library)
    assert not Signature.objects.filter(petition=library).exists()


def test_a_hidden_page_is_not_there(phone: Client, dolores: Signed, library: Petition) -> None:
    Page.objects.filter(pk=library.pk).update(state=State.HIDDEN)
    assert phone.get(way(dolores, library))["Location"] == "/"
