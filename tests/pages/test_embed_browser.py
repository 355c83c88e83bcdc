"""Another site, served by the test from an origin of its own, holds our form and our counter."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from petitions import embedding
from petitions.models import Petition
from tests.pages.conftest import Site, hosts_of

pytestmark = pytest.mark.django_db


class Elsewhere:
    """A news site: `show` is the HTML that its one page holds."""

    def __init__(self) -> None:
        elsewhere = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = f"<!doctype html><title>News</title><h1>News</h1>{elsewhere.show}".encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.show = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"localhost:{self.server.server_port}"  # a name of its own: another site to any browser
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://{self.host}/story?of=today"


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    site = Elsewhere()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-forms allow-popups"'])
def test_signing_in_a_plain_frame_with_script_off(
    site: Site, elsewhere: Elsewhere, browser: Browser, sandbox: str
) -> None:
    email = f"framed{len(sandbox)}@example.net"
    elsewhere.show = (
        f'<iframe {sandbox} width="400" height="900" src="{site.url("/embed/p/clinic/")}"></iframe>'
    )
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(elsewhere.address)
    frame = tab.frame_locator("iframe")
    frame.get_by_label("Full name").fill("Rosa Yazzie")
    frame.get_by_label("E-mail").fill(email)
    frame.get_by_label("No", exact=True).check()
    frame.get_by_role("button", name="Add my name").click()
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Thank you, Rosa")
    expect(frame.locator("a[data-channel=whatsapp]")).to_be_visible()
    assert context.cookies() == []
    row = site.signed(email)
    assert (row.channel, row.embed_host) == ("embed", elsewhere.host)
    context.close()


def test_the_one_line_makes_frames_as_high_as_what_is_in_them(
    site: Site, elsewhere: Elsewhere, page: Tab
) -> None:
    line = f'<script async src="{site.address}/static/js/embed.js" data-petition="clinic"'
    elsewhere.show = (
        f'{line} data-title="Form"></script>{line} data-show="count" data-language="es"></script>'
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(elsewhere.address)
    form, counter = page.locator("iframe").nth(0), page.locator("iframe").nth(1)
    for frame in (form, counter):
        frame.scroll_into_view_if_needed()
        inside = frame.content_frame
        expect(inside.locator("[data-count]").first).to_be_visible()
        high = inside.locator("html").evaluate("html => Math.ceil(html.getBoundingClientRect().height)")
        expect(frame).to_have_css("height", f"{high}px")
    form.content_frame.get_by_text("Why I sign").first.click()
    taller = form.content_frame.locator("html").evaluate(
        "html => Math.ceil(html.getBoundingClientRect().height)"
    )
    expect(form).to_have_css("height", f"{taller}px")
    expect(counter.content_frame.get_by_role("link", name="Firmar")).to_be_visible()
    assert hosts_of(asked) == {elsewhere.host, site.address.removeprefix("http://")}
    assert page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_what_comes_after_the_form_is_in_sight(site: Site, elsewhere: Elsewhere, page: Tab) -> None:
    """The button stands far below the top of its frame, and thanks begin there."""
    elsewhere.show = f'<script async src="{site.address}/static/js/embed.js" data-petition="clinic"></script>'
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(elsewhere.address)
    frame = page.frame_locator("iframe")
    frame.get_by_label("Full name").fill("Rosa Yazzie")
    frame.get_by_label("E-mail").fill("seen@example.net")
    frame.get_by_label("No", exact=True).check()
    frame.get_by_role("button", name="Add my name").click()
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Thank you, Rosa")
    expect(frame.get_by_role("heading", level=1)).to_be_in_viewport()


def test_in_a_plain_frame_nothing_is_cut_off(site: Site, elsewhere: Elsewhere, page: Tab) -> None:
    """Without our script a frame keeps the height that its line says."""
    petition = Petition.objects.get(slug="clinic")
    for what in (embedding.FORM, embedding.COUNT):
        for language in ("en", "es"):
            elsewhere.show = embedding.frame(petition, what, language).replace(
                settings.SITE_URL, site.address
            )
            page.goto(elsewhere.address)
            inside = page.locator("iframe").content_frame
            expect(inside.locator("[data-count]").first).to_be_visible()
            needed = inside.locator("html").evaluate("html => html.getBoundingClientRect().height")
            assert needed <= embedding.HEIGHTS[what], (what, language, needed)


def test_our_other_pages_stay_out_of_frames(site: Site, elsewhere: Elsewhere, page: Tab) -> None:
    elsewhere.show = f'<iframe src="{site.url("/p/clinic/")}"></iframe>'
    page.goto(elsewhere.address)
    expect(page.frame_locator("iframe").get_by_label("Full name")).to_have_count(0)


@pytest.mark.parametrize("width", [280, 480])
def test_a_frame_fits_where_it_is_put(site: Site, page: Tab, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/embed/p/clinic/", "/embed/p/clinic/count/"):
        page.goto(site.url(path, "es"))
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
