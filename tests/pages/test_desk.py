"""The desk is readable for everybody: axe in both themes, no sideways scrolling on a phone."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, expect

from accounts.models import Role, User
from petitions.models import Petition
from tests.makers import Make
from tests.pages.conftest import Site
from tests.pages.test_browser import faults_in_both_themes, runs_over

pytestmark = pytest.mark.django_db  # without it the tests have no database of their own
LANGUAGES = ("en", "es")


def cookie_of(user: User) -> str:
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
    session.create()
    return str(session.session_key)


@pytest.fixture(scope="module")
def draft(site: Site) -> Petition:
    with site.reach():
        fields = {"state": "draft", "published_at": None, "story": "We **live** here.\n\n- one\n- two"}
        return Make().petition(site.cause, title="Open a night bus", slug="night-bus", **fields)


@pytest.fixture(scope="module")
def cookies(site: Site) -> dict[str, str]:
    """Language -> the session of an owner who reads it; committed before a test begins its transaction."""
    with site.reach():
        make = Make()
        owners = {each: make.user((site.organisation, Role.OWNER), language=each) for each in LANGUAGES}
        return {language: cookie_of(owner) for language, owner in owners.items()}


@pytest.fixture
def desk(
    site: Site, cookies: dict[str, str], browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    session = cookies[getattr(request, "param", "en")]
    context.add_cookies([{"name": "sessionid", "value": session, "url": site.address}])
    yield context.new_page()
    context.close()


def places(site: Site, draft: Petition) -> dict[str, str]:
    change = f"petitions/petition/{draft.pk}"
    return {
        "front page": "",
        "list": "petitions/petition/",
        "new petition": "petitions/petition/add/",
        "draft": f"{change}/change/",
        "how it will look": f"{change}/looks/en/",
        "words": f"{change}/words/es/",
        "public petition": f"petitions/petition/{site.petition.pk}/change/",
        "links": f"causes/link/of/{site.petition.pk}/",
        "members": "accounts/membership/",
    }


@pytest.mark.parametrize("desk", LANGUAGES, indirect=True)
def test_every_kind_of_screen_is_readable(site: Site, desk: Page, draft: Petition) -> None:
    wrong = {}
    for name, path in places(site, draft).items():
        answer = desk.goto(f"{site.address}/admin/{path}")
        assert answer and answer.status == 200 and "/admin/" in desk.url, name
        found = faults_in_both_themes(desk) + (["runs over"] if runs_over(desk) else [])
        if found:
            wrong[name] = found
    assert not wrong, "\n".join(f"{name}: {fault}" for name, found in wrong.items() for fault in found)


def test_menus_open_and_close_by_keyboard(site: Site, desk: Page) -> None:
    desk.goto(f"{site.address}/admin/")
    menu = desk.locator(".desk-nav summary")
    menu.focus()
    desk.keyboard.press("Enter")
    causes = desk.locator(".desk-nav").get_by_role("link", name="Causes")
    expect(causes).to_be_visible()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Escape")
    expect(causes).to_be_hidden()
    expect(menu).to_be_focused()


def test_a_story_is_shown_while_it_is_written(site: Site, desk: Page, draft: Petition) -> None:
    desk.goto(f"{site.address}/admin/petitions/petition/{draft.pk}/words/es/")
    story = desk.locator("[name=story]")
    story.fill("vivimos aquí <script>alert(1)</script>")
    story.evaluate("(area) => area.setSelectionRange(0, 7)")
    desk.get_by_role("button", name="Bold").click()
    expect(story).to_have_value("**vivimos** aquí <script>alert(1)</script>")
    expect(desk.locator(".story-shown strong")).to_have_text("vivimos")
    expect(desk.locator(".story-shown")).to_contain_text("<script>alert(1)</script>")
