"""How names are shown at the desk."""

from django import template

from causes import mailbox

register = template.Library()


@register.filter
def masked(address: str) -> str:
    """An e-mail address as much of it as may be shown."""
    return mailbox.mask(address)
