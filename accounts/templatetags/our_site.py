"""allauth calls the host name `site`; our pages mean the site's own name."""

from typing import Any

from django import template

from accounts.site import site_facts

register = template.Library()


@register.simple_tag
def our_site() -> Any:
    """`{% our_site as site %}`: name, url and contact, as on every other page."""
    return site_facts()["site"]
