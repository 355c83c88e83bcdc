"""A petition on other sites: its own frame rule and Origin rule, where names came from, oEmbed and badge."""

import html
import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from causes.correcting import correct
from causes.models import Channel, State
from causes.signing import Arrival, sign
from petitions import embedding
from petitions.models import Petition, Signature
from tests.makers import NOW, Make
from tests.visitors import GOOD, form_key

ELSEWHERE = "https://news.example/2026/clinic?story=7"
FRAMED = {"sec-fetch-dest": "iframe"}


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(slug="clinic", title="Keep the clinic open")


def opened(phone: Client, referer: str = ELSEWHERE, path: str = "/embed/p/clinic/") -> str:
    return phone.get(path, headers={"referer": referer}).content.decode()


def signs(phone: Client, page: str, query: str = "", path: str = "/embed/p/clinic/", **more: Any) -> Any:
    host = re.search(r'name="host" value="([^"]*)"', page)
    assert host
    typed = {**GOOD, "form_key": form_key(page), "host": html.unescape(host[1])}
    return phone.post(path + query, {**typed, **more.pop("typed", {})}, **more)


# --- who may frame what ---


@pytest.mark.parametrize("path", ["/embed/p/clinic/", "/embed/p/clinic/count/", "/es/embed/p/clinic/"])
def test_any_site_may_frame_it_and_no_cookie_comes_along(
    phone: Client, petition: Petition, path: str
) -> None:
    answer = phone.get(path)
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer and answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies and "Cookie" not in answer.get("Vary", "")
    page = answer.content.decode()
    assert not re.findall(r'(?:src|href)="https?://(?!testserver|127)', page)
    assert set(re.findall(r'<a [^>]*href="/[^"]*"(?![^>]*target="_blank")[^>]*>', page)) == set()


@pytest.mark.parametrize("path", ["/p/clinic/", "/", "/embed/p/nothing/", "/p/clinic/live/"])
def test_no_other_page_may_be_framed(phone: Client, petition: Petition, path: str) -> None:
    answer = phone.get(path)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_a_draft_stands_on_no_site(phone: Client, make: Make) -> None:
    make.petition(slug="draft", state=State.DRAFT, published_at=None)
    for path in ("/embed/p/draft/", "/embed/p/draft/count/", "/p/draft.svg"):
        assert phone.get(path).status_code == 404


# --- signing there ---


def test_a_name_from_a_frame_knows_its_site_by_name_only(phone: Client, petition: Petition) -> None:
    page = opened(phone)
    assert "story" not in page
    answer = signs(phone, page)
    assert answer.status_code == 303 and answer["Location"].startswith("/embed/thanks/")
    row = Signature.objects.get()
    assert (row.channel, row.embed_host) == (Channel.EMBED, "news.example")


@pytest.mark.parametrize(
    ("referer", "host"),
    [
        ("", ""),
        ("https://Blog.Example:8443/x", "blog.example:8443"),
        (settings.SITE_URL + "/admin/", ""),
        ('https://"><script>alert(1)</script>/', ""),
        ("https://[broken/", ""),
        ("https://" + "a" * 120 + ".example/", ""),
        ("android-app://com.example.reader/", "com.example.reader"),
    ],
)
def test_what_a_browser_says_of_the_site_around(
    phone: Client, petition: Petition, referer: str, host: str
) -> None:
    page = opened(phone, referer)
    assert f'name="host" value="{host}"' in page and "<script>alert" not in page


def test_a_forged_site_is_no_site(phone: Client, petition: Petition) -> None:
    answer = signs(phone, opened(phone), typed={"host": "x<y>" + "z" * 400})
    assert answer.status_code == 303
    assert Signature.objects.get().embed_host == ""


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 303),  # a sandboxed frame
        ({"origin": settings.SITE_URL, "sec-fetch-site": "same-origin"}, 303),
        ({}, 303),
        ({"origin": "https://news.example", "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "https://[evil"}, 403),
    ],
)
def test_the_origins_a_frame_may_have(
    phone: Client, petition: Petition, headers: dict[str, str], status: int
) -> None:
    answer = signs(phone, opened(phone), headers=headers)
    assert answer.status_code == status
    assert Signature.objects.count() == (status == 303)
    if status == 403:
        assert 'name="host" value="news.example"' in answer.content.decode(), (
            "the site is kept for the next try"
        )


