"""From sign-in to a public petition, by somebody who was never shown how: counted, key by key and press by
press, in a real browser."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from accounts.models import Role
from petitions.models import Petition
from tests.journeys.conftest import Site
from tests.makers import Make

FIELDS = {"title", "decision_maker", "summary", "picture", "goal"}
_COUNTING = """
(() => {
  const note = (kind, what) => {
    const all = JSON.parse(sessionStorage.getItem("done") || "[]");
    sessionStorage.setItem("done", JSON.stringify([...all, [kind, what]]));
  };
  addEventListener("click", (event) => event.isTrusted && note("press", event.target.tagName), true);
  addEventListener("change", (event) => note("field", event.target.name), true);
})();
"""


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "clinic.jpg"
    Image.new("RGB", (1600, 900), "#B3175B").save(file)
    return file


@pytest.mark.django_db(transaction=True)
def test_from_sign_in_to_live(site: Site, browser: Browser, picture: Path) -> None:
    """Five fields, fewer than 40 interactions, and nothing pressed that the screen itself did not offer."""
    make = Make()
    organisation = make.organisation(name="Vecinos Unidos", slug="vecinos")
    make.cause(organisation, title="Clinics stay open")
    make.user((organisation, Role.ORGANISER), email="organiser@example.org")
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{site.address}/admin/")
    page.locator("[name=login]").fill("organiser@example.org")
    page.locator("[name=password]").fill("password-of-test")
    page.get_by_role("button", name="Sign in").click()
    page.add_init_script(_COUNTING)
    page.reload()

    page.get_by_role("link", name="Create a petition").click()  # the front page says so
    _answer(page, picture)
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("link", name="How it will look").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How it will look")
    page.get_by_role("link", name="Back to write and publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_label("Public address")).to_have_value(re.compile("/p/keep-the-southside"))
    expect(page.locator(".public-qr svg")).to_be_visible()
    expect(page.get_by_label("WhatsApp")).to_have_value(re.compile("Fund the clinic"))

    done: list[list[str]] = page.evaluate("JSON.parse(sessionStorage.getItem('done'))")
    assert {what for kind, what in done if kind == "field"} == FIELDS
    assert len(done) < 40, done
    assert Petition.objects.get().state == "open"
    live = page.goto(page.get_by_label("Public address").input_value())
    assert live and live.status == 200


def _answer(page: Page, picture: Path) -> None:
    """Click into a field and type, as one does."""
    typed = {
        "title": "Keep the Southside clinic open",
        "decision_maker": "Tucson City Council",
        "summary": "Fund the clinic for another year.",
        "goal": "250",
    }
    for name, words in typed.items():
        page.locator(f"[name={name}]").click()
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=picture]").set_input_files(picture)
    for check in page.locator(".field-title .hints li").all():
        expect(check).to_have_class(re.compile("good"))
