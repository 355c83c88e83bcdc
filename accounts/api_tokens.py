"""Keys for programs: made once, known by their hash, taken back at once."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection

from django.db import transaction

from accounts.auditing import Action, record
from accounts.models import ApiAnswer, ApiToken, Organisation, Scope, User

ANSWERS_KEPT = dt.timedelta(hours=24)
_PREFIX = "gws_"  # so that scanners of public code find a leaked one


def make(
    organisation: Organisation, label: str, scopes: Collection[str], by: User, now: dt.datetime
) -> tuple[ApiToken, str]:
    """A new key, and its text: nobody can read it again afterwards."""
    text = _PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = ApiToken.objects.create(
            organisation=organisation,
            label=label,
            scopes=[scope for scope in Scope.values if scope in scopes],
            start=text[:9],
            digest=_digest(text),
            made_by=by,
            created_at=now,
        )
        what = f"{label}: {', '.join(token.scopes)}"
        record(actor=by, action=Action.KEY_MADE, organisation=organisation, subject=what, at=now)
    return token, text


def revoke(token: ApiToken, by: User, now: dt.datetime) -> bool:
    """From this moment it opens nothing; False when it was taken back before."""
    with transaction.atomic():
        if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
            return False
        record(
            actor=by,
            action=Action.KEY_REVOKED,
            organisation=token.organisation,
            subject=token.label,
            at=now,
        )
    return True


def find(text: str) -> ApiToken | None:
    """The key that this is, unless it was taken back."""
    if not text.startswith(_PREFIX) or len(text) > 100:
        return None
    found = ApiToken.objects.filter(digest=_digest(text), revoked_at=None)
    return found.select_related("organisation").first()


def note_use(token: ApiToken, now: dt.datetime) -> None:
    """The day is written down, once a day. A key that reads names leaves a line in the audit log with it."""
    with transaction.atomic():
        first = ApiToken.objects.filter(pk=token.pk).exclude(used_on=now.date()).update(used_on=now.date())
        if first and Scope.READ in token.scopes:
            what = f"{token.label} ({token.start}…)"
            record(actor=None, action=Action.EXPORT, organisation=token.organisation, subject=what, at=now)


def forget_answers(now: dt.datetime) -> int:
    """What was answered more than a day ago; returns how many."""
    return ApiAnswer.objects.filter(created_at__lte=now - ANSWERS_KEPT).delete()[0]


def _digest(text: str) -> str:
    """Nothing slow is needed: 256 random bits cannot be tried out."""
    return hashlib.sha256(text.encode()).hexdigest()
