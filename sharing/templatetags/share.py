"""The row of share buttons, for templates of lower floors."""

from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from causes import front_cache
from sharing.channels.links import CHANNELS

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
    row: str = front_cache.kept(key, lambda: render_to_string("sharing/row.html", _row(page.title)))
    return mark_safe(row.replace(_ANY_CODE, escape(code)))


def _row(title: str) -> dict[str, Any]:
    text = _("I just signed “%(title)s”. Will you?") % {"title": title}
    channels = [
        {
            "name": channel.name,
            "label": channel.label,
            "url": channel.address(text=text, subject=title, url=share_url(_ANY_CODE, channel.name)),
            "target_blank": channel.new_tab,
        }
        for channel in CHANNELS
    ]
    return {"channels": channels, "link": share_url(_ANY_CODE, "copy"), "text": text}
