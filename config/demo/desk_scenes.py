"""What the desk shows and no demo holds, written for the camera alone: a review and reports that wait, a
burst, a rule, files on their way in and out, a report for funders, keys, and somebody who begins.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from accounts import api_tokens
from accounts.models import ListImport, Membership, Organisation, Role, User, Webhook
from causes import consents, lists, publishing
from causes.confirming import confirm
from causes.models import Channel, ConsentText, Event, Link, Listed, State, Status, Trace, Update
from causes.signing import Arrival, Typed, sign
from petitions import paper, paper_reading, reports, rules
from petitions.cloning import clone
from petitions.exporting import files
from petitions.models import ExportLog, Petition, Report, Response, Rule, Signature
from petitions.picking import Pick
from sharing import texts, trying
from sharing.models import Connection, Post
from sharing.models import Report as FunderReport
from sharing.reports import counting
from sharing.reports import publishing as sharing_publishing

NEWCOMER = "luz@example.org"
EMPTY = "huerta-comun"  # her organisation
ASKS = "asuncion@example.net"  # who wants to know what is held about them
PETITION = "keep-the-saturday-clinic-open"
_ROBOT = "mail-drop.example"
_OLD_LIST = "".join(f"neighbour{n}@example.net,{85701 + n % 9}\n" for n in range(240)) + "no address,85701\n"
_SHEETS = (
    "name,email,postcode,updates\n"
    "Consuelo Ibarra,consuelo@example.net,85701,yes\n"
    "Ramón Peña-O'Neill,,85705,\n"
    "Esther Quihuis,esther@example.net,85713,\n"
    "Guadalupe Sáenz,not an address,,\n"
)


def write(now: dt.datetime) -> None:
    """Once, before the first picture of the desk, by the verbs that the desk itself has."""
    petition = Petition.objects.select_related("organisation").get(slug=PETITION)
    owner = User.objects.get(email="organiser@example.org")
    officer = User.objects.get(email="data@example.org")
    _newcomer()
    _signs(petition, now)
    _waits(petition, owner, now)
    _burst(petition, owner, now)
    _brought(petition, owner, officer, now)
    _taken(petition, officer, now)
    _told(petition, owner, now)
    _programs(petition, owner, now)
    _posts(petition, owner, now)


def _newcomer() -> None:
    """An organisation with nothing in it, and its owner's first minute."""
    garden = Organisation.objects.create(name="Huerta Común", slug=EMPTY)
    luz = User.objects.create_user(NEWCOMER, name="Luz Ortega", is_staff=True)
    Membership.objects.create(user=luz, organisation=garden, role=Role.OWNER)


def _signs(petition: Petition, now: dt.datetime) -> None:
    """Somebody whose address is known here, by the act of signing itself."""
    consent = consents.current(petition, "es", now)
    code = sign(petition, Typed("Asunción Robles", ASKS, "85713", True, "es", consent.id), Arrival(), now)
    confirm(petition, code, "Asunción Robles", True, now)


def _waits(petition: Petition, owner: User, now: dt.datetime) -> None:
    """A review that is late, two reports, one of them by who decides, and an answer to be shown."""
    draft = clone(Petition.objects.get(slug="bring-back-the-route-12-night-bus"))
    draft.title, draft.slug, draft.state = "A night bus on Sundays too", "a-night-bus-on-sundays", State.DRAFT
    draft.save()
    publishing.make("submit", draft, now - dt.timedelta(days=6), owner)
    wrong = "The page says the clinic closes in May. It is June, the minutes say so on page 3."
    told = reports.Told(Report.Kind.FALSE, wrong, "reader@example.net")
    reports.take(petition, told, "en", now - dt.timedelta(days=5), suspect=False)
    answer = reports.Told(Report.Kind.REPLY, "We would like to answer on the page.", "office@example.gov")
    reports.take(petition, answer, "en", now - dt.timedelta(hours=5), suspect=False)
    Response.objects.create(
        petition=petition, who="County Health Director", on=now.date(), written_at=now,
        words="The budget is read in two weeks. We will hear everybody who wants to speak.", source="",
    )  # fmt: skip


def _burst(petition: Petition, owner: User, now: dt.datetime) -> None:
    """Many names of one hour that share a network and a domain; a rule that waits for its yes."""
    newest = Signature.objects.filter(petition=petition, status=Status.CONFIRMED).order_by("-pk")[:60]
    Trace.objects.bulk_create(
        Trace(
            link_id=row.link_id, page_id=petition.pk, origin="5d41402abc4b2a76b9719d91", domain=_ROBOT,
            at=now - dt.timedelta(minutes=40, seconds=9 * place),
        )
        for place, row in enumerate(newest)
    )  # fmt: skip
    Signature.objects.filter(pk__in=[row.pk for row in newest[:20]]).update(status=Status.HELD)
    rules.look(petition, Rule.Act.STRIKE, Pick(channel=Channel.COPY), "Signed by a program.", owner, now)
    struck = rules.look(
        petition, Rule.Act.STRIKE, Pick(channel=Channel.EMAIL), "Signed by a program.", owner,
        now - dt.timedelta(days=2),
    )  # fmt: skip
    rules.start(struck, struck.expected, petition.slug, owner, now - dt.timedelta(days=2))
    _until_done(lambda: rules.work_due(lambda: now - dt.timedelta(days=2)))
    rules.undo(struck, owner, now - dt.timedelta(days=1))
    _until_done(lambda: rules.work_due(lambda: now - dt.timedelta(days=1)))
    Listed.objects.create(
        organisation=petition.organisation, kind=Listed.Kind.DOMAIN, value=_ROBOT, by=owner, at=now,
        verdict=Listed.Verdict.DENY, note="Sixty names in ten minutes on the clinic's page.",
    )  # fmt: skip


