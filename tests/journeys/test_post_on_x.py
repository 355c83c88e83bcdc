"""The box of a post in a real browser: it counts as X counts, and what it shows is what arrives."""

import random
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sharing.channels import NETWORKS
from sharing.channels.x import weighted_length
from tests.journeys.conftest import Site
from tests.makers import Make
from tests.sharing.x_walk import letter_of

SCRIPT = Path(__file__).parents[2] / "static" / "js" / "weighted.js"
PIECES = [
    "Sign this", " ", "\n", ".", ",", "@mayor", "@", "＠mayor", "a@example.net", "#clinic", "é", "e\u0301",
    "漢字", "한글", "🌊", "👨\u200d👩\u200d👧", "🇲🇽", "1\ufe0f\u20e3", "👍🏽", "©\ufe0f", "©", "…", "“", "—",
    "ñ", "Привет", "مرحبا", "example.com", "Example.ORG/path?q=1", "https://a.example/@b/ü?x=1#y", "http://x",
    "https://groundswell.example/s/8Kd3mPqRt/x/", "www.example.co.uk.", "not.adomainname", "3.14", "e.g.",
    "\u200d", "\ufe0f", "x" * 30,
]  # fmt: skip


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_page()


def test_the_browser_counts_as_the_server_does(page: Page) -> None:
    """Ten thousand texts put together at random, from everything that X counts in its own way."""
    dice = random.Random(7)
    texts = ["".join(dice.choices(PIECES, k=dice.randint(1, 12))) for _ in range(10_000)]
    source = SCRIPT.read_text(encoding="utf-8")
    found = page.evaluate(
        """async ([source, texts]) => {
            const address = "data:text/javascript," + encodeURIComponent(source);
            const { weightedLength, mentions } = await import(address);
            return texts.map((text) => [weightedLength(text), mentions(text)]);
        }""",
        [source, texts],
    )
    differ = [
        (text, counted, weighted_length(text), mentioned, NETWORKS["x"].named(text))
        for text, (counted, mentioned) in zip(texts, found, strict=True)
        if counted != weighted_length(text) or mentioned != bool(NETWORKS["x"].named(text))
    ]
    assert not differ[:3]


def test_what_the_box_shows_is_what_arrives(site: Site, browser: Browser) -> None:
    signed = Make().signature(
        Make().petition(slug="clinic", title="La clínica abierta"), email="ana@example.net"
    )
    phone = browser.new_context(
        viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True
    ).new_page()
    phone.goto(f"{site.address}/es/confirm/{letter_of(signed)}/")
    phone.locator("form[action$='/connect/x/open/'] button").click()
    phone.get_by_role("button", name="Conectar mi cuenta de X").click()
    phone.get_by_role("button", name="Authorise app").click()

    left, box = phone.locator("[data-left]"), phone.locator("[data-words]")
    box.fill("ñ" * 257)
    expect(left).to_contain_text("1")
    expect(left).to_have_class("composer-left over")
    box.fill("Mi abuela se atiende aquí 🌊")
    expect(left).to_have_class("composer-left")
    link = phone.locator("[data-link]").inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_role("button", name="Publicar esto en X como @river_keepers").click()

    # Nobody presses anything: the page sees by itself that it is out.
    expect(phone.locator("h1")).to_contain_text("Está publicada.", timeout=30_000)
    assert [post.text for post in site.x.posts] == [f"Mi abuela se atiende aquí 🌊\n{link}"]
    phone.get_by_role("link", name="Verla en X").click()
    phone.context.pages[-1].wait_for_load_state()
    assert "Mi abuela se atiende aquí" in phone.context.pages[-1].inner_text("body")
