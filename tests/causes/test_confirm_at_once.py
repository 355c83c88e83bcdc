"""The letter's button pressed by several in the same moment: each name counts once, nobody locks up."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from accounts import clock
from causes.confirming import confirm
from causes.models import Link, Signed, Status, Tally
from petitions.models import Petition, Signature
from tests.causes.test_confirm import AS_STORED, token_of
from tests.makers import NOW, Make


def _at_once(*presses: Any) -> list[Any]:
    """Each in a thread and with a connection of its own."""

    def press(work: Any) -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_count_once() -> None:
    petition = Make().petition()
    for number in range(5):
        waiting = Make().pending(petition, email=f"n{number}@example.net", now=clock.now())
        address = f"/confirm/{token_of(waiting)}/"
        answers = _at_once(*[lambda: Client().post(address, AS_STORED)] * 8)  # noqa: B023
        assert {answer.status_code for answer in answers} == {200}
    assert Tally.objects.count() == 5
    assert Signature.objects.filter(status=Status.CONFIRMED).count() == 5


@pytest.mark.django_db(transaction=True)
def test_a_person_is_new_to_an_organisation_once_also_when_two_names_are_confirmed_at_once() -> None:
    make = Make()
    cause = make.cause()
    petitions = [make.petition(cause) for _ in range(4)]
    for number in range(5):
        rows = [make.pending(petition, email=f"n{number}@example.net") for petition in petitions]
        _at_once(*[_confirming(petition, row) for petition, row in zip(petitions, rows, strict=True)])
    assert Signature.objects.filter(status=Status.CONFIRMED).count() == 20
    assert Signature.objects.filter(new_to_list=True).count() == 5
    assert Tally.objects.filter(new_to_list=True).count() == 5


def _confirming(petition: Petition, row: Signed) -> Any:
    return lambda: confirm(petition, row.link.code, row.name, True, NOW)


@pytest.mark.django_db(transaction=True)
def test_signing_again_while_confirming_never_locks_up() -> None:
    make = Make()
    petition = make.petition()
    for number in range(25):
        row = make.pending(petition, email=f"n{number}@example.net")
        _at_once(*[lambda: make.again(row)] * 3, _confirming(petition, row))  # noqa: B023
    assert Signature.objects.filter(status=Status.CONFIRMED).count() == 25
    assert Link.objects.filter(alias_of=None).count() == 25
