"""What a page says to machines (schema.org, as JSON-LD in a data block that no browser runs)."""

import json
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# A data block ends at the first "</": nothing that people typed may write one.
_SAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
_SCHEMA = "https://schema.org"
Thing = dict[str, Any]


def site() -> SafeString:
    """The house itself, and how to search it."""
    address = settings.SITE_URL + reverse("search")
    return _block(
        {
            "@type": "WebSite",
            "name": settings.SITE_NAME,
            "url": settings.SITE_URL + reverse("home"),
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{address}?q={{words}}"},
                "query-input": "required name=words",
            },
        }
    )


def petition(face: SimpleNamespace, language: str, picture: str) -> SafeString:
    """A petition as a page with its asker, its place below a cause, and how many have signed."""
    way = [(_("Causes"), reverse("causes")), (face.cause.title, face.cause.public_path)]
    return _block(_page(face, language, picture, way), _led_by(face.organisation))


def cause(face: SimpleNamespace, language: str, picture: str) -> SafeString:
    """A cause as a page with who leads it and how many stand with it."""
    return _block(
        _page(face, language, picture, [(_("Causes"), reverse("causes"))]), _led_by(face.organisation)
    )


def organisation(face: SimpleNamespace) -> SafeString:
    return _block(_led_by(face))


def _page(face: SimpleNamespace, language: str, picture: str, way: list[tuple[str, str]]) -> Thing:
    said: Thing = {
        "@type": "WebPage",
        "@id": face.public_url,
        "url": face.public_url,
        "name": face.title,
        "description": face.summary,
        "inLanguage": language,
        "publisher": {"@id": _id(face.organisation)},
        "breadcrumb": _breadcrumb([*way, (face.title, face.public_path)]),
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": f"{_SCHEMA}/EndorseAction",
            "userInteractionCount": face.count,
        },
    }
    if picture:
        said["image"] = settings.SITE_URL + picture
    if face.published_at:
        said["datePublished"] = face.published_at.isoformat()
        said["dateModified"] = face.updated_at.isoformat()
    if face.is_open:
        said["potentialAction"] = {"@type": "EndorseAction", "target": f"{face.public_url}#sign"}
    return said


def _breadcrumb(way: list[tuple[str, str]]) -> Thing:
    steps = [
        {"@type": "ListItem", "position": place, "name": name, "item": settings.SITE_URL + path}
        for place, (name, path) in enumerate(way, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _led_by(face: SimpleNamespace) -> Thing:
    said = {
        "@type": "Organization",
        "@id": _id(face),
        "name": face.name,
        "url": face.website or settings.SITE_URL + face.public_url,
    }
    if face.contact_email:
        said["email"] = face.contact_email
    return said


def _id(face: SimpleNamespace) -> str:
    """The same name for an organisation on every page: its own page in the site's first language."""
    return f"{settings.SITE_URL}/organisations/{face.slug}/#organisation"


def _block(*things: Thing) -> SafeString:
    text = json.dumps({"@context": _SCHEMA, "@graph": things}, ensure_ascii=False)
    return mark_safe(text.translate(_SAFE))
