"""The row of share buttons, for templates of lower floors."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sharing.channels.links import CHANNELS

register = template.Library()


def share_url(code: str, channel: str) -> str:
    """The whole address of link `code` as it is shared through `channel`."""
    return settings.SITE_URL + reverse("share", args=[code, channel])


@register.inclusion_tag("sharing/row.html")
def share_row(page: Any, code: str) -> dict[str, Any]:
    """Buttons that share `page` by link `code`; each address ends in its own channel."""
    text = _("I just signed “%(title)s”. Will you?") % {"title": page.title}
    channels = [
        {
            "name": channel.name,
            "label": channel.label,
            "url": channel.address(text=text, subject=page.title, url=share_url(code, channel.name)),
            "target_blank": channel.new_tab,
        }
        for channel in CHANNELS
    ]
    return {"channels": channels, "link": share_url(code, "copy"), "text": text}
