"""The letter to those who govern an organisation: what was done with people's data in a month."""

import datetime as dt

from django.conf import settings
from django.urls import reverse

from causes import privacy_month, telling_organisers
from causes.models import Letter
from causes.writing.sheet import NotWanted, Sheet


def month(letter: Letter, now: dt.datetime) -> Sheet:
    """Counts alone. Not wanted by who governs the organisation no more."""
    readers = telling_organisers.readers(Letter.Kind(letter.kind), letter.page)
    user = readers.filter(email=letter.email).first()
    if user is None or letter.notice is None:
        raise NotWanted
    first = dt.date.fromisoformat(letter.notice.about)
    done = privacy_month.month(letter.page.organisation_id, first)
    url = f"{settings.SITE_URL}{reverse('admin:accounts_audit_changelist')}"
    return Sheet(url, user.name.split(" ")[0], facts={"month": done, "first": first})
