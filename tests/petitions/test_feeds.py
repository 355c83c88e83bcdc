"""Atom feeds of new petitions."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from causes.models import PageText, State
from petitions.models import Petition
from tests.makers import NOW, Make

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Save <b>the</b> park & the pond", summary="Keep it <script>open</script>.")


def read(phone: Client, path: str) -> ET.Element:
    answer = phone.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content)


def told(feed: ET.Element, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}") or "" for entry in feed.iter(f"{ATOM}entry")]


def test_the_newest_come_first(make: Make, petition: Petition, phone: Client) -> None:
    newer = make.petition(petition.cause, published_at=NOW)
    feed = read(phone, "/feeds/petitions/")
    assert told(feed, "title") == [newer.title, petition.title]
    assert feed.findtext(f"{ATOM}updated") == NOW.isoformat()


def test_drafts_and_hidden_ones_are_in_no_feed(make: Make, petition: Petition, phone: Client) -> None:
    for state in (State.DRAFT, State.HIDDEN, State.REJECTED, State.REVIEW):
        make.petition(petition.cause, state=state)
    paths = ("petitions", f"causes/{petition.cause.slug}", f"organisations/{petition.organisation.slug}")
    for path in paths:
        assert told(read(phone, f"/feeds/{path}/"), "title") == [petition.title]


def test_a_cause_and_an_organisation_have_their_own(make: Make, petition: Petition, phone: Client) -> None:
    make.petition()
    cause, led = petition.cause, petition.organisation
    assert told(read(phone, f"/feeds/causes/{cause.slug}/"), "title") == [petition.title]
    assert told(read(phone, f"/feeds/organisations/{led.slug}/"), "title") == [petition.title]
    assert len(told(read(phone, "/feeds/petitions/"), "title")) == 2


def test_what_people_typed_is_text(petition: Petition, phone: Client) -> None:
    feed = read(phone, "/feeds/petitions/")
    assert told(feed, "summary") == ["Keep it &lt;script&gt;open&lt;/script&gt;. (To City Council)"]


def test_entries_keep_their_name_in_every_language(
    petition: Petition, phone: Client, settings: object
) -> None:
    english, spanish = read(phone, "/feeds/petitions/"), read(phone, "/es/feeds/petitions/")
    assert told(english, "id") == told(spanish, "id")
    assert "Peticiones nuevas" in (spanish.findtext(f"{ATOM}title") or "")
    entry = spanish.find(f"{ATOM}entry/{ATOM}link")
    site = settings.SITE_URL  # type: ignore[attr-defined]
    assert entry is not None and entry.get("href") == f"{site}/es/p/{petition.slug}/"


def test_entries_speak_the_language_of_the_feed(petition: Petition, phone: Client) -> None:
    PageText.objects.create(page=petition, language="es", title="Salvemos el parque")
    assert told(read(phone, "/es/feeds/petitions/"), "title") == ["Salvemos el parque"]
    assert told(read(phone, "/feeds/petitions/"), "title") == [petition.title]


def test_nothing_new_is_not_sent_again(petition: Petition, phone: Client) -> None:
    first = phone.get("/feeds/petitions/")
    assert phone.get("/feeds/petitions/", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_an_empty_feed_is_a_feed(phone: Client, db: None) -> None:
    feed = read(phone, "/feeds/petitions/")
    assert feed.findtext(f"{ATOM}updated") == dt.datetime(2000, 1, 1, tzinfo=dt.UTC).isoformat()


def test_who_is_not_public_has_no_feed(make: Make, phone: Client) -> None:
    draft = make.cause(state=State.DRAFT)
    assert phone.get(f"/feeds/causes/{draft.slug}/").status_code == 404
    assert phone.get(f"/feeds/organisations/{draft.organisation.slug}/").status_code == 404


def test_pages_name_their_feeds(petition: Petition, phone: Client) -> None:
    cause, led = petition.cause, petition.organisation
    for path, feed in (
        ("/", "/feeds/petitions/"),
        ("/petitions/", "/feeds/petitions/"),
        (cause.public_path("en"), f"/feeds/causes/{cause.slug}/"),
        (petition.public_path("es"), f"/es/feeds/causes/{cause.slug}/"),
        (f"/organisations/{led.slug}/", f"/feeds/organisations/{led.slug}/"),
    ):
        page = phone.get(path).content.decode()
        assert 'type="application/atom+xml" title="' in page
        assert f'href="{feed}"' in page
