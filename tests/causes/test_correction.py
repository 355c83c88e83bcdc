"""A mistyped address is corrected once, on one's own thanks page, and never somebody else's."""

from typing import Any

import pytest
from django.test import Client

from causes.confirming import confirm
from causes.counting import count_all
from causes.letters import NotWanted, compose
from causes.models import Letter, Limits, Link, Status
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.recount import Recount, journals
from tests.visitors import as_seen, button_of, code_of, sign


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def correct(client: Client, signed: Any, email: str) -> Any:
    """On the thanks page that `signed` led to."""
    return client.post(signed["Location"], {"email": email})


def test_the_letter_goes_to_the_right_address_and_the_old_one_dies(phone: Client, petition: Petition) -> None:
    signed = sign(phone, petition, email="maria@exmaple.net")
    old = Letter.objects.get()
    sent_before = button_of(old)
    answer = correct(phone, signed, "maria@example.net")
    assert answer.status_code == 303
    row = Signature.objects.get()
    assert (row.email, row.name, row.postcode) == ("maria@example.net", "María José de la Cruz", "85701")
    with pytest.raises(NotWanted):
        compose(old, NOW)
    dead = phone.get(sent_before)
    assert (dead.status_code, dead["Location"].partition("#")[2]) == (303, "letter-cut")
    phone.post(sent_before, {"name": "x", "updates": "no"})
    assert Signature.objects.get().status == Status.PENDING
    new = Letter.objects.exclude(pk=old.pk).get()
    assert phone.get(button_of(new)).status_code == 200


def test_only_once(phone: Client, petition: Petition) -> None:
    signed = sign(phone, petition, email="maria@exmaple.net")
    first = correct(phone, signed, "maria@example.net")
    shown = phone.get(first["Location"]).content
    assert b'name="email"' not in shown, "the corrected page offers no second correction"
    assert correct(phone, first, "x@example.net").status_code == 409
    assert correct(phone, signed, "y@example.net").status_code == 409, "nor does going back"
    assert Signature.objects.get().email == "maria@example.net"


def test_a_bad_address_is_told_and_uses_nothing_up(phone: Client, petition: Petition) -> None:
    signed = sign(phone, petition)
    wrong = correct(phone, signed, "not an address")
    assert wrong.status_code == 422
    assert "name@example.com" in wrong.content.decode()
    assert correct(phone, signed, "m@example.net").status_code == 303


def test_another_site_cannot_correct(petition: Petition) -> None:
    signed = sign(Client(), petition)
    evil = Client(headers={"origin": "https://evil.example"})
    assert correct(evil, signed, "m@example.net").status_code == 422
    assert Signature.objects.get().email == "maria@example.net"


def test_somebody_elses_pending_name_cannot_be_moved(phone: Client, petition: Petition) -> None:
    """A stranger signs in my name first; I sign too; the stranger then "corrects" to their own mailbox."""
    stranger = sign(phone, petition)
    sign(Client(), petition)
    correct(phone, stranger, "stranger@example.net")
    assert Signature.objects.get(email="maria@example.net").status == Status.PENDING
    assert Signature.objects.count() == 2


def test_a_repeat_visitor_cannot_move_the_first_ones_name(phone: Client, petition: Petition) -> None:
    sign(Client(), petition)
    stranger = sign(phone, petition)
    correct(phone, stranger, "stranger@example.net")
    assert Signature.objects.filter(email="maria@example.net").exists()


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.WITHDRAWN, Status.INVALID, Status.HELD])
def test_what_no_longer_waits_is_not_moved(phone: Client, petition: Petition, status: Status) -> None:
    signed = sign(phone, petition)
    Signature.objects.update(status=status)
    assert correct(phone, signed, "m@example.net").status_code == 303
    assert Signature.objects.get(email="maria@example.net").status == status


def test_who_is_held_cannot_correct_themselves_free(phone: Client, petition: Petition) -> None:
    caught = sign(phone, petition, website="https://spam.example")
    again = sign(phone, petition, website="https://spam.example")
    for number, visit in enumerate((caught, again)):
        correct(phone, visit, f"spam{number}@example.net")
    assert set(Signature.objects.values_list("status", flat=True)) == {Status.HELD}
    assert not Letter.objects.exists()


def test_whoever_filled_the_trap_cannot_correct_away_the_name_of_its_owner(
    phone: Client, petition: Petition
) -> None:
    caught = sign(phone, petition, website="https://spam.example")
    sign(phone, petition, name="Maria herself")
    correct(phone, caught, "spam@example.net")
    assert Signature.objects.get(email="maria@example.net").name == "Maria herself"


def test_correcting_counts_as_an_attempt(
    phone: Client, petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("causes.doubts.limits", lambda: Limits(attempts=1))
    signed = sign(phone, petition)
    correct(phone, signed, "m@example.net")
    assert Signature.objects.get(email="m@example.net").status == Status.HELD


def test_correcting_back_and_forth_is_no_way_round_the_five_letters(
    phone: Client, petition: Petition
) -> None:
    for number in range(8):
        signed = sign(phone, petition, email="victim@example.net")
        Letter.objects.filter(email="victim@example.net").update(state=Letter.State.SENT)
        correct(phone, signed, f"mine{number}@example.net")
    assert Letter.objects.filter(email="victim@example.net").count() == 5


def test_the_answer_is_the_same_whether_the_right_address_had_signed(phone: Client, make: Make) -> None:
    petition = make.petition()
    make.signature(petition, email="known@example.net")
    answers = []
    for target in ("known@example.net", "knew@example.net"):
        signed = sign(phone, petition, email="oops@example.net")
        answer = correct(phone, signed, target)
        answers.append([as_seen(answer), as_seen(phone.get(answer["Location"]))])
    assert answers[0] == answers[1]


def test_what_was_shared_before_the_correction_keeps_its_credit(phone: Client, petition: Petition) -> None:
    signed = sign(phone, petition, email="maria@exmaple.net")
    shared = code_of(phone.get(signed["Location"]))
    early = sign(Client(), petition, f"?r={shared}.sms", email="early@example.net")
    corrected = correct(phone, signed, "maria@example.net")
    shared_later = code_of(phone.get(corrected["Location"]))
    for number, code in enumerate((shared, shared_later)):
        sign(Client(), petition, f"?r={code}.sms", email=f"late{number}@example.net")
    maria = Signature.objects.select_related("link").get(email="maria@example.net")
    friends = Signature.objects.exclude(pk=maria.pk).select_related("link")
    assert {(friend.link.parent_id, friend.link.generation) for friend in friends} == {(maria.link_id, 2)}
    assert early.status_code == 303


def test_a_correction_to_one_of_ones_friends_makes_no_circle(phone: Client, petition: Petition) -> None:
    signed = sign(phone, petition, email="oops@example.net")
    shared = code_of(phone.get(signed["Location"]))
    sign(Client(), petition, f"?r={shared}.sms", email="friend@example.net")
    correct(phone, signed, "friend@example.net")
    friend = Signature.objects.select_related("link").get(email="friend@example.net")
    assert Link.objects.get(code=shared).alias_of == friend.link
    sign(Client(), petition, f"?r={shared}.sms", email="later@example.net")
    for row in Signature.objects.select_related("link"):
        confirm(petition, row.link.code, row.name, True, NOW)
    count_all(NOW)
    later = Signature.objects.select_related("link").get(email="later@example.net")
    assert later.link.parent == friend.link
    assert journals() == Recount().figures()
