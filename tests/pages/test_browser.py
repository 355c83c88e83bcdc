"""The public pages in a real Chromium: readable for everybody, quiet, small, and signable by anybody."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, ViewportSize, expect

from tests.pages.conftest import Site, hosts_of

pytestmark = pytest.mark.django_db  # without it the tests have no database of their own
NARROW: ViewportSize = {"width": 320, "height": 640}
_ALL = {"resultTypes": ["violations"]}
_CONTRAST = {**_ALL, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
_WORDS = {
    "en": ("Add my name", "Yes, count me", "You’re counted"),
    "es": ("Firmar", "Sí, cuenten conmigo", "ya cuenta"),
}
axe = Axe()


def faults(page: Page, options: dict[str, Any] = _ALL) -> list[str]:
    """What axe finds wrong on the page as it stands, with the place of each."""
    found = axe.run(page, options=options).response["violations"]
    return [f"{fault['id']}: {node['html']}" for fault in found for node in fault["nodes"]]


def faults_in_both_themes(page: Page) -> list[str]:
    page.emulate_media(color_scheme="light")
    light = faults(page)
    page.emulate_media(color_scheme="dark")
    return light + [f"dark: {fault}" for fault in faults(page, _CONTRAST)]


def runs_over(page: Page) -> bool:
    """Whether the page has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["en", "es"])
def test_everybody_can_read_every_page(site: Site, phone: Page, language: str) -> None:
    wrong = {}
    for path in site.paths:
        phone.goto(site.url(path, language))
        expect(phone.locator("html")).to_have_attribute("lang", language)
        if found := faults_in_both_themes(phone):
            wrong[path] = found
        assert phone.locator("h1").count() == 1, f"{path}: one headline"
    assert not wrong


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_runs_over_on_the_smallest_screen(site: Site, phone: Page, language: str) -> None:
    wide = []
    for path in site.paths:
        phone.set_viewport_size(NARROW)
        phone.goto(site.url(path, language))
        if runs_over(phone):
            wide.append(path)
        phone.set_viewport_size({"width": 640, "height": 800})
        phone.evaluate("document.documentElement.style.fontSize = '36px'")  # letters twice as large
        if runs_over(phone):
            wide.append(f"{path} at 200 %")
    assert not wide


def test_a_visitor_is_left_alone(site: Site, phone: Page) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.on("console", lambda message: complaints.append(message.text) if "Policy" in message.text else None)
    phone.on("pageerror", lambda error: complaints.append(str(error)))
    for path in site.paths:
        phone.goto(site.url(path))
    assert hosts_of(asked) == hosts_of([site.address])
    assert phone.context.cookies() == []
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert complaints == []


def test_the_petition_page_is_small(site: Site, phone: Page) -> None:
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        sizes[response.url] = len(response.body())

    phone.on("response", weigh)
    phone.goto(site.url("/p/clinic/"), wait_until="networkidle")
    assert sum(sizes.values()) <= 150_000
    assert sum(size for url, size in sizes.items() if url.split("?")[0].endswith(".js")) <= 15_000


def sign(page: Page, email: str, button: str) -> None:
    page.locator("#id_name").fill("Dolores Peña-O'Neill")
    page.locator("#id_email").fill(email)
    page.locator("#id_updates_1").check()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page).to_have_url(re.compile("/thanks/"))


def test_a_mistake_is_told_where_it_is(site: Site, phone: Page) -> None:
    phone.goto(site.url("/es/p/clinic/"))
    phone.locator("#id_name").fill("Dolores")
    phone.locator("#id_email").fill("dolores")
    phone.get_by_role("button", name="Firmar", exact=True).click()
    expect(phone.locator("#errors")).to_be_focused()
    expect(phone).to_have_title("Error: La clínica se queda · Groundswell")
    expect(phone.locator("#id_name")).to_have_value("Dolores")
    assert faults_in_both_themes(phone) == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_sign_share_confirm(site: Site, browser: Browser, language: str, script: bool) -> None:
    """On the smallest screen, in the dark; every page of the way is checked by axe."""
    context = browser.new_context(
        viewport=NARROW,
        color_scheme="dark",
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    page = context.new_page()
    email = f"{language}.{script}@example.net".lower()
    add, count, counted = _WORDS[language]
    friend = site.friend
    page.goto(site.url(f"/p/clinic/?r={friend}.whatsapp", language))
    sign(page, email, add)
    check(page, script)
    first = page.locator("main a, main button").first
    expect(first).to_contain_text("WhatsApp")
    assert "/whatsapp/" in (first.get_attribute("href") or "").replace("%2F", "/")
    page.goto(site.letter(email))
    check(page, script)
    page.get_by_role("button", name=count).click()
    expect(page.locator("h1")).to_contain_text(counted)
    check(page, script)
    row = site.signed(email)
    assert (row.status, row.language, row.channel) == ("confirmed", language, "whatsapp")
    assert row.link.parent and row.link.parent.code == friend
    assert context.cookies() == []
    context.close()


def check(page: Page, script: bool) -> None:
    """No sideways scrolling; axe needs script itself, so it looks on only where there is some."""
    if script:
        assert not runs_over(page)
        assert faults_in_both_themes(page) == []


def test_signing_with_the_keyboard_alone(site: Site, phone: Page) -> None:
    phone.goto(site.url("/p/clinic/"))
    phone.keyboard.press("Tab")
    expect(phone.locator(".skip")).to_be_focused()
    reach(phone, "#id_name")
    phone.keyboard.type("Luis Ortega")
    reach(phone, "#id_email")
    phone.keyboard.type("keys@example.net")
    reach(phone, "#id_updates_0")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Tab")
    assert phone.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    phone.keyboard.press("Enter")
    expect(phone.locator("h1")).to_contain_text("Thank you, Luis")
    phone.goto(site.letter("keys@example.net"))
    reach(phone, "form[data-once] button")
    phone.keyboard.press("Enter")
    expect(phone.locator("h1")).to_contain_text("You’re counted")


def reach(page: Page, selector: str) -> None:
    """Press Tab until the field has the keyboard."""
    for _ in range(40):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with the keyboard")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_toggle_keeps_page_and_credit(site: Site, browser: Browser, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(site.url(f"/p/clinic/?r={site.friend}.sms"))
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("h1")).to_have_text("La clínica se queda")
    email = f"toggle.{script}@example.net".lower()
    sign(page, email, "Firmar")
    expect(page.locator("h1")).to_contain_text("Gracias")
    row = site.signed(email)
    assert row.channel == "sms"
    assert row.link.parent and row.link.parent.code == site.friend
    context.close()


def test_an_old_link_offers_a_new_one(site: Site, phone: Page) -> None:
    phone.goto(site.url("/confirm/garbled/"))
    expect(phone.locator("h1")).to_be_visible()
    phone.goto(site.url("/p/clinic/#letter-cut"))
    expect(phone.locator("#letter-cut")).to_be_visible()
    assert faults_in_both_themes(phone) == []
