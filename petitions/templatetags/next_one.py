"""One petition to sign after this one, for templates of lower floors: small, below the share, or none."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString

from accounts import clock
from causes import front_cache, sign_token
from causes.models import Page, Signed, Status
from petitions import next_one
from petitions.faces import petition_face
from petitions.models import Petition, Signature

register = template.Library()
_ANY_PATH = "0thepath0"  # stands for somebody's own way while the words are kept: with a 0 in it, it is none


@register.simple_tag
def next_petition(page: Any) -> SafeString:
    """After `page` (its face), for anybody: a plain way to it. Drawn once for all who sign in a moment."""
    language = translation.get_language()

    def draw() -> SafeString:
        now = clock.now()
        return _drawn(next_one.after(Page.objects.get(pk=page.pk), now), "", now)

    return front_cache.kept(f"next petition {language} {page.pk}", draw)


@register.simple_tag
def next_petition_for(signed: Signed) -> SafeString:
    """For the owner of a counted name, whose letter brought them to this private page, after what they signed
    with it: none that they signed already, and one press signs it.

    What can follow is the same for all who confirm in a moment, and so are its words: only what this one
    signed already is asked for each.
    """
    if signed.supporter_id is None or signed.status != Status.CONFIRMED:
        return SafeString()
    now, page = clock.now(), signed.link.page
    ahead = front_cache.kept(f"petitions after {page.pk}", lambda: next_one.following(page, now))
    if not ahead:
        return SafeString()
    rows = Signature.objects.filter(supporter=signed.supporter_id).exclude(status=Status.WITHDRAWN)
    found = next_one.first(ahead, set(rows.values_list("petition", flat=True)))
    if found is None or found.organisation_id != page.organisation_id:
        return SafeString()
    language = translation.get_language()
    path = sign_token.path_to(found, signed.link, signed.email_key, language, now)
    words: str = front_cache.kept(
        f"next petition {language} {found.pk} by letter", lambda: _drawn(found, _ANY_PATH, now)
    )
    return SafeString(words.replace(_ANY_PATH, escape(path)))


def _drawn(petition: Petition | None, path: str, now: dt.datetime) -> SafeString:
    if petition is None:
        return SafeString()
    face: SimpleNamespace = petition_face(petition, translation.get_language(), now)
    return SafeString(
        render_to_string("petitions/next_one.html", {"next": face, "path": path or face.public_path})
    )
