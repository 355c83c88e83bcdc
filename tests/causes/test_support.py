"""Standing by a cause is the same act as signing: one statement, a letter, a button, a count, a link."""

import pytest
from django.test import Client

from accounts.models import Supporter
from causes.counting import count_all
from causes.models import Cause, Letter, Link, Page, Support
from petitions.models import Signature
from tests.makers import NOW, Make
from tests.visitors import as_seen, button_of, code_of, sign


@pytest.fixture
def cause(make: Make) -> Cause:
    return make.cause()


def test_the_whole_way(phone: Client, cause: Cause) -> None:
    thanks = sign(phone, cause)
    assert thanks.status_code == 303
    code = code_of(phone.get(thanks["Location"]))
    pressed = phone.post(button_of(Letter.objects.get()), {"name": "María", "updates": "yes"})
    assert pressed.status_code == 200
    row = Support.objects.select_related("link").get()
    assert (row.status, row.cause, row.link.code, row.new_to_list) == ("confirmed", cause, code, True)
    assert not Signature.objects.exists()
    count_all(NOW)
    assert Page.objects.get(pk=cause.pk).count == 1


def test_friends_are_brought_to_a_cause_too(phone: Client, cause: Cause, make: Make) -> None:
    friend = make.signature(cause)
    led = phone.get(f"/s/{friend.link.code}/whatsapp/")["Location"]
    sign(phone, cause, "?" + led.partition("?")[2])
    link = Link.objects.get(support__email="maria@example.net")
    assert (link.parent, link.generation, link.support.channel) == (friend.link, 2, "whatsapp")


def test_nobody_can_ask_who_stands_with_it(phone: Client, cause: Cause, make: Make) -> None:
    make.signature(cause, email="known@example.net")
    answers = [as_seen(sign(phone, cause, email=f"{who}@example.net")) for who in ("known", "fresh")]
    assert answers[0] == answers[1]
    assert Support.objects.count() == 2


def test_cause_and_petition_know_one_supporter(phone: Client, cause: Cause, make: Make) -> None:
    sign(phone, cause)
    sign(phone, make.petition(cause))
    assert Supporter.objects.count() == 1
    for letter in Letter.objects.all():
        phone.post(button_of(letter), {"name": "María", "updates": "yes"})
    new = [*Support.objects.values_list("new_to_list", flat=True)]
    new += Signature.objects.values_list("new_to_list", flat=True)
    assert sorted(map(bool, new)) == [False, True]


def test_the_words_agreed_to_are_the_causes(phone: Client, cause: Cause, make: Make) -> None:
    sign(phone, cause)
    sign(phone, make.petition(cause))
    wordings = {Support.objects.get().consent.purpose, Signature.objects.get().consent.purpose}
    assert wordings == {"cause", "petition"}
