"""The row of share buttons, for templates of lower floors."""

from typing import Any

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from causes import front_cache
from sharing import invitations, qr, rows
from sharing.channels import networks_on
from sharing.channels.links import BY_NAME
from sharing.own_links import page_code
from sharing.rows import share_url
from sharing.walks import supporters_networks, way

register = template.Library()


@register.simple_tag
def share_row(page: Any, code: str) -> SafeString:
    """Buttons that share `page` by link `code`, which is the reader's own."""
    return rows.draw(page, code, translation.get_language())


@register.simple_tag
def reader_row(page: Any) -> SafeString:
    """Buttons for who has not signed, or cannot any more: they carry the page's own link."""
    language = translation.get_language()
    code = front_cache.kept(f"page link {page.pk} {language}", lambda: page_code(page.pk, language), 60.0)
    return rows.draw(page, code, language, rows.READER) if code else mark_safe("")


@register.simple_tag
def page_qr(page: Any) -> SafeString:
    """A public page for everybody's camera: by the page's own link, so that what comes is counted; by its
    plain address until a worker has made that link."""
    code = page_code(page.pk, page.language)
    address = share_url(code, "qr") if code else settings.SITE_URL + page.public_path()
    return qr.svg(address, _("QR code of this page"))


@register.simple_tag
def share_address(code: str, channel: str) -> str:
    """The whole address of link `code` as it is shared through `channel`."""
    return share_url(code, channel)


@register.simple_tag
def intent(page: Any, code: str, network: str, words: str = "") -> str:
    """Where a network opens with a text that its reader posts by themselves: free, and nothing to connect."""
    url = share_url(code, network)
    text = words.replace(url, "").strip() or invitations.of_signatory(page.title, page.kind)
    return BY_NAME[network].address(text=text, subject=page.title, url=url)


@register.inclusion_tag("sharing/post_for_me.html")
def post_for_me(path: str) -> dict[str, Any]:
    """The buttons "Post it on X for me", for a page whose `path` ends in the token of a letter; nothing while
    the site posts on no network for supporters."""
    doors = [
        {"network": network.label, "icon": network.name, "open": way(network, "open")}
        for network in supporters_networks()
    ]
    return {"doors": doors, "letter": path.rstrip("/").rsplit("/", 1)[-1]}


@register.simple_tag
def posting_is_on() -> bool:
    """Whether this site posts on any network."""
    return bool(networks_on())
