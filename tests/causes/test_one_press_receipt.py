"""Nobody's name counts by one press without their hearing of it."""

from django.test import Client

from accounts import clock
from causes.models import Letter
from causes.signing import LETTERS_PER_DAY
from tests.causes.one_press import press, under, way
from tests.makers import Make


def test_the_receipt_comes_also_when_the_mailbox_had_its_ten_of_today(phone: Client, make: Make) -> None:
    """Else whoever got her letter passed on asks for ten others first. Broken line: only a letter to confirm
    that becomes the receipt."""
    cause = make.cause()
    dolores = make.signature(make.petition(cause), now=clock.now())
    library = make.petition(cause)
    for _ in range(LETTERS_PER_DAY):
        make.pending(make.petition(), email=dolores.email, now=clock.now())
    assert press(phone, way(dolores, library)).status_code == 200
    assert [letter.kind for letter in Letter.objects.filter(link=under(library).link)] == ["signed"]
