"""Tokens of letters, forms and thanks pages: ours are believed, everything else is nothing."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.encryption import BadToken
from causes import form_key, thanks_token, tokens
from causes.models.link import new_code
from causes.signing import Arrival, Typed
from tests.makers import NOW

CODE = "abcdefghj"
SHOWN = form_key.Shown(consent=9, wording=4)
TYPED = Typed("Ana Peña", "ana@example.net", "85701", True, "es", 7)
VISIT = thanks_token.Visit(3, CODE, TYPED, Arrival(CODE, "x"), corrected=False)


def test_a_letters_token_proves_its_purpose_and_mailbox_alone() -> None:
    token = tokens.take_apart(tokens.make("confirm", CODE, "ana@example.net", NOW))
    assert token.code == CODE
    assert token.age(NOW + dt.timedelta(days=3)) == dt.timedelta(days=3)
    assert token.proves("confirm", "ana@example.net")
    assert not token.proves("withdraw", "ana@example.net")
    assert not token.proves("confirm", "bob@example.net")


@given(st.text())
def test_whatever_stands_in_an_address_is_no_token(text: str) -> None:
    for hostile in (text, f"{CODE}.{text}", f"{CODE}.1.{text}", f"{text}.1.x"):
        assert not tokens.take_apart(hostile).proves("confirm", "ana@example.net")


def test_a_date_cannot_be_changed() -> None:
    code, issued, proof = tokens.make("confirm", CODE, "a@b.net", NOW).split(".")
    older = issued[:-1] + ("0" if issued[-1] != "0" else "1")
    assert not tokens.take_apart(f"{code}.{older}.{proof}").proves("confirm", "a@b.net")


def test_a_form_is_ours_for_its_page_and_48_hours() -> None:
    key = form_key.make(5, SHOWN, NOW)
    assert form_key.shown_by(key, 5, NOW) == SHOWN
    assert form_key.shown_by(key, 5, NOW + dt.timedelta(hours=48)) == SHOWN
    assert form_key.shown_by(key, 5, NOW + dt.timedelta(hours=49)) is None
    assert form_key.shown_by(key, 6, NOW) is None


def test_a_page_whose_words_were_never_public_says_so() -> None:
    unknown = form_key.Shown(9, None)
    assert form_key.shown_by(form_key.make(5, unknown, NOW), 5, NOW) == unknown


def test_a_forms_key_stays_the_same_for_an_hour() -> None:
    minutes = [form_key.make(5, SHOWN, NOW + dt.timedelta(minutes=n)) for n in (0, 30, 59)]
    assert len(set(minutes)) == 1
    assert form_key.make(5, SHOWN, NOW + dt.timedelta(minutes=60)) != minutes[0]


def test_other_words_cannot_be_agreed_to_with_the_same_key() -> None:
    consent, wording, rest = form_key.make(5, SHOWN, NOW).split(".", 2)
    assert form_key.shown_by(f"{int(consent) + 1}.{wording}.{rest}", 5, NOW) is None
    assert form_key.shown_by(f"{consent}.{int(wording) + 1}.{rest}", 5, NOW) is None


@given(st.text())
def test_no_made_up_key_is_ours(text: str) -> None:
    for hostile in (text, f"9.{text}", f"9.4.{text}", f"9.4.{int(NOW.timestamp()) // 3600}.{text}"):
        assert form_key.shown_by(hostile, 5, NOW) is None


def test_a_visit_comes_back_as_it_was() -> None:
    assert thanks_token.read(thanks_token.make(VISIT, NOW), NOW) == (VISIT, True)


def test_a_thanks_page_opens_for_an_hour() -> None:
    token = thanks_token.make(VISIT, NOW)
    assert thanks_token.read(token, NOW + dt.timedelta(minutes=60))[1]
    assert not thanks_token.read(token, NOW + dt.timedelta(minutes=60, seconds=1))[1]


def test_a_thanks_token_tells_nothing_and_looks_new_every_time() -> None:
    first, second = (thanks_token.make(VISIT, NOW) for _ in range(2))
    assert first != second
    assert len(first) == len(second)
    for told in ("Ana", "example", CODE):
        assert told not in first


@given(st.text() | st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789-_", min_size=20))
def test_no_made_up_thanks_token_opens(text: str) -> None:
    with pytest.raises(BadToken):
        thanks_token.read(text, NOW)


def test_an_altered_thanks_token_does_not_open() -> None:
    token = thanks_token.make(VISIT, NOW)
    for place in range(0, len(token) - 1, 7):
        letter = "A" if token[place] != "A" else "B"
        with pytest.raises(BadToken):
            thanks_token.read(token[:place] + letter + token[place + 1 :], NOW)


def test_codes_are_nine_letters_that_cannot_be_misread() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(len(code) == 9 and not set(code) & set("0O1Il") for code in codes)
