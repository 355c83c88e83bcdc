"""The end of a page's web address, made from its title."""

import secrets

from django.utils.text import slugify

from causes.models import Page

_LONGEST = 60  # leaves room for a number behind it


def free_slug(kind: str, title: str) -> str:
    """An address that no page of this kind has yet: `stop-the-closure`, `stop-the-closure-2`, …"""
    base = slugify(title)[:_LONGEST].strip("-") or f"{kind}-{secrets.token_hex(3)}"
    taken = set(Page.objects.filter(kind=kind, slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
