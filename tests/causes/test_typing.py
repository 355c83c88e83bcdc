"""What people type: one mailbox is one person, names are names, and nothing typed breaks anything."""

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from causes import mailbox
from causes.forms import SignForm
from petitions.models import Signature
from tests.makers import Make
from tests.visitors import GOOD, form_key, sign


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dolores.huerta@gmail.com", "doloreshuerta@gmail.com"),
        ("dolores@gmail.com", "Dolores+petitions@GoogleMail.com"),
        ("dolores@outlook.com", "dolores+x@outlook.com"),
        ("dolores@icloud.com", "dolores@me.com"),
        ("dolores@proton.me", "dolores@pm.me"),
        ("DOLORES@example.net", "dolores@EXAMPLE.net"),
        ("d@bücher.example.net", "d@xn--bcher-kva.example.net"),
    ],
)
def test_one_mailbox(one: str, other: str) -> None:
    assert mailbox.key(mailbox.clean(one)) == mailbox.key(mailbox.clean(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dolores.huerta@example.net", "doloreshuerta@example.net"),
        ("dolores@example.net", "dolores+x@example.net"),
        ("dolores.h@outlook.com", "doloresh@outlook.com"),
        ("dolores@gmail.com", "dolores@gmail.com.example.net"),
    ],
)
def test_two_mailboxes(one: str, other: str) -> None:
    assert mailbox.key(one) != mailbox.key(other)


@pytest.mark.parametrize(
    "typed",
    [
        *["", "@", "a@", "@b.net", "a@b", "a b@example.net", "a@b..net", "a@@b.net", "a@-b.net"],
        *["a@example.net\nBcc: x@example.net", "a@example.net\x00", "<a@example.net>", "a@[127.0.0.1]"],
        "josé@example.net",  # a letter to it would leave for another address: our post office speaks ASCII
    ],
)
def test_what_no_letter_can_be_sent_to(typed: str) -> None:
    with pytest.raises(mailbox.BadAddress):
        mailbox.clean(typed)


def test_a_mask_shows_two_letters() -> None:
    assert mailbox.mask("dolores.huerta@gmail.com") == "d•••@g•••"


@given(st.text(max_size=120), st.text(max_size=14))
@example("\u0958" * 100, "")  # one letter that is stored as two
@example("Ana", "ß" * 12)  # capitals are longer than what was typed
@example("a\u200b \u200bb", "")
def test_what_gets_through_fits_its_column(name: str, postcode: str) -> None:
    form = SignForm({**GOOD, "name": name, "postcode": postcode})
    form.is_valid()
    stored = form.cleaned_data
    assert len(stored.get("name", "")) <= 100
    assert len(stored.get("postcode", "")) <= 12
    assert "  " not in stored.get("name", "")
    assert "\x00" not in stored.get("name", "")


@pytest.mark.parametrize(
    "typed",
    [{"name": "\u0958" * 100}, {"postcode": "ß" * 12}, {"name": "Ana\x00"}, {"email": "j\u00e9@x.net"}],
)
def test_and_what_does_not_is_told(phone: Client, make: Make, typed: dict[str, str]) -> None:
    assert sign(phone, make.petition(), **typed).status_code == 422
    assert not Signature.objects.exists()


HOSTILE = ["\x00", "\ud7ff", "☃" * 5000, "'; DROP TABLE causes_page; --", "%00", "\u202e", "9" * 400]


@pytest.mark.parametrize("field", ["name", "email", "postcode", "updates", "website", "form_key", "lang"])
@pytest.mark.parametrize("value", HOSTILE)
def test_no_field_breaks_the_page(phone: Client, make: Make, field: str, value: str) -> None:
    petition = make.petition()
    key = form_key(phone.get(petition.public_path("en")).content.decode())
    answer = phone.post(petition.public_path("en"), {**GOOD, "form_key": key, field: value})
    assert answer.status_code in (303, 422)


@pytest.mark.parametrize("key", ["9.{hour}.é", "é", "9.{hour}.\x00", "9.9" * 2000])
def test_no_form_key_breaks_the_page(phone: Client, make: Make, key: str) -> None:
    petition = make.petition()
    answer = phone.post(petition.public_path("en"), {**GOOD, "form_key": key.format(hour=494000)})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "query", ["?r=%00", "?r=%FF%FE", "?r=" + "x" * 5000, "?r[]=1", "?r=a&r=b", "?r=....", "?%"]
)
def test_no_query_breaks_the_page(phone: Client, make: Make, query: str) -> None:
    assert sign(phone, make.petition(), query).status_code == 303
