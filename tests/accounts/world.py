"""Two organisations that must never see each other, with one row of everything the desk shows.

Every text of the second one holds the word FOREIGN, so that a leak is a word on a page.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from accounts import api_tokens
from accounts.auditing import Action, record
from accounts.models import (
    ApiToken,
    Audit,
    Heard,
    ListImport,
    Membership,
    Organisation,
    Role,
    Suppressed,
    User,
    Webhook,
)
from causes.counting import count_all
from causes.models import (
    Cause,
    Channel,
    ConsentText,
    Event,
    Experiment,
    Letter,
    Link,
    Listed,
    Page,
    State,
    Support,
    Update,
)
from petitions.models import ExportFile, ExportLog, Petition, Report, Response, Rule, Signature
from petitions.models.handover import HandoverFile, HandoverKit
from petitions.models.paper import PaperBatch
from sharing import texts, trying
from sharing.models import Connection, FullExport, Post
from sharing.models import Report as FunderReport
from sharing.reports import counting
from tests.makers import NOW, Make

FOREIGN = "FOREIGN"
UNTRIED = "sms"  # a channel with two texts and no experiment


@dataclass
class World:
    """`mine` is run by `owner`; `theirs` belongs to somebody else. `rows` holds one row per model each."""

    owner: User
    mine: dict[type[Model], Any] = field(default_factory=dict)
    theirs: dict[type[Model], Any] = field(default_factory=dict)


def build(make: Make) -> World:
    mine = make.organisation(name="Our own", slug="our-own")
    theirs = make.organisation(name=f"{FOREIGN} organisation", slug="foreign-organisation")
    owner = _person(mine, Role.OWNER, "Olga", "owner@example.org")
    return World(owner, _fill(make, mine, "Ours"), _fill(make, theirs, FOREIGN))


def _fill(make: Make, organisation: Organisation, word: str) -> dict[type[Model], Any]:
    """A draft cause and petition (so that deleting would be possible), and names under open ones."""
    person = _person(organisation, Role.DATA_OFFICER, f"{word} person", f"{word.lower()}@example.org")
    draft_cause = make.cause(
        organisation, title=f"{word} draft cause", slug=f"{word.lower()}-draft-cause", **_DRAFT
    )
    cause = make.cause(organisation, title=f"{word} cause", slug=f"{word.lower()}-cause")
    draft = make.petition(cause, title=f"{word} draft", slug=f"{word.lower()}-draft", **_DRAFT)
    petition = make.petition(cause, title=f"{word} petition", slug=f"{word.lower()}-petition")
    signature = make.signature(petition, name=f"{word} signatory")
    assert isinstance(signature, Signature)
    make.signature(petition, signature, name=f"{word} friend")
    count_all(NOW)
    support = make.signature(cause, name=f"{word} supporter")
    log = ExportLog.objects.create(
        petition=petition, person=person, purpose="analysis", note=f"{word} note", started_at=NOW
    )
    report = Report.objects.create(
        petition=petition, kind="false", words=f"{word} report", language="en", at=NOW
    )
    answer = Response.objects.create(
        petition=petition, who=f"{word} mayor", words=f"{word} words", on=NOW.date(), written_at=NOW
    )
    connection = Connection.objects.create(
        organisation=organisation,
        network=Channel.X,
        remote_id=word,
        handle=f"{word}_handle",
        expires_at=NOW + dt.timedelta(hours=2),
        connected_at=NOW,
    )
    post = Post.objects.create(
        connection=connection,
        page=petition,
        link=make.partner(petition, f"{word} partner"),
        asked_by=person,
        text=f"{word} post",
        consent_wording=word,
        due_at=NOW,
        not_before=NOW,
        created_at=NOW,
    )
    hook = Webhook.objects.create(
        organisation=organisation, url=f"https://{word}.example/in", kinds=[], secret=word, created_at=NOW
    )
    audit = record(actor=person, action=Action.EXPORT, organisation=organisation, reason=word, at=NOW)
    return {
        Audit: audit,
        Organisation: organisation,
        Webhook: hook,
        Event: Event.objects.create(
            webhook=hook, kind=Heard.CREATED, page_id=petition.pk, about=signature.pk, at=NOW, due_at=NOW
        ),
        ApiToken: api_tokens.make(organisation, f"{word} program", ["read:aggregates"], person, NOW)[0],
        HandoverFile: _printed(petition, person, word),
        PaperBatch: _sheets(petition, person, signature, word),
        User: person,
        Membership: Membership.objects.get(user=person),
        Cause: draft_cause,
        Petition: draft,
        Signature: signature,
        Support: support,
        ExportLog: log,
        ListImport: ListImport.objects.create(
            organisation=organisation,
            by=person,
            source=f"{word} list",
            collected_on=NOW.date(),
            created_at=NOW,
        ),
        Suppressed: Suppressed.objects.create(organisation=organisation, mailbox=word[:20], since=NOW),
        ExportFile: ExportFile.objects.create(log=log),
        FullExport: FullExport.objects.create(
            organisation=organisation, person=person, purpose="copy", note=f"{word} note", asked_at=NOW
        ),
        Report: report,
        Listed: Listed.objects.create(
            organisation=organisation, kind="domain", value=f"{word}.example", verdict="deny", at=NOW
        ),
        Rule: Rule.objects.create(
            petition=petition,
            by=person,
            act="strike",
            domain="example.net",
            note=f"{word} note",
            state="checking",
            expected=1,
            of=1,
            upto=signature.pk,
            asked_at=NOW,
        ),
        Response: answer,
        ConsentText: ConsentText.objects.filter(organisation=organisation).first(),
        Letter: Letter.objects.filter(link=signature.link).first(),
        Update: Update.objects.create(
            page_id=petition.pk, language="en", title=f"{word} update", words=f"{word} news", created_at=NOW
        ),
        Connection: connection,
        Link: make.partner(petition, f"{word} mailing list"),
        Post: post,
        FunderReport: _told(organisation, word),
        Page: Page.objects.get(pk=petition.pk),
        Experiment: _tried(petition, word),
    }


def _tried(petition: Petition, word: str) -> Experiment:
    """Two texts under trial, and two more that could be."""
    for channel in ("email", UNTRIED):
        texts.store(petition.pk, channel, "en", [f"{word} one", f"{word} two"])
    return trying.start(Page.objects.get(pk=petition.pk), "email", "en", [1, 1], NOW)


def _told(organisation: Organisation, word: str) -> FunderReport:
    """A draft, so that deleting would be possible."""
    report = FunderReport.objects.create(
        organisation=organisation,
        title=f"{word} report",
        outcome=f"{word} outcome",
        starts_on=NOW.date() - dt.timedelta(days=30),
        ends_on=NOW.date() - dt.timedelta(days=1),
        expires_on=NOW.date() + dt.timedelta(days=30),
        created_at=NOW,
    )
    counting.count(report, NOW)
    return report


def _person(organisation: Organisation, role: Role, name: str, email: str) -> User:
    """Without a password: hashing one takes longer than all the rest."""
    person = User.objects.create_user(email, name=name, is_staff=True)
    Membership.objects.create(user=person, organisation=organisation, role=role)
    return person


def _printed(petition: Petition, person: User, word: str) -> HandoverFile:
    kit = HandoverKit.objects.create(
        petition=petition, by=person, cover=f"{word} letter", language="en", paper="a4", asked_at=NOW
    )
    return HandoverFile.objects.create(kit=kit, number=1)


def _sheets(petition: Petition, person: User, signature: Signature, word: str) -> PaperBatch:
    return PaperBatch.objects.create(
        petition=petition, by=person, source="file", file_name=f"{word}.csv", language="en", state="checking",
        consent=signature.consent, created_at=NOW,
    )  # fmt: skip


_DRAFT: dict[str, Any] = {"state": State.DRAFT, "published_at": None}
