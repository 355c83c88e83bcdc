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


EVENT = """POST /your/address
webhook-id: msg_2f4c2b1e0d7f4f0fb7f2f3f3a7f0c9d1
webhook-timestamp: 1764000000
webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=

{"type": "signature.confirmed", "timestamp": "2026-11-23T06:20:00+00:00",
 "data": {"petition": {"identifiers": ["groundswell:7"], "slug": "keep-the-clinic-open"},
          "signature": {"identifiers": ["groundswell:4711"], "status": "confirmed", "channel": "whatsapp",
                        "created_date": "2026-11-23T06:18:11Z", "confirmed_date": "2026-11-23T06:20:00Z"}}}"""

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
