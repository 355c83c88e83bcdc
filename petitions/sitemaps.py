"""What search engines read first: where each public page is, in each language, and where not to go."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import Organisation
from accounts.site import public_head
from causes.models import Cause, Page
from petitions.models import Petition

PART = 10_000  # pages in one file; with two languages 20,000 addresses, of 50,000 that are allowed
CONTENT_TYPE = "application/xml; charset=utf-8"
_NAMED = ("home", "petitions", "causes", "how_we_count", "developers", "privacy", "cookies", "accessibility")
# Below these every address belongs to one person; and search results are no pages of their own.
_PERSONAL = ("thanks", "confirm", "sign", "connect", "me", "unsubscribe", "report", "search")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Place(NamedTuple):
    """A page in the site's first language, and when it last changed, if that is known."""

    path: str
    changed: dt.datetime | None = None


def sitemap() -> str:
    """All pages; on a large site an index of files with 10,000 pages each."""
    places = _places()
    if len(places) <= PART:
        return _urls(places)
    parts = range(1, -(-len(places) // PART) + 1)
    files = "".join(
        f"<sitemap><loc>{settings.SITE_URL}/sitemap-{part}.xml</loc></sitemap>\n" for part in parts
    )
    return f"{_HEAD}<sitemapindex {_SPACE}>\n{files}</sitemapindex>\n"


def part(number: int) -> str:
    """One of those files, "" where there is none."""
    places = _places()[(number - 1) * PART : number * PART] if number > 0 else []
    return _urls(places) if places else ""


def robots() -> str:
    """Petitions, share links and pictures may be read by everybody; personal addresses by nobody."""
    prefixes = ["/", *(f"/{code}/" for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    closed = [f"{prefix}{name}/" for prefix in prefixes for name in _PERSONAL]
    lines = [
        "User-agent: *",
        *(f"Allow: {path}" for path in ("/p/", "/s/", "/media/", "/static/")),
        *(f"Disallow: {path}" for path in ("/admin/", "/accounts/", "/seen/", *closed)),
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return "\n".join(lines) + "\n"


def _places() -> list[Place]:
    with translation.override(settings.LANGUAGE_CODE):
        named = [Place(reverse(name)) for name in _NAMED]
        running = Organisation.objects.filter(pk__in=Page.objects.public().values("organisation"))
        slugs = running.order_by("pk").values_list("slug", flat=True)
        organisations = [Place(reverse("organisation", args=[slug])) for slug in slugs]
    return [*named, *organisations, *_pages("cause", Cause), *_pages("petition", Petition)]


def _pages(kind: str, model: type[Page]) -> list[Place]:
    rows = (
        model._default_manager.public()
        .order_by("pk")
        .values_list("slug", "published_at", "counted_at", "told_at")
    )
    with translation.override(settings.LANGUAGE_CODE):
        before, after = reverse(kind, args=["-"]).split("-")
    return [
        Place(f"{before}{slug}{after}", max(filter(None, moments), default=None)) for slug, *moments in rows
    ]


def _urls(places: Iterable[Place]) -> str:
    body = "".join(_url(place) for place in places)
    return f'{_HEAD}<urlset {_SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{body}</urlset>\n'


def _url(place: Place) -> str:
    """One entry for each language, and each names all of them."""
    alternates = public_head(place.path)["alternates"]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(address)}/>'
        for code, address in alternates
    )
    changed = f"<lastmod>{place.changed.date().isoformat()}</lastmod>" if place.changed else ""
    return "".join(
        f"<url><loc>{address}</loc>{changed}{links}</url>\n"
        for code, address in alternates
        if code != "x-default"
    )
