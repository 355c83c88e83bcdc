"""One page in several languages: the organisers' words, the original where there are none, one count."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from causes import counting, letters
from causes.models import PageText
from petitions.models import Petition
from petitions.numbers import as_json
from tests.makers import NOW, Make
from tests.petitions.test_sign import sign


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(
        title="Keep the clinic open", story="Because **we** live here.", goal_consequence="then we ask"
    )


def read(phone: Client, petition: Petition, language: str) -> str:
    return phone.get(petition.public_path(language)).content.decode()


def test_missing_words_are_the_original_marked_and_noted(phone: Client, petition: Petition) -> None:
    page = read(phone, petition, "es")
    assert '<h1 lang="en">Keep the clinic open</h1>' in page
    assert 'class="prose" lang="en"' in page
    assert "Idioma original: Inglés." in page
    assert "original small" not in read(phone, petition, "en")


def test_words_of_the_readers_own(phone: Client, petition: Petition) -> None:
    PageText.objects.create(page=petition, language="es", title="La clínica se queda", summary="Que siga.")
    page = read(phone, petition, "es")
    assert "<h1>La clínica se queda</h1>" in page
    assert 'class="prose" lang="en"' in page, "what is still missing stays marked"
    assert "Una parte sigue en el idioma original" in page
    assert "La clínica se queda" not in read(phone, petition, "en")


def test_one_count_in_all_languages(phone: Client, petition: Petition) -> None:
    PageText.objects.create(page=petition, language="es", title="La clínica se queda")
    for language in ("en", "es"):
        key = {"email": f"ana@{language}.example.net"}
        path = petition.public_path(language)
        assert sign_at(phone, petition, path, **key).status_code == 303
    assert petition.signatures.count() == 2
    assert as_json(petition, NOW).startswith('{"title": "Keep the clinic open"')


def sign_at(phone: Client, petition: Petition, path: str, **typed: str) -> Any:
    """Sign on the page at `path`, as `tests.petitions.test_sign` does in English."""
    from tests.petitions.test_sign import GOOD, form_key

    key = form_key(phone.get(path).content.decode())
    return phone.post(path, {**GOOD, "form_key": key, **typed})


def test_the_letter_speaks_the_signatorys_language(make: Make, petition: Petition) -> None:
    PageText.objects.create(page=petition, language="es", title="La clínica se queda")
    make.pending(petition, language="es", email="eva@example.net")
    letters.send_due(lambda: NOW)
    assert "La clínica se queda" in mail.outbox[0].subject
    assert "La clínica se queda" in mail.outbox[0].body


def test_the_share_row_speaks_the_readers_language(phone: Client, petition: Petition) -> None:
    PageText.objects.create(page=petition, language="es", title="La clínica se queda")
    answer = sign_at(phone, petition, petition.public_path("es"))
    thanks = phone.get(answer["Location"]).content.decode()
    assert "La%20cl%C3%ADnica%20se%20queda" in thanks


def test_a_page_asks_the_database_no_more_for_many_languages(
    phone: Client, make: Make, django_assert_max_num_queries: object
) -> None:
    for number in range(4):
        PageText.objects.create(page=make.petition(make.cause()), language="es", title=f"Petición {number}")
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        assert "Petición 3" in phone.get("/es/").content.decode()


def test_organisers_write_side_by_side(client: Client, make: Make, petition: Petition) -> None:
    client.force_login(make.user((petition.organisation, Role.ORGANISER)))
    address = reverse("admin:petitions_petition_words", args=[petition.pk, "es"])
    assert "Keep the clinic open" in client.get(address).content.decode()
    client.post(address, {"title": "La clínica se queda", "story": ""})
    assert petition.texts.get().title == "La clínica se queda"
    client.post(address, {"title": "La clínica sigue"})
    assert petition.texts.get().title == "La clínica sigue", "the same row, changed"
    assert client.get(reverse("admin:petitions_petition_words", args=[petition.pk, "en"])).status_code == 404


def test_others_do_not(client: Client, make: Make, petition: Petition) -> None:
    address = reverse("admin:petitions_petition_words", args=[petition.pk, "es"])
    client.force_login(make.user((make.organisation(), Role.OWNER)))
    assert client.post(address, {"title": "Otra cosa"}).status_code == 404
    client.force_login(make.user((petition.organisation, Role.VIEWER)))
    client.post(address, {"title": "Otra cosa"})
    assert not petition.texts.exists()


def test_a_cause_is_asked_only_what_it_has(client: Client, make: Make) -> None:
    cause = make.cause(summary="Clinics for all.")
    client.force_login(make.user((cause.organisation, Role.ORGANISER)))
    page = client.get(reverse("admin:causes_cause_words", args=[cause.pk, "es"])).content.decode()
    assert 'name="title"' in page and 'name="summary"' in page
    assert 'name="decision_maker"' not in page


def test_numbers_and_dates_are_written_as_readers_do(phone: Client, make: Make, petition: Petition) -> None:
    Petition.objects.filter(pk=petition.pk).update(count=1241, goal=2500)
    assert "1,241" in read(phone, petition, "en") and "November 12, 2026" in read(phone, petition, "en")
    assert "1,241" in read(phone, petition, "es") and "12 de noviembre de 2026" in read(phone, petition, "es")
    counting.count_all(NOW)
    assert sign(phone, petition).status_code == 303
