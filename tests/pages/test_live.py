"""The number on a wall: fresh by script or without, in both languages, from a phone to a projector."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from causes import counting
from petitions.models import Petition
from tests.makers import NOW, Make
from tests.pages.conftest import Site

pytestmark = pytest.mark.django_db


def test_it_is_a_page_without_script_and_for_no_search_engine(make: Make, phone: Client) -> None:
    petition = make.petition(slug="clinic")
    Petition.objects.filter(pk=petition.pk).update(count=1234)
    answer = phone.get("/p/clinic/live/")
    page = answer.content.decode()
    assert ">1,234</b>" in page and 'http-equiv="refresh"' in page
    assert answer["X-Robots-Tag"] == "noindex" and 'content="noindex"' in page
    assert "Set-Cookie" not in answer.headers
    assert "personas ya firmaron" in phone.get("/es/p/clinic/live/").content.decode()


def test_a_draft_has_none(make: Make, phone: Client) -> None:
    make.petition(slug="clinic", state="draft", published_at=None)
    assert phone.get("/p/clinic/live/").status_code == 404


def _signs(petition: Petition) -> None:
    """On a connection of its own: what the test's own one writes is seen by nobody else."""
    Make().signature(petition, email="wall@example.net", now=NOW)
    counting.count_all(NOW)
    connections.close_all()


def test_the_number_grows_before_ones_eyes(site: Site, page: Tab) -> None:
    page.goto(site.url("/p/clinic/live/"))
    number = page.locator("[data-count]")
    before = int(number.inner_text())
    with ThreadPoolExecutor(1) as somebody:
        somebody.submit(_signs, site.petition).result()
    expect(number).to_have_text(str(before + 1), timeout=20_000)


@pytest.mark.parametrize(
    ("width", "height"), [(320, 568), (360, 740), (768, 1024), (1280, 720), (1920, 1080)]
)
@pytest.mark.parametrize("number", [7, 1234, 1234567])
def test_it_fits_every_screen(site: Site, page: Tab, width: int, height: int, number: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site.url("/p/clinic/live/", "es"))
    page.evaluate("n => document.querySelector('[data-count]').textContent = n", f"{number:,}")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    box = page.locator("[data-count]").bounding_box()
    assert box and wide <= width and box["x"] >= 0 and box["x"] + box["width"] <= width
