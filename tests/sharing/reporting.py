"""What the tests of reports share: a small organisation with a past, and a report of it."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import Organisation, User
from causes.counting import count_all
from causes.models import Cause
from petitions.models import Petition
from sharing.models import Report
from sharing.reports import publishing
from tests.makers import NOW, Make

DAY = dt.timedelta(days=1)


@dataclass
class Past:
    """46 signatures in the report's month, 7 before it and 3 after; `names` are of all who signed."""

    organisation: Organisation
    cause: Cause
    petition: Petition
    report: Report
    personal: list[str]


def past(make: Make) -> Past:
    """Of the 46: 30 came directly from Arizona, 8 from California, 2 from New Mexico through WhatsApp, and
    6 were brought by the first one through X; one region and one channel are too small to stand alone."""
    organisation = make.organisation(name="Clinic Neighbours", slug="clinic-neighbours")
    cause = make.cause(organisation, title="Health close to home")
    petition = make.petition(cause, title="Keep the clinic open", published_at=NOW - 60 * DAY)
    before, within = NOW - 40 * DAY, NOW - 10 * DAY
    written = [make.signature(petition, now=before, postcode="85701") for _ in range(7)]
    first = make.signature(petition, now=within, postcode="85701", name="Xochitl Quetzalcoatl")
    written.append(first)
    written += [make.signature(petition, now=within + n * DAY / 8, postcode="85701") for n in range(29)]
    written += [make.signature(petition, now=within, postcode="90012") for _ in range(8)]
    written += [make.signature(petition, None, "whatsapp", within, postcode="87101") for _ in range(2)]
    written += [make.signature(petition, first, "x", within + 2 * DAY, postcode="85701") for _ in range(6)]
    written += [make.signature(petition, now=NOW, postcode="85701") for _ in range(3)]
    count_all(NOW)
    personal = [value for row in written for value in (row.name, row.email, row.postcode)]
    return Past(organisation, cause, petition, make_report(organisation), personal)


def make_report(organisation: Organisation, **fields: object) -> Report:
    """A draft of the thirty days until yesterday, not counted yet."""
    return Report.objects.create(
        **{
            "organisation": organisation,
            "outcome": "The council kept the clinic open until 2028.",
            "starts_on": (NOW - 30 * DAY).date(),
            "ends_on": (NOW - DAY).date(),
            "expires_on": (NOW + 90 * DAY).date(),
            "created_at": NOW,
            **fields,
        }
    )


def shared(told: Past, organiser: User) -> str:
    """The address of the published report."""
    publishing.publish(told.report, organiser, NOW)
    told.report.refresh_from_db()
    return f"/report/{told.report.token}/"
