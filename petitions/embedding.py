"""A petition on other people's sites: its frames, the lines to paste, and what oEmbed says of it."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from causes import speaking
from causes.models import Channel, Status
from petitions.models import Petition, Signature

FORM, COUNT = "form", "count"
WIDTH = 480  # a column of text; a frame fills a narrower one
HEIGHTS = {FORM: 1560, COUNT: 380}  # all of it at that width, in either language; with script it fits
_ROUTES = {FORM: "embed_form", COUNT: "embed_count"}
_OTHERS = "|".join(code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
_PATH = re.compile(rf"(?:/(?P<language>{_OTHERS}))?/p/(?P<slug>[-\w]+)/")
FORMATS = {"json": "application/json", "xml": "text/xml"}


@dataclass(frozen=True)
class Discovery:
    """A `<link>` in the head of the petition's page: `type` of the document and its whole address."""

    type: str
    url: str


@dataclass(frozen=True)
class Snippet:
    """Lines to paste into another site's page, in one language."""

    name: str
    label: str
    help: str
    code: str


@dataclass(frozen=True)
class Host:
    """A site that holds a frame of ours, and the confirmed names that came there."""

    name: str
    signatures: int


def address(petition: Petition, what: str, language: str) -> str:
    """The whole address of the frame (FORM or COUNT) that speaks `language`."""
    with translation.override(language):
        return settings.SITE_URL + reverse(_ROUTES[what], args=[petition.slug])


def frame(petition: Petition, what: str, language: str, width: int = WIDTH, height: int = 0) -> SafeString:
    """The `<iframe>` by itself, for sites that take no script. `width` and `height` in pixels."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" style="border:0;max-width:100%" '
        'loading="lazy" allow="clipboard-write; web-share"></iframe>',
        address(petition, what, language),
        title(petition, language),
        width,
        height or HEIGHTS[what],
    )


def title(petition: Petition, language: str) -> str:
    """The petition's title as readers of `language` see it."""
    return speaking.said(petition, language).text["title"]


def snippets(petition: Petition, language: str) -> list[Snippet]:
    """What an organiser may hand to another site: form, counter, plain frame, badge."""
    wide = _("One line. It makes the frame, and the frame is always as high as what is in it.")
    snippets = [
        Snippet("form", _("The form"), wide, script(petition, FORM, language)),
        Snippet(
            "count",
            _("The counter"),
            _("The number alone. It stays fresh, and leads to the petition."),
            script(petition, COUNT, language),
        ),
        Snippet(
            "frame",
            _("The form, without script"),
            _("For systems that take out scripts. Its height is fixed."),
            frame(petition, FORM, language),
        ),
        Snippet(
            "badge",
            _("A badge"),
            _("A small picture with the number, for a profile, a letter or a README."),
            _badge(petition, language),
        ),
    ]
    return snippets[1:2] + snippets[3:] if petition.sensitive else snippets


def script(petition: Petition, what: str, language: str) -> SafeString:
    """The one line that makes the frame (FORM or COUNT); without script it is a link."""
    return format_html(
        '<script async src="{}/static/js/embed.js" data-petition="{}" data-show="{}" data-language="{}" '
        'data-title="{}"></script><noscript><a href="{}">{}</a></noscript>',
        settings.SITE_URL,
        petition.slug,
        what,
        language,
        title(petition, language),
        settings.SITE_URL + petition.public_path(language),
        title(petition, language),
    )


def _badge(petition: Petition, language: str) -> SafeString:
    with translation.override(language):
        picture = settings.SITE_URL + reverse("badge", args=[petition.slug])
    page = settings.SITE_URL + petition.public_path(language)
    return format_html('<a href="{}"><img src="{}" alt="{}"></a>', page, picture, title(petition, language))


# --- oEmbed: who knows only the petition's address gets the frame ---


def discoveries(path: str) -> list[Discovery]:
    """How programs that read the page at `path` find its oEmbed document, in both formats."""
    query = {"url": settings.SITE_URL + path}
    return [
        Discovery(kind, f"{settings.SITE_URL}{reverse('oembed')}?{urlencode({**query, 'format': name})}")
        for name, kind in FORMATS.items()
    ]


def named_by(url: str) -> tuple[str, str] | None:
    """Slug and language of the petition whose page has this address; None for any other address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    found = _PATH.fullmatch(parts.path)
    if parts.netloc != urlsplit(settings.SITE_URL).netloc or not found:
        return None
    return found["slug"], found["language"] or settings.LANGUAGE_CODE


def oembed(petition: Petition, language: str, width: int, height: int) -> dict[str, Any]:
    """The document of type "rich" by oembed.com; `width` and `height` are the most it may take."""
    what = COUNT if petition.sensitive else FORM
    width, height = min(WIDTH, width), min(HEIGHTS[what], height)
    return {
        "version": "1.0",
        "type": "rich",
        "title": title(petition, language),
        "author_name": petition.organisation.name,
        "author_url": settings.SITE_URL + reverse("organisation", args=[petition.organisation.slug]),
        "provider_name": settings.SITE_NAME,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": 3600,
        "html": frame(petition, what, language, width, height),
        "width": width,
        "height": height,
    }


def hosts(petition: Petition) -> list[Host]:
    """The sites that brought most confirmed names through a frame: 20 at most."""
    came = Signature.objects.filter(petition=petition, channel=Channel.EMBED).exclude(embed_host="")
    counted = came.values("embed_host").annotate(n=Count("pk", filter=Q(status=Status.CONFIRMED)))
    return [Host(row["embed_host"], row["n"]) for row in counted.order_by("-n", "embed_host")[:20]]
