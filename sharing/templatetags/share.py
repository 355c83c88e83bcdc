"""The row of share buttons, for templates of lower floors."""

from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from causes import front_cache
from sharing import invitations
from sharing.channels.links import BY_NAME, CHANNELS

register = template.Library()


def share_url(code: str, channel: str) -> str:
    """The whole address of link `code` as it is shared through `channel`."""
    return settings.SITE_URL + reverse("share", args=[code, channel])


# Stands for the code while a row is kept: with a 0 in it, it can be no code.
_ANY_CODE = "0thecode0"


@register.simple_tag
def share_row(page: Any, code: str) -> SafeString:
    """Buttons that share `page` by link `code`; each address ends in its own channel.

    The row is drawn once for all who sign in a moment, since nothing in it differs but the code.
    """
    key = f"share row {translation.get_language()} {page.kind} {page.slug}"
    row: str = front_cache.kept(key, lambda: render_to_string("sharing/row.html", _row(page)))
    return mark_safe(row.replace(_ANY_CODE, escape(code)))


def _row(page: Any) -> dict[str, Any]:
    title = page.title
    text = invitations.of_signatory(title, page.kind)
    channels = [
        {
            "name": channel.name,
            "label": channel.label,
            "url": channel.address(text=text, subject=title, url=share_url(_ANY_CODE, channel.name)),
            "target_blank": channel.new_tab,
        }
        for channel in CHANNELS
    ]
    return {"channels": channels, "link": share_url(_ANY_CODE, "copy"), "code": _ANY_CODE, "text": text}


@register.simple_tag
def x_intent(page: Any, code: str, words: str = "") -> str:
    """Where X opens with a text that its reader posts by themselves: free, and without a connection."""
    url = share_url(code, "x")
    text = words.replace(url, "").strip() or invitations.of_signatory(page.title, page.kind)
    return BY_NAME["x"].address(text=text, subject=page.title, url=url)


@register.inclusion_tag("sharing/post_on_x.html")
def post_on_x(path: str) -> dict[str, Any]:
    """The button "Post it on X for me", for a page whose `path` ends in the token of a letter; nothing
    while X is off."""
    return {"on": bool(settings.X_CLIENT_ID), "letter": path.rstrip("/").rsplit("/", 1)[-1]}


@register.simple_tag
def x_is_on() -> bool:
    """Whether this site has an app at X."""
    return bool(settings.X_CLIENT_ID)
