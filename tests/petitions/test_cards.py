"""Pictures for links: drawn by a worker, small enough for every chat, a new name for every change."""

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from causes import front_cache
from causes.faces import page_face
from causes.models import Cause, Page, PageText, State
from petitions import cards, poster, tasks
from petitions.models import Card, Petition
from sharing.models import ClickHour
from tests.makers import NOW, Make

WHATSAPP = {"user-agent": "WhatsApp/2.23.20.0 A"}


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open", summary="Fund it for two years.")


def head(answer: object) -> dict[str, str]:
    """property or name -> content of the metas of a page."""
    text = answer.content.decode()  # type: ignore[attr-defined]
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', text))


def counted(page: Page, count: int) -> None:
    Page.objects.filter(pk=page.pk).update(count=count)
    front_cache.forget()


def later(minutes: int) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


def draw_all(now: dt.datetime = NOW) -> None:
    while cards.draw_due(now):
        pass


def test_a_card_in_each_language_is_drawn_for_what_is_public(make: Make, petition: Petition) -> None:
    make.petition(petition.cause, state=State.DRAFT)
    draw_all()
    drawn = {(card.page_id, card.language, card.number) for card in Card.objects.all()}
    pages = (petition.pk, petition.cause_id)
    assert drawn == {(page, language, 0) for page in pages for language in ("en", "es")}
    assert not cards.due(9)


def test_it_is_a_jpeg_of_the_right_size(petition: Petition) -> None:
    draw_all()
    for card in Card.objects.all():
        with default_storage.open(card.picture) as file:
            data = file.read()
        picture = Image.open(io.BytesIO(data))
        assert (picture.format, picture.size) == ("JPEG", (1200, 630))
        assert 20_000 < len(data) < 200_000


@pytest.mark.parametrize("title", ["W" * 120, "wide words " * 10, "Á", "ñ " * 60, "Donau" * 24])
def test_every_headline_fits(title: str) -> None:
    words = poster.Words(title, "250,000,000", "personas apoyan esta causa", "X" * 100, "Groundswell")
    assert len(poster.draw(words)) < 200_000
    font = poster._font(42, 800)
    for line in poster._lines(title.strip(), font)[:4]:
        assert font.getlength(poster._shortened(line, font)) <= poster._TEXT


def test_each_rung_gets_a_new_picture_and_the_old_ones_stay(petition: Petition) -> None:
    draw_all()
    counted(petition, 99)
    assert not cards.due(9)
    for minute, count in enumerate((100, 249, 250, 1003), 1):
        counted(petition, count)
        draw_all(later(minute))
    mine = Card.objects.filter(page=petition.pk, language="en").order_by("number")
    assert [card.number for card in mine] == [0, 100, 250, 1000]
    names = {card.picture for card in mine}
    assert len(names) == 4
    assert all(default_storage.exists(name) for name in names)


def test_a_new_headline_gets_a_new_picture(petition: Petition, phone: Client) -> None:
    draw_all()
    before = head(phone.get("/p/" + petition.slug + "/"))["og:image"]
    Page.objects.filter(pk=petition.pk).update(title="Keep both clinics open")
    draw_all(later(1))
    front_cache.forget()
    assert head(phone.get("/p/" + petition.slug + "/"))["og:image"] != before


def test_each_language_has_the_headline_written_for_it(petition: Petition, phone: Client) -> None:
    draw_all()
    PageText.objects.create(
        page=petition, language="es", title="Que siga la clínica", summary="Dos años más."
    )
    assert [(each.page_id, each.language) for each in cards.due(9)] == [(petition.pk, "es")]
    draw_all(later(1))
    said = head(phone.get(f"/es/p/{petition.slug}/"))
    assert said["og:title"] == "Que siga la clínica"
    assert said["og:image:alt"].startswith("Que siga la clínica.")
    assert said["og:description"] == "Dos años más."


def test_a_count_that_fell_shows_no_higher_number(petition: Petition) -> None:
    for minute, count in enumerate((501, 1003, 998)):
        counted(petition, count)
        draw_all(later(minute))
    petition.refresh_from_db()
    assert (
        cards.face(page_face(petition, "en", NOW), "en").alt
        == "Keep the clinic open. 500 people have signed."
    )


