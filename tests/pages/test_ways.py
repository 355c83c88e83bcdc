"""What letters open, what a press leaves behind, and a page of many words: readable for everybody."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from accounts import clock
from causes import tokens, updates
from causes.models import ReasonState, Signed, State, Update
from petitions.models import Outcome, Petition, Response, Signature
from sharing import me
from sharing.own_links import make_page_links
from tests.makers import Make
from tests.pages.conftest import Site
from tests.pages.test_browser import NARROW, faults_in_both_themes, phone, runs_over

__all__ = ["phone"]

pytestmark = pytest.mark.django_db  # without it the tests have no database of their own
LANGUAGES = ("en", "es")


@pytest.fixture(scope="module")
def ways(site: Site) -> dict[str, dict[str, str]]:
    """Language -> what it is -> its path."""
    with site.reach():
        now = clock.now()
        _say_much(site.petition, now)
        ended = Petition.objects.get(slug=State.DELIVERED)
        Outcome.objects.create(
            petition=ended, state=State.DELIVERED, what="They took it.", on=now.date(), written_at=now,
            received_by="Ruth Okafor", count=12,
        )  # fmt: skip
        make_page_links(now)
        return {language: _of_letters(site, language, now) for language in LANGUAGES}


def _say_much(petition: Petition, now: dt.datetime) -> None:
    for state in (ReasonState.CHOSEN, ReasonState.APPROVED):
        signature = Make().signature(petition, email=f"{state}@example.net", now=now)
        Signature.objects.filter(pk=signature.pk).update(
            reason="We live here. " * 20, reason_state=state, show_name=True
        )
    Response.objects.create(
        petition=petition, who="Mayor Regina Romero", words="We **will** answer.", on=now.date(),
        source="https://example.org/minutes", written_at=now, shown_at=now,
    )  # fmt: skip
    news = Update.objects.create(
        page=petition, language="en", title="News", words="It is on the agenda.", created_at=now
    )
    updates.show(news, now)


def _of_letters(site: Site, language: str, now: dt.datetime) -> dict[str, str]:
    make, long_ago = Make(), now - dt.timedelta(days=20)
    waiting, late = (
        make.pending(site.petition, email=f"{name}-{language}@example.net", now=now)
        for name in ("ana", "eva")
    )
    owner = make.signature(site.petition, email=f"rosa-{language}@example.net", now=now)
    Signature.objects.filter(pk=owner.pk).update(reason="For my mother.", show_name=True)

    def way(purpose: str, signed: Signed, moment: dt.datetime = now) -> str:
        return f"/{purpose}/{tokens.make(purpose, signed.link.code, signed.email_key, moment)}/"

    return {
        "confirm": way("confirm", waiting),
        "confirm, old": way("confirm", late, long_ago),
        "me": way(me.PURPOSE, owner),
        "me, old": way(me.PURPOSE, owner, long_ago),
        "unsubscribe": way(me.UNSUBSCRIBE, owner),
        "unsubscribe, cut": "/unsubscribe/cut/",
        "much said": "/p/clinic/",
        "handed over": f"/p/{State.DELIVERED}/handover/",
        "delivered": f"/p/{State.DELIVERED}/",
        "live": "/p/clinic/live/",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_is_readable(
    site: Site, ways: dict[str, dict[str, str]], phone: Page, language: str
) -> None:
    wrong = {}
    for name, path in ways[language].items():
        phone.goto(site.url(path, language))
        if found := looked_over(phone):
            wrong[name] = found
        assert phone.locator("h1").count() == 1, f"{name}: one headline"
    assert not wrong


def looked_over(page: Page) -> list[str]:
    """What axe finds in both themes, and whether the page runs over on the smallest screen."""
    found = faults_in_both_themes(page)
    size = page.viewport_size
    page.set_viewport_size(NARROW)
    wide = ["runs over"] if runs_over(page) else []
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '36px'")  # letters twice as large
    wide += ["runs over at 200 %"] if runs_over(page) else []
    assert size
    page.set_viewport_size(size)
    return found + wide


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_press_leaves_behind(
    site: Site, ways: dict[str, dict[str, str]], phone: Page, language: str
) -> None:
    wrong = {}
    for name in ("confirm", "confirm, old", "unsubscribe"):
        phone.goto(site.url(ways[language][name], language))
        with phone.expect_navigation():
            phone.locator("main form button").last.click()
        wrong[name] = looked_over(phone)
    phone.goto(site.url(ways[language]["me"], language))
    phone.locator("button[name=erase]").click()
    expect(phone.locator("button[name=erase][value=yes]")).to_be_visible()
    wrong["erase"] = looked_over(phone)
    phone.goto(site.url("/me/", language))
    phone.locator("#id_email").fill("dolores@example.org")
    with phone.expect_navigation():
        phone.locator("main form button").click()
    wrong["my page"] = looked_over(phone)
    assert not {name: found for name, found in wrong.items() if found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_readable_before_and_after(site: Site, phone: Page, language: str) -> None:
    phone.goto(site.url("/p/clinic/report/", language))
    with phone.expect_navigation():
        phone.locator("main form button").click()
    expect(phone.locator("#errors")).to_be_visible()
    found = looked_over(phone)
    phone.goto(site.url("/p/clinic/report/", language))
    phone.locator("#id_kind_0").check()
    phone.locator("#id_words").fill("The picture shows another clinic.")
    with phone.expect_navigation():
        phone.locator("main form button").click()
    assert not found + looked_over(phone)


def test_the_button_is_on_the_first_screen(site: Site, ways: dict[str, dict[str, str]], phone: Page) -> None:
    """On a small phone, whatever else the page has to say."""
    phone.set_viewport_size({"width": 360, "height": 640})
    for language in LANGUAGES:
        phone.goto(site.url("/p/clinic/", language))
        expect(phone.locator(".petition-response, .reasons, .told")).to_have_count(3)
        box = phone.locator(".to-form a").bounding_box()
        assert box and box["y"] + box["height"] <= 640
        names = phone.locator(".recent").bounding_box()
        assert names and names["y"] > box["y"], "who signed lately comes after the button"
        phone.set_viewport_size({"width": 1280, "height": 900})
        panel = phone.locator(".petition-panel").bounding_box()
        assert panel and panel["y"] < 600
        phone.set_viewport_size({"width": 360, "height": 640})
