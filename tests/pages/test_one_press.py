"""The page of one press in a real Chromium, without script too: readable, and signed by its one button."""

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts import clock
from causes.models import Status
from causes.sign_token import path_to
from petitions.models import Signature
from petitions.next_one import work_out
from tests.makers import Make
from tests.pages.conftest import Site
from tests.pages.test_browser import faults_in_both_themes, phone, runs_over

__all__ = ["phone"]

pytestmark = pytest.mark.django_db  # without it the tests have no database of their own


@pytest.fixture(scope="module")
def ways(site: Site) -> dict[str, str]:
    """The ways from letters of three people to a second petition of the organisation, by their names here."""
    with site.reach():
        now = clock.now()
        other = Make().petition(site.cause, slug="library", title="Open the library", asks_country=True)
        Make().petition(site.cause, slug="third", title="Shade at every stop")
        found = {}
        for name, language in (("en", "en"), ("es", "es"), ("plain", "en")):
            email = f"letter-{name}@example.net"
            signed = Make().signature(site.petition, email=email, name="Dolores Huerta", now=now)
            found[name] = path_to(other, signed.link, signed.email_key, language, now)
        work_out(now)
        return found


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_readable(site: Site, ways: dict[str, str], phone: Page, language: str) -> None:
    for width in (320, 360, 1280):
        phone.set_viewport_size({"width": width, "height": 740})
        phone.goto(site.url(ways[language]))
        assert not runs_over(phone)
    assert not faults_in_both_themes(phone)
    phone.get_by_role("button", name="Add my name" if language == "en" else "Firmar").click()
    expect(phone.locator("h1")).to_contain_text("counted" if language == "en" else "ya cuenta")
    assert not faults_in_both_themes(phone)


def test_it_needs_no_script(site: Site, ways: dict[str, str], browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url(ways["plain"]))
    page.get_by_role("button", name="Add my name").click()
    expect(page.locator("h1")).to_contain_text("counted")
    context.close()
    with site.reach():
        signed = Signature.objects.get(petition__slug="library", email="letter-plain@example.net")
        assert signed.status == Status.CONFIRMED
