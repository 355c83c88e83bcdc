"""The main job in one go, in a real browser, on real parts: the reason the program exists."""

import csv
import io
import json
import urllib.request
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from accounts.models import Role
from causes.models import Cause
from petitions.models import Petition
from tests.journeys.conftest import Site
from tests.makers import Make
from tests.processes import wait_until

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


def log_in(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.address}/admin/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill("password-of-test")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{site.address}/admin/")


def sign(page: Page, name: str, email: str, updates: str = "Yes") -> None:
    page.get_by_label("Full name").fill(name)
    page.get_by_label("E-mail").first.fill(email)
    page.get_by_label(updates, exact=True).check()
    page.get_by_role("button", name="Add my name").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")


def confirm(page: Page, site: Site, email: str) -> None:
    page.goto(site.letter_link(email))
    page.get_by_role("button", name="Yes, count me").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("You’re counted")


def numbers(site: Site, slug: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{site.address}/p/{slug}.json") as answer:
        found: dict[str, object] = json.load(answer)
        return found


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "clinic.png"
    Image.new("RGB", (1600, 900), "#B3175B").save(file)
    return file


def test_from_an_idea_to_a_network(site: Site, browser: Browser, picture: Path) -> None:
    make = Make()
    organisation = make.organisation(name="Vecinos Unidos", slug="vecinos")
    make.user((organisation, Role.ORGANISER), email="organiser@example.org")
    make.user((organisation, Role.DATA_OFFICER), email="officer@example.org")

    # An organiser creates a cause and a petition with five fields, and publishes it with one button.
    desk = browser.new_context().new_page()
    log_in(desk, site, "organiser@example.org")
    desk.goto(f"{site.address}/admin/causes/cause/add/")
    desk.get_by_label("Title").fill("Clinics stay open")
    desk.locator("[name=_save]").click()
    wait_until(Cause.objects.exists, "the cause")
    desk.goto(f"{site.address}/admin/petitions/petition/add/")
    desk.get_by_label("Title").fill("Keep the Southside clinic open")
    desk.get_by_role("textbox", name="Decision maker").fill("Tucson City Council")
    desk.locator("[name=summary]").fill("Fund the clinic for another year.")
    desk.locator("[name=picture]").set_input_files(picture)
    desk.locator("[name=goal]").fill("100")
    desk.locator("[name=_save]").click()
    wait_until(Petition.objects.exists, "the petition")
    petition = Petition.objects.get()
    visitor = browser.new_context(**PHONE).new_page()  # type: ignore[arg-type]
    public = f"{site.address}/p/{petition.slug}/"
    answer = visitor.goto(public)
    assert answer and answer.status == 404, "a draft is nobody's business"
    desk.goto(f"{site.address}/admin/petitions/petition/{petition.pk}/change/")
    desk.get_by_role("button", name="Publish").click()
    expect(desk.locator("body")).to_contain_text(public)

    # A visitor signs on a phone, reads the letter and confirms.
    visitor.goto(public)
    sign(visitor, "Dolores Peña", "dolores@example.net")
    share = visitor.get_by_role("link", name="WhatsApp").get_attribute("href")
    confirm(visitor, site, "dolores@example.net")
    assert not visitor.context.cookies(), "visitors get no cookie"

    # She connects her own X account and posts once: the very text she saw, with her own link.
    visitor.get_by_role("button", name="Post it on X for me").click()
    visitor.get_by_role("button", name="Connect my X account").click()
    visitor.get_by_role("button", name="Authorise app").click()
    words = "My mother was born in this clinic. It has to stay."  # X takes nobody's ready-made words
    visitor.locator("textarea").fill(words)
    shown = visitor.locator("main").inner_text()
    visitor.get_by_role("button", name="Post this on X").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("X")
    text = site.x.wait_for_posts(1)[0].text
    assert text == f"{words}\n{text.split()[-1]}"
    assert text.split()[-1] in shown, "the link is part of what is posted, so it was shown too"

    # A friend follows the share link in another browser, signs and confirms.
    friend = browser.new_context(**PHONE).new_page()  # type: ignore[arg-type]
    friend.goto(_share_link(share, site))
    sign(friend, "Luis Ortega", "luis@example.net", updates="No")
    confirm(friend, site, "luis@example.net")

    # Who brought whom stands in the public numbers and on the organisation's page.
    wait_until(lambda: numbers(site, petition.slug)["count"] == 2, "the count")
    found = numbers(site, petition.slug)
    assert found["by_generation"] == {"1": 1, "2": 1}
    assert found["by_channel"] == {"direct": 1, "whatsapp": 1}
    desk.goto(f"{site.address}/admin/growth/organisation/vecinos/")
    expect(desk.locator("body")).to_contain_text("Generation 2")
    expect(desk.locator("body")).to_contain_text("WhatsApp")

    # Nothing was posted twice while all this went on.
    assert [post.text for post in site.x.posts] == [text]

    # The data officer takes out the list; the address of who said no to updates stays here.
    officer = browser.new_context(accept_downloads=True).new_page()
    log_in(officer, site, "officer@example.org")
    rows = _export(officer, site, petition)
    assert [(row["name"], row["email"], row["channel"], row["generation"]) for row in rows] == [
        ("Dolores Peña", "dolores@example.net", "direct", "1"),
        ("Luis Ortega", "", "whatsapp", "2"),
    ]


def _share_link(button: str | None, site: Site) -> str:
    from urllib.parse import parse_qs, urlsplit

    assert button
    text = parse_qs(urlsplit(button).query)["text"][0]
    return next(word for word in text.split() if word.startswith(site.address))


def _export(page: Page, site: Site, petition: Petition) -> list[dict[str, str]]:
    page.goto(f"{site.address}/admin/petitions/petition/{petition.pk}/export/")
    page.locator("[name=purpose][value=updates]").check()
    with page.expect_download() as download:
        page.locator("form:has([name=purpose]) input[type=submit]").click()
    return list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
