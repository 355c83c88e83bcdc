"""The words people agree to: versioned by themselves, stored once, kept for ever."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from accounts.models import Organisation
from causes import consents
from causes.models import ConsentText
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.visitors import sign


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


def test_looking_twice_stores_once(petition: Petition) -> None:
    first = consents.current(petition, "en", NOW)
    consents._known.clear()  # another process looks
    assert consents.current(petition, "en", NOW) == first
    assert ConsentText.objects.count() == 1


def test_each_language_has_its_own_words(petition: Petition) -> None:
    english, spanish = (consents.current(petition, language, NOW) for language in ("en", "es"))
    assert english.signing != spanish.signing
    assert (english.version, spanish.version) == (1, 1)
    assert "¿" in spanish.question


def test_other_words_are_another_version_and_old_signatures_keep_theirs(
    phone: Client, petition: Petition
) -> None:
    sign(phone, petition)
    Organisation.objects.update(name="Under a new name")
    petition.organisation.refresh_from_db()
    consents.current(petition, "en", NOW)
    assert list(ConsentText.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert Signature.objects.get().consent.version == 1


def test_petitions_of_one_organisation_share_their_words(petition: Petition, make: Make) -> None:
    other = make.petition(petition.cause)
    assert consents.current(petition, "en", NOW).id == consents.current(other, "en", NOW).id


@pytest.mark.django_db(transaction=True)
def test_many_processes_that_look_first_store_one_row() -> None:
    petition = Make().petition()

    def look(_: int) -> int:
        consents._known.clear()
        try:
            return consents.current(petition, "en", NOW).id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(look, range(8)))) == 1
    assert ConsentText.objects.count() == 1


def test_the_least_age_stands_in_the_words_and_no_birthday_is_asked(
    make: Make, settings: Any, phone: Client
) -> None:
    """A site where people must be 18 says so, in each language, and that is another version."""
    petition = make.petition()
    before = consents.current(petition, "en", NOW)
    assert "I am 16 or older" in before.signing
    settings.MINIMUM_AGE = 18
    after = consents.current(petition, "en", NOW)
    assert "I am 18 or older" in after.signing and after.version == before.version + 1
    assert "Tengo 18 años o más" in consents.current(petition, "es", NOW).signing
    assert "18 or older" in consents.current(petition.cause, "en", NOW).signing
    page = phone.get(petition.public_path()).content.decode()
    assert "I am 18 or older" in page
    assert 'type="date"' not in page and "bday" not in page