def test_the_petitions_own_page_still_takes_no_sandboxed_form(phone: Client, petition: Petition) -> None:
    key = form_key(phone.get("/p/clinic/").content.decode())
    headers = {"origin": "null", "sec-fetch-site": "cross-site"}
    assert phone.post("/p/clinic/", {**GOOD, "form_key": key}, headers=headers).status_code == 403


def test_a_partner_is_credited_from_its_frame(phone: Client, make: Make, petition: Petition) -> None:
    partner = make.partner(petition)
    signs(phone, opened(phone), query=f"?r={partner.code}.x")
    row = Signature.objects.get()
    assert row.channel == Channel.EMBED and row.link.parent == partner


def test_what_went_wrong_is_told_inside_the_frame(phone: Client, petition: Petition) -> None:
    answer = signs(phone, opened(phone), typed={"email": "maria@"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="María José de la Cruz"' in page
    assert "frame-ancestors *" in answer["Content-Security-Policy"]


def test_thanks_open_in_the_frame_and_lead_home_elsewhere(phone: Client, petition: Petition) -> None:
    address = signs(phone, opened(phone))["Location"]
    inside = phone.get(address, headers={**FRAMED, "sec-fetch-site": "cross-site"})
    page = inside.content.decode()
    assert inside.status_code == 200 and "frame-ancestors *" in inside["Content-Security-Policy"]
    assert "Thank you, María" in page and "/s/" in page and GOOD["email"] not in page
    passed_on = phone.get(address, headers={"sec-fetch-dest": "document", "sec-fetch-site": "cross-site"})
    assert passed_on.status_code == 303 and "/p/clinic/?r=" in passed_on["Location"]
    assert phone.get(address.replace("/embed/thanks/", "/thanks/"), headers={"sec-fetch-site": "cross-site"})[
        "Location"
    ].startswith("/p/clinic/?r=")


def test_icons_are_in_the_frame_itself(phone: Client, petition: Petition) -> None:
    """A sandboxed frame has an origin of its own, and no browser takes a drawing from another one."""
    wrong = signs(phone, opened(phone), typed={"email": "maria@"}).content.decode()
    thanks = phone.get(signs(phone, opened(phone))["Location"], headers=FRAMED).content.decode()
    for page in (wrong, thanks):
        used = set(re.findall(r'<use href="([^"]+)"', page))
        drawn = {f"#{name}" for name in re.findall(r'<symbol id="([^"]+)"', page)}
        assert used and used == drawn


def test_a_mistyped_address_is_put_right_in_the_frame(phone: Client, petition: Petition) -> None:
    address = signs(phone, opened(phone), typed={"email": "maria@exmple.net"})["Location"]
    headers = {"origin": "null", "sec-fetch-site": "cross-site", **FRAMED}
    answer = phone.post(address, {"email": "maria@example.net"}, headers=headers)
    assert answer.status_code == 303 and answer["Location"].startswith("/embed/thanks/")
    row = Signature.objects.get()
    assert (row.email, row.channel, row.embed_host) == ("maria@example.net", "embed", "news.example")


def test_whoever_comes_again_by_a_friend_came_by_the_friend(make: Make, petition: Petition) -> None:
    friend = make.signature(petition)
    typed = make.typed(petition, email="ana@example.net")
    sign(petition, typed, Arrival("", Channel.EMBED, "news.example"), NOW)
    sign(petition, typed, Arrival(friend.link.code, "x"), NOW)
    row = Signature.objects.get(email="ana@example.net")
    assert (row.channel, row.embed_host) == ("x", "")
    correct(petition, typed, "ana@example.org", row.link.code, Arrival(), NOW)


@pytest.mark.parametrize("state", [State.PAUSED, State.CLOSED, State.WON])
def test_what_takes_no_names_shows_no_form(phone: Client, make: Make, state: State) -> None:
    make.petition(slug="over", state=state)
    page = opened(phone, path="/embed/p/over/")
    assert "<form" not in page and 'href="/p/over/"' in page


def test_a_sensitive_petition_is_signed_at_home(phone: Client, make: Make) -> None:
    make.petition(slug="quiet", sensitive=True)
    page = opened(phone, path="/embed/p/quiet/")
    assert "<form" not in page and "Sign it on its own page" in page
    assert phone.post("/embed/p/quiet/", GOOD).status_code == 200
    assert not Signature.objects.exists()


# --- oEmbed and the badge ---


def test_the_page_says_where_its_oembed_is(phone: Client, petition: Petition) -> None:
    page = html.unescape(phone.get("/es/p/clinic/").content.decode())
    found = dict(re.findall(r'type="([\w/]+)\+oembed" href="([^"]+)"', page))
    document = phone.get(found["application/json"].removeprefix(settings.SITE_URL))
    said = json.loads(document.content)
    assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", "Keep the clinic open")
    assert f'src="{settings.SITE_URL}/es/embed/p/clinic/"' in said["html"]
    assert document["Access-Control-Allow-Origin"] == "*"
    xml = ET.fromstring(phone.get(found["text/xml"].removeprefix(settings.SITE_URL)).content)
    assert {child.tag: child.text for child in xml} == {name: str(value) for name, value in said.items()}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 404),
        ("?url=https://elsewhere.example/p/clinic/", 404),
        (f"?url={settings.SITE_URL}/p/nothing/", 404),
        (f"?url={settings.SITE_URL}/admin/", 404),
        (f"?url={settings.SITE_URL}/fr/p/clinic/", 404),
        ("?url=https://[x", 404),
        (f"?url={settings.SITE_URL}/p/clinic/&format=yaml", 501),
        (f"?url={settings.SITE_URL}/p/clinic/&maxwidth=-1", 200),
    ],
)
def test_oembed_of_anything_else(phone: Client, petition: Petition, query: str, status: int) -> None:
    assert phone.get(f"/oembed/{query}").status_code == status


