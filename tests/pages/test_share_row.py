"""Share buttons in a real Chromium: a phone's order and a desk's, and what the page tells about them."""

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from sharing import own_links
from tests.makers import NOW
from tests.pages.conftest import Site
from tests.pages.test_browser import faults_in_both_themes, runs_over, sign

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _page_links(site: Site) -> None:
    with site.reach():
        own_links.make_page_links(NOW)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def said(request: Request) -> dict[str, list[str]]:
    return parse_qs(request.post_data or "", keep_blank_values=True)


def order(page: Page) -> list[str]:
    """The first row's channels as the eye reads them, in one look: a script adds buttons of its own."""
    row = page.locator("[data-share]").first
    expect(row.locator("[data-channel=copy]")).to_be_visible()
    places = row.locator("[data-channel]").evaluate_all(
        """buttons => buttons.filter(button => button.checkVisibility()).map(button => {
             const { x, y } = button.getBoundingClientRect();
             return [Math.round(y / 20), x, button.dataset.channel];
           })"""
    )
    return [name for _, _, name in sorted(places)]


def test_a_page_that_is_looked_at_says_so_once(site: Site, phone: Page) -> None:
    told: list[Request] = []
    phone.on("request", lambda request: told.append(request) if request.url.endswith("/seen/") else None)
    with phone.expect_response("**/seen/", timeout=15_000) as answer:
        phone.goto(f"{site.url('/p/clinic/')}?r={site.friend}.whatsapp")
    assert answer.value.status == 204
    assert said(answer.value.request) == {"path": ["/p/clinic/"], "r": [f"{site.friend}.whatsapp"]}
    assert phone.context.cookies() == []
    assert len(told) == 1


def test_on_a_phone_the_chat_comes_first_and_a_press_is_told(site: Site, phone: Page) -> None:
    phone.goto(site.url("/p/clinic/"))
    sign(phone, "taps@example.net", "Add my name")
    assert order(phone)[:3] == ["whatsapp", "x", "facebook"]
    code = phone.locator("[data-share]").get_attribute("data-code")
    phone.context.route("https://wa.me/**", lambda route: route.fulfill(body="WhatsApp"))
    with phone.expect_request("**/seen/") as told:
        phone.get_by_role("link", name="WhatsApp").click()
    assert said(told.value) == {"code": [code], "channel": ["whatsapp"]}


def test_at_a_desk_mail_and_clipboard_come_next(site: Site, desk: Page) -> None:
    desk.goto(site.url("/p/clinic/"))
    sign(desk, "desk@example.net", "Add my name")
    assert order(desk)[:3] == ["whatsapp", "email", "copy"]


def test_a_friends_camera_finds_the_code(site: Site, phone: Page) -> None:
    phone.goto(site.url("/p/clinic/"))
    sign(phone, "camera@example.net", "Add my name")
    code = phone.locator("img.qr")
    expect(code).to_be_hidden()
    phone.get_by_text("Show it as a QR code").click()
    expect(code).to_be_visible()
    phone.wait_for_function("document.querySelector('img.qr').naturalWidth > 0")
    assert not runs_over(phone)
    assert not faults_in_both_themes(phone)


def test_who_does_not_sign_may_pass_it_on(site: Site, phone: Page) -> None:
    phone.goto(site.url("/p/clinic/"))
    row = phone.locator(".pass-on")
    expect(row.get_by_role("link", name="WhatsApp")).to_be_visible()
    with site.reach():
        code = own_links.page_code(site.petition.pk, "en")
    assert f"%2Fs%2F{code}%2Fwhatsapp%2F" in str(
        row.get_by_role("link", name="WhatsApp").get_attribute("href")
    )
    assert not faults_in_both_themes(phone)
