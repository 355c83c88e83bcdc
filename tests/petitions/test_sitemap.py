"""What search engines read: sitemap, robots.txt, addresses in each language, and JSON-LD."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from causes.models import State
from petitions import sitemaps
from petitions.models import Petition
from tests.makers import Make
from tests.petitions.test_sign import sign

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title='Save "the" </script><script>alert(1)</script> park')


def places(phone: Client, path: str = "/sitemap.xml") -> dict[str, dict[str, str]]:
    """address -> {language: address} of a sitemap."""
    answer = phone.get(path)
    assert answer.status_code == 200
    return {
        url.findtext(f"{MAP}loc") or "": {
            link.get("hreflang", ""): link.get("href", "") for link in url.iter(f"{XHTML}link")
        }
        for url in ET.fromstring(answer.content).iter(f"{MAP}url")
    }


def public_paths(petition: Petition) -> list[str]:
    cause, led = petition.cause, petition.organisation
    names = (
        "",
        "petitions/",
        "causes/",
        "how-we-count/",
        "developers/",
        "privacy/",
        "cookies/",
        "accessibility/",
    )
    own = (f"p/{petition.slug}/", f"causes/{cause.slug}/", f"organisations/{led.slug}/")
    return [f"{prefix}{name}" for prefix in ("/", "/es/") for name in (*names, *own)]


def test_every_public_page_is_on_the_map_in_each_language(
    petition: Petition, phone: Client, settings: object
) -> None:
    site = settings.SITE_URL  # type: ignore[attr-defined]
    found = places(phone)
    assert set(found) == {site + path for path in public_paths(petition)}
    own = f"{site}/p/{petition.slug}/"
    spanish = f"{site}/es/p/{petition.slug}/"
    assert found[own] == found[spanish] == {"en": own, "es": spanish, "x-default": own}


def test_every_address_on_it_opens_and_names_itself(
    petition: Petition, phone: Client, settings: object
) -> None:
    site = settings.SITE_URL  # type: ignore[attr-defined]
    for address, alternates in places(phone).items():
        answer = phone.get(address.removeprefix(site))
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert f'<link rel="canonical" href="{address}">' in page
        named = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
        assert named == alternates
        assert 'content="noindex' not in page


def test_a_query_changes_neither_page_nor_its_address(petition: Petition, phone: Client) -> None:
    path = petition.public_path("en")
    assert phone.get(path).content == phone.get(path + "?r=abcdefghj.x&utm_source=mail").content


def test_what_is_not_public_is_on_no_map(make: Make, petition: Petition, phone: Client) -> None:
    for state in (State.DRAFT, State.HIDDEN, State.REJECTED, State.REVIEW):
        make.petition(petition.cause, slug=f"secret-{state}", state=state)
    assert "secret" not in phone.get("/sitemap.xml").content.decode()


def test_a_large_site_has_an_index_of_maps(
    make: Make, petition: Petition, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "PART", 4)
    index = ET.fromstring(phone.get("/sitemap.xml").content)
    files = [element.text or "" for element in index.iter(f"{MAP}loc")]
    assert len(files) == 3
    found: set[str] = set()
    for number in range(1, 4):
        found |= set(places(phone, f"/sitemap-{number}.xml"))
    assert len(found) == len(public_paths(petition))
    for number in (0, 4):
        assert phone.get(f"/sitemap-{number}.xml").status_code == 404


def test_robots_are_kept_from_personal_addresses_only(phone: Client, settings: object) -> None:
    lines = phone.get("/robots.txt").content.decode().splitlines()
    for path in ("/p/", "/s/", "/media/"):
        assert f"Allow: {path}" in lines
        assert not any(line == f"Disallow: {path}" for line in lines)
    for name in ("thanks", "confirm", "me", "unsubscribe", "report"):
        assert f"Disallow: /{name}/" in lines
        assert f"Disallow: /es/{name}/" in lines
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines  # type: ignore[attr-defined]
    assert "Disallow: /" not in lines


def blocks(phone: Client, path: str) -> list[dict[str, object]]:
    page = phone.get(path).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [thing for block in found for thing in json.loads(block)["@graph"]]


def test_a_petition_tells_machines_what_it_tells_people(petition: Petition, phone: Client) -> None:
    page, led = blocks(phone, petition.public_path("es"))
    assert page["name"] == petition.title
    assert page["inLanguage"] == "es"
    assert page["interactionStatistic"]["userInteractionCount"] == 0  # type: ignore[index]
    assert page["publisher"] == {"@id": led["@id"]}
    assert led["name"] == petition.organisation.name
    assert led["@id"] == blocks(phone, f"/organisations/{petition.organisation.slug}/")[0]["@id"]


def test_nobody_can_write_out_of_the_data_block(petition: Petition, phone: Client) -> None:
    for path in (petition.public_path("en"), petition.cause.public_path("en")):
        assert b"<script>alert(1)" not in phone.get(path).content


def test_home_says_how_to_search(phone: Client, db: None) -> None:
    (site,) = blocks(phone, "/es/")
    target = site["potentialAction"]["target"]["urlTemplate"]  # type: ignore[index]
    assert target.endswith("/es/search/?q={words}")


def test_a_page_behind_a_token_names_no_address_of_its_own(petition: Petition, phone: Client) -> None:
    thanks = sign(phone, petition)["Location"]
    page = phone.get(thanks).content.decode()
    head = page[: page.index("</head>")]
    assert thanks.split("/")[-2] not in head
    assert "hreflang" not in head
    assert 'rel="canonical" href="http' in head and petition.public_path("en") in head