@pytest.mark.parametrize("kind", ["json", "xml"])
def test_hostile_titles_stay_text_in_oembed(phone: Client, make: Make, kind: str) -> None:
    """Also in XML, which knows no control characters at all."""
    hostile = '\x0b</title><script>alert(1)</script>" onload="x ]]>'
    make.petition(slug="hostile", title=hostile)
    answer = phone.get("/oembed/", {"url": f"{settings.SITE_URL}/p/hostile/", "format": kind})
    assert answer.status_code == 200
    text = answer.content.decode()
    said: dict[str, Any] = (
        json.loads(text) if kind == "json" else {e.tag: e.text for e in ET.fromstring(text)}
    )
    assert said["title"].lstrip("\x0b") == hostile[1:]
    assert "<script" not in said["html"] and said["html"].count('onload="') == 0


def test_oembed_keeps_to_the_room_it_is_given(phone: Client, petition: Petition) -> None:
    answer = phone.get(f"/oembed/?url={settings.SITE_URL}/p/clinic/&maxwidth=300&maxheight=200").json()
    assert (answer["width"], answer["height"]) == (300, 200)
    assert 'width="300" height="200"' in answer["html"]


@pytest.mark.parametrize(
    ("path", "words"), [("/p/clinic.svg", "people have signed"), ("/es/p/clinic.svg", "personas")]
)
def test_the_badge_says_the_number(phone: Client, petition: Petition, path: str, words: str) -> None:
    Petition.objects.filter(pk=petition.pk).update(count=12345)
    answer = phone.get(path)
    drawn = answer.content.decode()
    ET.fromstring(drawn)
    assert "12,345" in drawn and words in drawn and "<script" not in drawn
    assert answer["Content-Type"] == "image/svg+xml" and "max-age=60" in answer["Cache-Control"]
    assert phone.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304


# --- the lines to paste ---


def test_hostile_titles_stay_text_in_the_lines(make: Make) -> None:
    petition = make.petition(title='"></script><img src=x onerror=alert(1)>', slug="odd")
    for snippet in embedding.snippets(petition, "en"):
        assert "<img src=x" not in snippet.code and 'title=""' not in snippet.code


def test_where_names_came_from_counts_confirmed_ones(make: Make, petition: Petition) -> None:
    for number, (host, confirmed) in enumerate(
        [("a.example", True), ("a.example", False), ("b.example", True)]
    ):
        row = (
            make.signature(petition) if confirmed else make.pending(petition, email=f"w{number}@example.net")
        )
        Signature.objects.filter(pk=row.pk).update(channel="embed", embed_host=host)
    assert [(host.name, host.signatures) for host in embedding.hosts(petition)] == [
        ("a.example", 1),
        ("b.example", 1),
    ]
