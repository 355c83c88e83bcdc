"""The wording is versioned: nobody rewrites it, and each name keeps the words it was put to."""

import datetime as dt

import pytest
from django.db import InternalError, transaction
from django.test import Client

from accounts.models import Role, User
from causes import front_cache, wording
from causes.models import Cause, Change, PageText, State, Support, Wording
from causes.publishing import publish
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.visitors import GOOD, form_key, sign

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def petition(make: Make) -> Petition:
    """Published, so that its words have their first version."""
    draft = make.petition(state=State.DRAFT, published_at=None, title="Keep the clinic open")
    publish(draft, NOW)
    return draft


def change_words(petition: Petition | Cause, title: str, reason: str = "") -> list[Wording]:
    """Words are stored, and the two seconds have passed in which readers still see the old ones."""
    petition.title = title
    petition.save()
    front_cache.forget()
    return wording.record(petition, NOW + HOUR, reason=reason)


def test_publishing_writes_the_first_version(petition: Petition) -> None:
    first = Wording.objects.get(page=petition)
    assert (first.number, first.language, first.written_at) == (1, "en", NOW)
    assert (first.title, first.decision_maker, first.summary) == (
        "Keep the clinic open",
        "City Council",
        "Keep the clinic open.",
    )


def test_a_draft_and_a_planned_petition_have_none(make: Make) -> None:
    planned = make.petition(state=State.DRAFT, published_at=None, opens_at=NOW + HOUR)
    publish(planned, NOW)
    assert planned.state == State.SCHEDULED
    assert not Wording.objects.exists()


def test_the_database_rewrites_none(petition: Petition) -> None:
    with pytest.raises(InternalError, match="never changed"), transaction.atomic():
        Wording.objects.update(title="Close the clinic")
    with pytest.raises(InternalError, match="never changed"), transaction.atomic():
        Wording.objects.all().delete()


def test_who_leaves_is_forgotten_and_the_words_stay(make: Make, petition: Petition) -> None:
    writer = make.user((petition.organisation, Role.ORGANISER))
    petition.title = "Another"
    petition.save()
    wording.record(petition, NOW, writer)
    User.objects.filter(pk=writer.pk).delete()
    assert Wording.objects.get(title="Another").by is None


def test_other_words_are_another_version_and_the_same_are_none(petition: Petition) -> None:
    assert [new.number for new in change_words(petition, "Keep it open")] == [2]
    assert not change_words(petition, "Keep it open")
    petition.story = "One.\r\nTwo."
    petition.save()
    assert wording.record(petition, NOW)
    petition.story = "One.\nTwo.\n"
    petition.save()
    assert not wording.record(petition, NOW), "a browser's line ends are no words"


def test_before_the_first_name_nothing_is_announced(make: Make, petition: Petition) -> None:
    change_words(petition, "Keep it open")
    assert not Change.objects.filter(what="wording").exists()
    make.signature(petition)
    change_words(petition, "Keep it open for good", "The council named a date.")
    line = Change.objects.get(what="wording")
    assert (line.before, line.after, line.reason, line.public) == (
        "en 2",
        "en 3",
        "The council named a date.",
        True,
    )


def test_each_signature_keeps_what_it_signed(phone: Client, petition: Petition) -> None:
    sign(phone, petition)
    change_words(petition, "Keep it open", "Shorter.")
    sign(phone, petition, email="second@example.net")
    kept = Signature.objects.order_by("pk").values_list("wording__number", flat=True)
    assert list(kept) == [1, 2]


def test_it_is_the_version_that_was_read_that_counts(phone: Client, petition: Petition) -> None:
    path = petition.public_path("en")
    key = form_key(phone.get(path).content.decode())
    change_words(petition, "Keep it open", "Shorter.")
    assert phone.post(path, {**GOOD, "form_key": key}).status_code == 303
    assert Signature.objects.get().wording == Wording.objects.get(number=1)


def test_each_language_has_versions_of_its_own(phone: Client, petition: Petition) -> None:
    sign(phone, petition, language="es", email="a@example.net")
    PageText.objects.create(page=petition, language="es", title="Que la clínica siga abierta")
    assert [(new.language, new.number) for new in wording.record(petition, NOW)] == [("es", 1)]
    front_cache.forget()
    sign(phone, petition, language="es", email="b@example.net")
    sign(phone, petition, language="en", email="c@example.net")
    read = Signature.objects.order_by("pk").values_list("wording__language", "wording__title")
    assert list(read) == [
        ("en", "Keep the clinic open"),
        ("es", "Que la clínica siga abierta"),
        ("en", "Keep the clinic open"),
    ]


def test_what_a_translation_leaves_out_is_read_in_the_original(petition: Petition) -> None:
    PageText.objects.create(page=petition, language="es", title="Que siga abierta")
    wording.record(petition, NOW)
    spanish = Wording.objects.get(language="es")
    assert (spanish.title, spanish.summary) == ("Que siga abierta", "Keep the clinic open.")
    petition.summary = "Keep it open until 2030."
    petition.save()
    assert {(new.language, new.number) for new in wording.record(petition, NOW)} == {("en", 2), ("es", 2)}


def test_a_repeat_signs_the_words_of_now_and_a_confirmed_name_keeps_its_own(
    phone: Client, make: Make, petition: Petition
) -> None:
    confirmed = make.signature(petition, email="done@example.net")
    sign(phone, petition, email="waits@example.net")
    change_words(petition, "Keep it open", "Shorter.")
    for email in ("done@example.net", "waits@example.net"):
        sign(phone, petition, email=email)
    assert Signature.objects.get(pk=confirmed.pk).wording == Wording.objects.get(number=1)
    assert Signature.objects.get(email="waits@example.net").wording == Wording.objects.get(number=2)


def test_a_support_keeps_the_cause_s_words(make: Make) -> None:
    cause = make.cause(state=State.DRAFT, published_at=None, summary="Care close to home.")
    publish(cause, NOW)
    make.signature(cause)
    assert Support.objects.get().wording == Wording.objects.get(page=cause, number=1)


def test_a_corrected_address_keeps_the_words(phone: Client, petition: Petition) -> None:
    thanks = sign(phone, petition, email="mistyped@example.net")["Location"]
    change_words(petition, "Keep it open", "Shorter.")
    assert phone.post(thanks, {"email": "right@example.net"}).status_code == 303
    assert Signature.objects.get().wording == Wording.objects.get(number=1)