def _brought(petition: Petition, owner: User, officer: User, now: dt.datetime) -> None:
    """Old lists and paper: one each that waits for its yes, one that is done."""
    source = "Newsletter of the old site, until we closed it"
    for name, text in (
        ("newsletter.csv", f"email,zip\n{_OLD_LIST}"),
        ("fair.csv", "email\nfair@example.net\n"),
    ):
        told = lists.Told(
            petition.organisation, source, now.date() - dt.timedelta(days=400), (name, text.encode())
        )
        lists.upload(told, officer, now)
        _until_done(lists.read_due)
    lists.start(ListImport.objects.latest("pk"), officer, now)
    form = consents.on_paper(petition, "en", now)
    consent = ConsentText.objects.get(pk=form.id)
    sheets = ("market-saturday.csv", _SHEETS.encode())
    paper.uploaded(petition, consent, sheets, owner, now)
    _until_done(paper_reading.read_due)
    line = {"name": "Aurelia Montaño", "email": "", "postcode": "85714", "updates": False, "show_name": False}
    paper.typed(petition, consent, [(1, line)], owner, now - dt.timedelta(hours=3))


def _taken(petition: Petition, officer: User, now: dt.datetime) -> None:
    """A file that is ready to be taken."""
    log = ExportLog(petition=petition, person=officer, purpose=ExportLog.Purpose.UPDATES, note="June letter")
    files.ask(log, now)
    _until_done(lambda: files.write_due(lambda: now))


def _told(petition: Petition, owner: User, now: dt.datetime) -> None:
    """A report for funders that is out, and one that is not; news that are still a draft."""
    for days, outcome in ((31, "The county put the Saturday clinic back on its agenda."), (7, "")):
        report = FunderReport.objects.create(
            organisation=petition.organisation, title=f"The last {days - 1} days", outcome=outcome,
            learned="Neighbours who were asked by a neighbour signed within the hour.",
            starts_on=now.date() - dt.timedelta(days=days), ends_on=now.date() - dt.timedelta(days=1),
            expires_on=now.date() + dt.timedelta(days=90), created_at=now, made_by=owner,
        )  # fmt: skip
        counting.count(report, now)
        if outcome:
            sharing_publishing.publish(report, owner, now)
    Update.objects.create(
        page_id=petition.pk, language="en", title="The vote is on Tuesday", by=owner, created_at=now,
        words="Come at **5:30 pm**. We bring water, you bring a neighbour.",
    )  # fmt: skip
    texts.store(petition.pk, "whatsapp", "en", _two("Sign", "Two minutes"))
    trying.start(petition.page, "whatsapp", "en", (1, 1), now - dt.timedelta(days=2))


def _two(*beginnings: str) -> Sequence[str]:
    return [
        f"{beginning}: our Saturday clinic must stay open. I put my name to it." for beginning in beginnings
    ]


def _programs(petition: Petition, owner: User, now: dt.datetime) -> None:
    """A key, and an address that heard one thing and does not answer to another."""
    api_tokens.make(petition.organisation, "Counter on our own site", ["read:aggregates"], owner, now)
    hook = Webhook.objects.create(
        organisation=petition.organisation, url="https://crm.example.org/groundswell/in", secret="demo",
        kinds=["signature.confirmed", "petition.milestone"], made_by=owner, created_at=now,
    )  # fmt: skip
    for state, answer in ((Event.State.SENT, "200"), (Event.State.DEAD, "503 Service Unavailable")):
        Event.objects.create(
            webhook=hook, kind="petition.milestone", page_id=petition.pk, about=1000, at=now, due_at=now,
            state=state, attempts=1 if state == Event.State.SENT else 12, answer=answer,
        )  # fmt: skip


def _posts(petition: Petition, owner: User, now: dt.datetime) -> None:
    """A connected account and a text that waits for somebody's yes."""
    account = Connection.objects.create(
        organisation=petition.organisation, network=Channel.BLUESKY, home="https://bsky.social",
        remote_id="did:plc:demo", handle="vecinos.example.org", connected_at=now,
        expires_at=now + dt.timedelta(days=60),
    )  # fmt: skip
    link = Link.objects.create(
        page_id=petition.pk, kind=Link.Kind.POST, label="Bluesky", language="en", created_at=now
    )
    Post.objects.create(
        connection=account, page_id=petition.pk, link=link, asked_by=owner, state=Post.State.DRAFT,
        text="A thousand neighbours want the Saturday clinic open. Are you one of them?",
        due_at=now, not_before=now, created_at=now,
    )  # fmt: skip


def _until_done(work: Callable[[], object]) -> None:
    while work():
        pass
