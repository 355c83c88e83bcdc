"""Requests to copy, shown on the page for developers. A test runs each of them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SITE, SLUG, KEY, CONSENT = "{site}", "{slug}", "$KEY", "{consent}"


@dataclass(frozen=True)
class Example:
    """`command` for a shell, with places for the site, a petition and the id of its consent."""

    title: str | Promise
    command: str
    status: int = 200

    def filled(self, site: str, slug: str, consent: int) -> str:
        places = {SITE: site, SLUG: slug, CONSENT: str(consent)}
        command = self.command
        for place, value in places.items():
            command = command.replace(place, value)
        return command


_AUTH = '-H "Authorization: Bearer $KEY"'

OPEN = [
    Example(_("The petitions of this site"), "curl '{site}/api/v1/petitions?state=open&limit=10'"),
    Example(_("One petition"), "curl '{site}/api/v1/petitions/{slug}'"),
    Example(_("How its count grew, hour by hour"), "curl '{site}/api/v1/petitions/{slug}/history'"),
    Example(_("Where names came from"), "curl '{site}/api/v1/petitions/{slug}/places'"),
]
OWN = [
    Example(
        _("The numbers of your dashboard"),
        f"curl {_AUTH} \\\n  '{{site}}/api/v1/petitions/{{slug}}/aggregates'",
    ),
    Example(
        _("Names that changed since a day, page by page"),
        f"curl {_AUTH} \\\n"
        "  '{site}/api/v1/petitions/{slug}/signatures?modified_since=2026-01-31T00:00:00Z&limit=100'",
    ),
    Example(
        _("Put down a name from a form of your own"),
        f"curl -X POST {_AUTH} \\\n"
        "  -H 'Content-Type: application/json' -H 'Idempotency-Key: form-7-row-4711' \\\n"
        '  -d \'{"person": {"name": "Rosa Yazzie",\n'
        '       "email_addresses": [{"address": "rosa@example.net"}],\n'
        '       "postal_addresses": [{"postal_code": "85701"}], "languages_spoken": ["es"]},\n'
        '       "consent": {"id": {consent}, "accepted": true, "updates": false}}\' \\\n'
        "  '{site}/api/v1/petitions/{slug}/signatures'",
        202,
    ),
]