def test_two_workers_at_once_keep_one_row_and_one_file(petition: Petition, media: Path) -> None:
    missing = cards.due(9)
    draw_all()
    rows = set(Card.objects.values_list("picture", flat=True))
    for each in missing:  # the other worker had asked before the first was done
        cards._store(cards._drawn(Page.objects.get(pk=each.page_id), each))
    assert {f"cards/{file.name}" for file in (media / "cards").iterdir()} == rows


def test_a_script_we_have_no_letters_for_shows_the_picture_instead(petition: Petition, phone: Client) -> None:
    Page.objects.filter(pk=petition.pk).update(
        title="拯救診所", picture="pictures/own.jpg", picture_width=800, picture_height=600
    )
    draw_all()
    assert not cards.due(9)
    assert not Card.objects.filter(page=petition.pk).exclude(picture="").exists()
    assert head(phone.get("/p/" + petition.slug + "/"))["og:image"].endswith("/media/pictures/own.jpg")


def test_the_head_says_what_a_chat_needs(petition: Petition, phone: Client, settings: object) -> None:
    counted(petition, 1240)
    draw_all()
    said = head(phone.get("/p/" + petition.slug + "/"))
    site = settings.SITE_URL  # type: ignore[attr-defined]
    assert said["og:title"] == "Keep the clinic open"
    assert said["og:description"] == "1,240 people have signed. Fund it for two years."
    assert said["og:url"] == f"{site}/p/{petition.slug}/"
    assert (said["og:locale"], said["og:locale:alternate"]) == ("en_US", "es_US")
    assert said["og:image"].startswith(f"{site}/media/cards/")
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:image:type"] == "image/jpeg"
    assert said["og:image:alt"] == "Keep the clinic open. 1,000 people have signed."
    assert said["twitter:card"] == "summary_large_image"
    spanish = head(phone.get("/es/p/" + petition.slug + "/"))
    assert spanish["og:description"].startswith("Ya firmaron 1,240 personas.")
    assert spanish["og:locale"] == "es_US"
    assert spanish["og:image"] != said["og:image"]


def test_before_anything_is_drawn_the_house_has_a_picture(petition: Petition, phone: Client) -> None:
    said = head(phone.get("/p/" + petition.slug + "/"))
    assert "/static/img/card" in said["og:image"]
    assert said["og:image:width"] == "1200"


def test_a_cause_is_stood_by(make: Make, phone: Client) -> None:
    cause = make.cause(title="Health for all", summary="Everybody gets ill.")
    counted(cause, 101)
    draw_all()
    said = head(phone.get(cause.public_path("en")))
    assert said["og:description"] == "101 people stand with this. Everybody gets ill."
    assert said["og:image:alt"] == "Health for all. 100 people stand with this."


@pytest.mark.parametrize("kind", ["petition", "cause"])
def test_a_share_link_shows_the_card_and_is_not_counted(
    make: Make, petition: Petition, kind: str, settings: object
) -> None:
    page: Page = petition if kind == "petition" else Cause.objects.get(pk=petition.cause_id)
    link = make.partner(page)
    counted(page, 120)
    draw_all()
    path = f"/s/{link.code}/whatsapp/"
    answer = Client(headers=WHATSAPP).get(path)
    assert answer.status_code == 200
    said = head(answer)
    assert said["og:url"] == settings.SITE_URL + path  # type: ignore[attr-defined]
    assert "/media/cards/" in said["og:image"]
    assert said["og:description"].startswith("120 people")
    assert said["robots"] == "noindex"
    assert not ClickHour.objects.filter(outcome=ClickHour.Outcome.COUNTED).exists()


def test_the_page_asks_one_question_more_for_its_card(
    petition: Petition, phone: Client, django_assert_max_num_queries: object
) -> None:
    face = page_face(petition, "en", NOW)
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        cards.face(face, "en")


def test_the_worker_draws_until_nothing_is_due(petition: Petition) -> None:
    tasks.draw_cards()
    assert not cards.due(1)
