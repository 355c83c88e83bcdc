"""Updates where people read them: on pages, in feeds, in the sitemap, in the open numbers."""

import datetime as dt
import json
import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from causes import front_cache, updates
from causes.models import State, Update
from petitions import life
from petitions.models import Petition
from tests.causes.news import draft
from tests.makers import NOW, Make

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = dt.timedelta(days=1)


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(slug="clinic", time_zone="America/Phoenix")


def shown(petition: Petition, title: str, now: dt.datetime = NOW) -> Update:
    update = draft(petition, title=title)
    updates.show(update, now)
    return update


def read(phone: Client, path: str = "/p/clinic/") -> str:
    front_cache.forget()
    return phone.get(path).content.decode()


def test_the_newest_stands_first_with_its_day_and_its_place(phone: Client, petition: Petition) -> None:
    old = shown(petition, "We handed in the first box", NOW - 2 * DAY)
    new = shown(petition, "The hearing is set", NOW.replace(hour=3))
    draft(petition, title="Still being written")
    page = read(phone)
    assert page.index("The hearing is set") < page.index("We handed in the first box")
    assert f'id="update-{new.pk}"' in page and f'id="update-{old.pk}"' in page
    assert '<time datetime="2026-11-21">' in page, "three at night in UTC is the evening before in Phoenix"
    assert "They <strong>voted</strong> today." in page
    assert "Still being written" not in page


def test_what_organisers_type_is_made_safe(phone: Client, petition: Petition) -> None:
    updates.show(
        draft(petition, title="<i>Look</i>", words="<script>alert(1)</script> [x](javascript:x)"), NOW
    )
    page = read(phone)
    assert "&lt;i&gt;Look" in page and "<script>alert" not in page and 'href="javascript' not in page


def test_words_that_are_missing_are_the_original_marked(phone: Client, petition: Petition) -> None:
    update = draft(petition, title="The hearing is set")
    updates.write_texts(update, {"es": {"title": "Hay fecha para la audiencia", "words": ""}})
    updates.show(update, NOW)
    page = read(phone, "/es/p/clinic/")
    assert "Hay fecha para la audiencia" in page and "The hearing is set" not in page
    assert '<div class="prose" lang="en"><p>They <strong>voted' in page


def test_a_correction_takes_the_place_of_what_it_corrects(
    phone: Client, make: Make, petition: Petition
) -> None:
    former = shown(petition, "They voted yes", NOW - DAY)
    correction = updates.start_correction(former, make.user(), NOW)
    Update.objects.filter(pk=correction.pk).update(title="They voted no")
    correction.refresh_from_db()
    assert "They voted yes" in read(phone), "a draft corrects nothing yet"
    updates.show(correction, NOW)
    page = read(phone)
    assert "They voted yes" not in page and "They voted no" in page
    assert "Corrected" in page and f'id="update-{former.pk}"' in page, "old addresses lead to what is right"


def test_a_cause_tells_its_own(phone: Client, petition: Petition) -> None:
    updates.show(draft(petition.cause, title="A year of this"), NOW)
    assert "A year of this" in read(phone, petition.cause.public_path("en"))
    assert "A year of this" not in read(phone)


def test_only_public_pages_can_be_told_about(petition: Petition) -> None:
    Petition.objects.filter(pk=petition.pk).update(state=State.HIDDEN)
    with pytest.raises(updates.NotPossible):
        shown(petition, "Nobody reads this")


def feed(phone: Client, path: str) -> list[tuple[str, str, str]]:
    """(title, id, address) of each entry."""
    front_cache.forget()
    entries = ET.fromstring(phone.get(path).content).iter(f"{ATOM}entry")
    return [
        (
            entry.findtext(f"{ATOM}title", ""),
            entry.findtext(f"{ATOM}id", ""),
            next(entry.iter(f"{ATOM}link")).get("href", ""),
        )
        for entry in entries
    ]


def test_feeds_of_cause_and_organisation_carry_them(phone: Client, make: Make, petition: Petition) -> None:
    former = shown(petition, "They voted yes", NOW - DAY)
    correction = updates.start_correction(former, make.user(), NOW)
    updates.show(correction, NOW)
    shown(make.petition(), "Somebody else's")
    for path in (f"causes/{petition.cause.slug}", f"organisations/{petition.organisation.slug}"):
        title, name, address = feed(phone, f"/es/feeds/{path}/")[0]
        assert title == "They voted yes"
        assert name.endswith(f"/p/clinic/#update-{former.pk}"), (
            "one entry for a reader, whatever is corrected"
        )
        assert address.endswith(f"/es/p/clinic/#update-{correction.pk}")
        assert len(feed(phone, f"/feeds/{path}/")) == 2, "the petition itself, and its news once"
    assert "They voted yes" not in [title for title, _, _ in feed(phone, "/feeds/petitions/")]


def test_the_last_update_is_the_last_news(phone: Client, petition: Petition) -> None:
    later = NOW + 3 * DAY
    shown(petition, "The hearing is set", later)
    assert json.loads(read(phone, "/p/clinic.json"))["updated_at"] == later.isoformat()
    assert f"<lastmod>{later.date()}</lastmod>" in read(phone, "/sitemap.xml")
    assert f'<time datetime="{later.date()}">Last update' in read(phone, "/petitions/")


def test_news_keep_a_petition_from_going_stale(petition: Petition) -> None:
    much_later = NOW + 40 * DAY
    assert life.stale_since(petition, much_later)
    shown(petition, "The hearing is set", NOW + 20 * DAY)
    petition.refresh_from_db()
    assert life.stale_since(petition, much_later) is None
