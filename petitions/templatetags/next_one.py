"""One petition to sign after this one, for templates of lower floors: small, below the share, or none."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from accounts import clock
from causes import front_cache, sign_token
from causes.models import Link, Page, Signed, Status
from causes.signing import signed_model
from petitions import next_one
from petitions.faces import petition_face
from petitions.models import Petition, Signature

register = template.Library()


@register.simple_tag
def next_petition(page: Any) -> SafeString:
    """After `page` (its face), for anybody: a plain way to it. Drawn once for all who sign in a moment."""
    language = translation.get_language()

    def draw() -> SafeString:
        now = clock.now()
        return _drawn(next_one.after(Page.objects.get(pk=page.pk), now), "", now)

    return front_cache.kept(f"next petition {language} {page.pk}", draw)


@register.simple_tag
def next_petition_for(code: str) -> SafeString:
    """For the owner of link `code`, whose letter brought them to this private page, after what they signed
    with it: none that they signed already, and one press signs it."""
    link = Link.objects.filter(code=code).select_related("page").first()
    row = _counted(link) if link else None
    if link is None or row is None:
        return SafeString()
    now = clock.now()
    signed = Signature.objects.filter(supporter=row.supporter_id).exclude(status=Status.WITHDRAWN)
    found = next_one.after(link.page, now, but=[link.page_id, *signed.values_list("petition", flat=True)])
    if found is None or found.organisation_id != link.page.organisation_id:
        return SafeString()
    path = sign_token.path_to(found, link, row.email_key, translation.get_language(), now)
    return _drawn(found, path, now)


def _counted(link: Link) -> Signed | None:
    rows = signed_model(link.page)._default_manager.filter(link=link, supporter__isnull=False)
    return rows.filter(status=Status.CONFIRMED).first()


def _drawn(petition: Petition | None, path: str, now: dt.datetime) -> SafeString:
    if petition is None:
        return SafeString()
    face: SimpleNamespace = petition_face(petition, translation.get_language(), now)
    return SafeString(
        render_to_string("petitions/next_one.html", {"next": face, "path": path or face.public_path})
    )
