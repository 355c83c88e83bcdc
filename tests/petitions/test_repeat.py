"""Signing again: nobody can ask who signed, and nothing that is somebody else's changes."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from accounts.models import Supporter
from causes import front_cache, prepared
from causes.confirming import confirm, invalidate, withdraw
from causes.models import ConsentText, Letter, Link, Status
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.visitors import GOOD, as_seen, form_key, sign

Situation = Callable[[Client, Petition], None]


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def mine() -> Signature:
    return Signature.objects.select_related("link", "supporter", "consent").get()


def _never_signed(phone: Client, petition: Petition) -> None:
    pass


def _pending(phone: Client, petition: Petition) -> None:
    sign(phone, petition)


def _confirmed(phone: Client, petition: Petition) -> None:
    sign(phone, petition)
    confirm(petition, mine().link.code, "Maria", True, NOW)


def _withdrawn(phone: Client, petition: Petition) -> None:
    _confirmed(phone, petition)
    withdraw(mine(), NOW)


def _struck(phone: Client, petition: Petition) -> None:
    _confirmed(phone, petition)
    invalidate(mine(), NOW)


def _held(phone: Client, petition: Petition) -> None:
    sign(phone, petition, website="https://spam.example")


def _letter_capped(phone: Client, petition: Petition) -> None:
    for _ in range(6):
        sign(phone, petition)


SITUATIONS = [_never_signed, _pending, _confirmed, _withdrawn, _struck, _held, _letter_capped]


@pytest.mark.parametrize("situation", SITUATIONS[1:])
def test_nobody_can_ask_who_signed(make: Make, phone: Client, situation: Situation) -> None:
    petition = make.petition()
    situation(phone, petition)
    known = _whole_answer(phone, petition, "maria@example.net")
    new = _whole_answer(phone, petition, "mallory@example.net")
    assert known == new


def _whole_answer(phone: Client, petition: Petition, email: str) -> list[tuple[int, dict[str, str], str]]:
    answer = sign(phone, petition, email=email)
    return [as_seen(answer), as_seen(phone.get(answer["Location"]))]


def test_the_trap_gives_the_same_answer(phone: Client, petition: Petition) -> None:
    caught = sign(phone, petition, website="x")
    free = sign(phone, petition, email="m@example.net")
    assert as_seen(caught) == as_seen(free)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_signing_is_one_statement_whoever_signs(
    phone: Client,
    petition: Petition,
    situation: Situation,
    django_assert_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for remembers in (front_cache, prepared):  # on a busy machine its seconds may pass in between
        monkeypatch.setattr(remembers, "time", SimpleNamespace(monotonic=lambda: 1.0))
    situation(phone, petition)
    sign(phone, petition, email="warm@example.net")
    key = form_key(phone.get(petition.public_path("en")).content.decode())
    with django_assert_num_queries(1):
        phone.post(petition.public_path("en"), {**GOOD, "form_key": key})


def test_each_repeat_gets_a_fresh_link_that_stands_for_the_first(phone: Client, petition: Petition) -> None:
    for _ in range(3):
        sign(phone, petition)
    own = mine().link
    aliases = Link.objects.exclude(pk=own.pk)
    assert aliases.count() == 2
    for alias in aliases:
        assert (alias.alias_of, alias.parent, alias.root, alias.page_id) == (own, None, None, petition.pk)
        sign(phone, petition, f"?r={alias.code}.sms", email=f"friend{alias.pk}@example.net")
        friend = Signature.objects.select_related("link").get(email=f"friend{alias.pk}@example.net")
        assert (friend.link.parent, friend.link.root, friend.link.generation) == (own, own, 2)


def test_a_pending_repeat_replaces_what_was_typed(phone: Client, petition: Petition, make: Make) -> None:
    friend = make.signature(petition, email="friend@example.net")
    sign(phone, petition)
    first = mine_of("maria@example.net")
    typed = {"name": "María Cruz", "postcode": "85 702", "updates": "yes"}
    sign(phone, petition, f"?r={friend.link.code}.whatsapp", language="es", **typed)
    row = mine_of("maria@example.net")
    assert row.pk == first.pk
    assert (row.name, row.postcode, row.updates, row.language) == ("María Cruz", "85 702", True, "es")
    assert row.consent == ConsentText.objects.get(language="es")
    assert row.signed_at > first.signed_at, "they agreed to these words now"
    assert (row.link.parent, row.link.root, row.link.generation) == (friend.link, friend.link, 2)
    assert (row.channel, row.status) == ("whatsapp", Status.PENDING)


def mine_of(email: str) -> Signature:
    return Signature.objects.select_related("link__parent", "supporter", "consent").get(email=email)


def test_a_repeat_without_a_code_keeps_the_parent(phone: Client, petition: Petition, make: Make) -> None:
    friend = make.signature(petition, email="friend@example.net")
    sign(phone, petition, f"?r={friend.link.code}.sms")
    sign(phone, petition)
    row = mine_of("maria@example.net")
    assert (row.link.parent, row.channel) == (friend.link, "sms")


@pytest.mark.parametrize("situation", [_confirmed, _struck])
def test_what_is_settled_does_not_change(phone: Client, petition: Petition, situation: Situation) -> None:
    situation(phone, petition)
    before = Signature.objects.values().get()
    sign(phone, petition, name="Mallory", postcode="1", updates="yes", language="es")
    after = Signature.objects.values().get()
    assert {**after, "letters": 0} == {**before, "letters": 0}


def test_a_caught_robot_changes_no_pending_row(phone: Client, petition: Petition) -> None:
    sign(phone, petition)
    before = Signature.objects.values().get()
    sign(phone, petition, name="Mallory", website="x")
    assert Signature.objects.values().get() == before
    assert Letter.objects.count() == 1


def test_who_took_their_name_off_can_sign_again(phone: Client, petition: Petition) -> None:
    _withdrawn(phone, petition)
    sign(phone, petition, name="María de vuelta")
    row = mine()
    assert (row.name, row.status) == ("María de vuelta", Status.PENDING)
    assert (row.confirmed_at, row.ended_at) == (None, None)
    assert Letter.objects.latest("id").kind == Letter.Kind.CONFIRM


@pytest.mark.parametrize("situation", SITUATIONS[1:])
def test_a_stored_supporter_is_never_overwritten(
    phone: Client, petition: Petition, situation: Situation
) -> None:
    situation(phone, petition)
    before = Supporter.objects.values().get()
    sign(phone, petition, name="Mallory", email="MARIA@Example.net", language="es")
    assert Supporter.objects.values().get() == before


def test_letters_go_to_the_address_as_it_was_first_typed(phone: Client, petition: Petition) -> None:
    sign(phone, petition, email="dolores.huerta@gmail.com")
    for typed in ("doloreshuerta+x@gmail.com", "Dolores.Huerta@googlemail.com"):
        sign(phone, petition, email=typed)
    assert Signature.objects.count() == Supporter.objects.count() == 1
    assert set(Letter.objects.values_list("email", flat=True)) == {"dolores.huerta@gmail.com"}
    assert set(Letter.objects.values_list("email_key", flat=True)) == {"doloreshuerta@gmail.com"}


def test_who_has_signed_is_told_by_letter_alone(phone: Client, petition: Petition) -> None:
    _confirmed(phone, petition)
    sign(phone, petition)
    assert list(Letter.objects.order_by("id").values_list("kind", flat=True)) == ["confirm", "already"]


def test_whom_staff_struck_gets_no_letter(phone: Client, petition: Petition) -> None:
    _struck(phone, petition)
    before = Letter.objects.count()
    sign(phone, petition)
    assert Letter.objects.count() == before


def test_nobody_is_silenced_by_whoever_fills_the_trap_with_their_address(
    phone: Client, petition: Petition
) -> None:
    _held(phone, petition)
    sign(phone, petition, name="Maria herself")
    row = mine()
    assert (row.status, row.name, row.letters) == (Status.PENDING, "Maria herself", 2)
    assert Letter.objects.get().email == "maria@example.net"


@pytest.mark.parametrize("typed", [{"website": "x"}, {}], ids=["trap", "crowd"])
def test_what_is_held_again_stays_held(
    phone: Client, petition: Petition, typed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _held(phone, petition)
    before = Signature.objects.values().get()
    monkeypatch.setattr("causes.limits.too_many", lambda *_: True)
    sign(phone, petition, name="Mallory", **typed)
    assert Signature.objects.values().get() == before
    assert not Letter.objects.exists()


def test_who_was_held_and_comes_by_a_friend_s_link_counts_as_theirs(
    phone: Client, petition: Petition, make: Make
) -> None:
    friend = make.signature(petition, email="friend@example.net")
    _held(phone, petition)
    sign(phone, petition, f"?r={friend.link.code}.sms")
    row = mine_of("maria@example.net")
    assert (row.link.parent, row.link.generation, row.channel) == (friend.link, 2, "sms")


@pytest.mark.parametrize("situation", [_pending, _confirmed])
def test_five_letters_per_mailbox_and_page(phone: Client, petition: Petition, situation: Situation) -> None:
    situation(phone, petition)
    for number in range(9):
        assert sign(phone, petition, email=f"Maria@example.net{' ' * number}").status_code == 303
    assert Letter.objects.count() == 5


def test_ten_letters_a_day_on_the_whole_site(phone: Client, make: Make) -> None:
    petitions = [make.petition() for _ in range(13)]
    for petition in petitions:
        assert sign(phone, petition).status_code == 303
    assert Letter.objects.count() == 10
    assert Signature.objects.count() == 13
    a_day = dt.timedelta(days=1, seconds=1)
    Letter.objects.update(created_at=Letter.objects.latest("id").created_at - a_day)
    sign(phone, petitions[-1])
    assert Letter.objects.count() == 11, "tomorrow it goes on"


def test_the_same_mailbox_may_sign_elsewhere(phone: Client, make: Make) -> None:
    cause = make.cause()
    for petition in (make.petition(cause), make.petition(cause), make.petition()):
        sign(phone, petition)
    assert Signature.objects.count() == 3
    assert Supporter.objects.count() == 2, "one person per organisation"


def test_five_stay_five_after_old_letters_were_pruned(phone: Client, petition: Petition) -> None:
    for _ in range(5):
        sign(phone, petition)
    Letter.objects.all().delete()
    sign(phone, petition)
    assert not Letter.objects.exists()
