"""Answers of those who decide: entered by organisers, or sent by themselves through the report form.

One that was sent waits for the people who run the site; one line of the public log says that it came.
"""

import datetime as dt
from types import SimpleNamespace

from django.db import transaction

from accounts.models import User
from causes import changes
from causes.story import to_html
from petitions import reports
from petitions.models import Petition, Report, Response

RESPONSE = "response"  # what its line in the log is about


def shown(petition: Petition) -> list[SimpleNamespace]:
    """`who`, `on`, `html`, `source`, `sent` (by themselves) of each answer on the page, the newest first."""
    found = Response.objects.filter(petition=petition.pk, shown_at__isnull=False).order_by("-on", "-pk")
    return [
        SimpleNamespace(
            who=row.who,
            on=row.on,
            html=to_html(row.words),
            source=row.source,
            sent=row.report_id is not None,
        )
        for row in found
    ]


@transaction.atomic
def from_report(report: Report, by: User, now: dt.datetime) -> Response:
    """What the decision maker sent, as an answer that waits to be looked over; asked twice, the same one."""
    kept = Report.objects.select_for_update(of=("self",)).select_related("petition").get(pk=report.pk)
    found = Response.objects.filter(report=kept).first()
    return found or Response.objects.create(
        petition=kept.petition,
        who=kept.petition.decision_maker,
        words=kept.words,
        on=kept.at.date(),
        report=kept,
        by=by,
        written_at=now,
    )


@transaction.atomic
def show(response: Response, by: User, now: dt.datetime) -> bool:
    """Put it on the page, with a line in the log; False when it stood there already."""
    row = (
        Response.objects.select_for_update(of=("self",))
        .select_related("petition", "report")
        .get(pk=response.pk)
    )
    if row.shown_at is not None:
        return False
    row.shown_at = response.shown_at = now
    row.save(update_fields=["shown_at"])
    if row.petition.published_at:
        changes.write(row.petition, RESPONSE, now, before="", after="", by=by, reason=row.who)
    if row.report and row.report.state == Report.State.OPEN:
        reports.settle(row.report, Report.State.ANSWERED, now)
    return True
