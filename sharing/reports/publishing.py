"""A report's public address: given once, ended by a date or by hand. Both ends are in the audit log."""

import datetime as dt
import secrets

from django.db import transaction

from accounts import auditing
from accounts.models import User
from sharing.models import Report
from sharing.reports import counting


class NotPossible(Exception):
    """Its address was given before, or has been ended: a report has one, once."""


@transaction.atomic
def publish(report: Report, by: User, now: dt.datetime) -> None:
    """Count once more and give it an address. Raises NotPossible."""
    kept = _locked(report)
    if kept.published_at is not None:
        raise NotPossible
    counting.count(kept, now)
    kept.token, kept.published_at = secrets.token_urlsafe(24), now
    kept.save(update_fields=["token", "published_at"])
    _write_down(kept, auditing.Action.REPORT_SHARED, by, now)


@transaction.atomic
def revoke(report: Report, by: User, now: dt.datetime) -> None:
    """End its address for good. Raises NotPossible when it has none, or that was done before."""
    kept = _locked(report)
    if kept.published_at is None or kept.revoked_at is not None:
        raise NotPossible
    kept.revoked_at = now
    kept.save(update_fields=["revoked_at"])
    _write_down(kept, auditing.Action.REPORT_REVOKED, by, now)


@transaction.atomic
def count_again(report: Report, now: dt.datetime) -> None:
    """Other figures for whoever has the link, as of `now`. Raises NotPossible once it was revoked."""
    kept = _locked(report)
    if kept.revoked_at is not None:
        raise NotPossible
    counting.count(kept, now)


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=report.pk)


def _write_down(report: Report, action: auditing.Action, by: User, now: dt.datetime) -> None:
    auditing.record(actor=by, action=action, organisation=report.organisation, subject=str(report), at=now)
