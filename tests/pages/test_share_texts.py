"""The advice beside a share text says the same while somebody types as it does after saving."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from accounts.models import Role
from sharing import text_advice
from tests.makers import Make
from tests.pages.conftest import Site
from tests.pages.test_desk import cookie_of

pytestmark = pytest.mark.django_db
WORDS = (
    "Our clinic must stay open. Add your name, I did.",
    "Read this www.example.org",
    "¿Firmas?",
    "a" * 201,
    "á" * 140,
    "{" * 130,
    "👩‍👩‍👧‍👦 " * 30,
    "Súmate: la clínica sigue",
)


@pytest.fixture(scope="module")
def session(site: Site) -> str:
    """Committed before a test begins its transaction."""
    with site.reach():
        return cookie_of(Make().user((site.organisation, Role.OWNER)))


@pytest.fixture
def desk(site: Site, session: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "sessionid", "value": session, "url": site.address}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("channel", ["", "sms"])
def test_what_is_typed_is_judged_as_what_is_stored(site: Site, desk: Page, channel: str) -> None:
    desk.goto(f"{site.address}/admin/share/{site.petition.pk}/texts/{channel and channel + '/'}")
    column = desk.locator("[data-column]").first
    title = site.petition.title
    for typed in WORDS:
        field = column.locator("textarea").first
        field.fill(typed)
        words = field.input_value()  # 200 fit
        lines = column.locator(".hints li")
        shown = [("good" in (line.get_attribute("class") or "")) for line in lines.all()]
        expected = text_advice.advice(words.strip(), channel, "en", title)
        assert shown == [line.good for line in expected], words
        counts = [line.locator("span").inner_text() for line in lines.all()]
        assert counts == [line.count for line in expected], words
