"""An organisation to which everything has happened that leaves a row: what an export has to bring along."""

import datetime as dt
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts import suppression
from accounts.listing import listed_hash, salt_of
from accounts.models import Listed as OnList
from accounts.models import ListImport, Organisation
from causes import counting, wording
from causes.models import (
    Change,
    Experiment,
    Listed,
    Milestone,
    Notice,
    Page,
    PageText,
    PersonChange,
    Removal,
    Tally,
    Update,
    UpdateText,
    Variant,
    VariantConnector,
)
from petitions.models import AreaCount, Card, NextPetition, Outcome, Petition, Response
from sharing.models import (
    ClickHour,
    Legislation,
    LinkClicks,
    Report,
    RetiredLink,
    ShareText,
    Sharing,
    TapHour,
    ViewHour,
)
from sharing.reports.counting import count as tell
from tests.makers import NOW, Make

DAY = NOW.date()


def lived(make: Make) -> Organisation:
    """Who brought whom, who left, hostile words, a picture; and one row of everything else."""
    organisation = make.organisation(name="Vecinos \\ Unidos", about='Two lines\nand a "quote", \x7f\t=1+1')
    organisation.logo.save("ours.png", ContentFile(Path("static/img/card.jpg").read_bytes()))
    cause = make.cause(organisation, slug="health")
    name = default_storage.save("pictures/clinic.jpg", ContentFile(b"a picture"))
    petition = make.petition(cause, slug="clinic", picture=name)
    PageText.objects.create(page=petition, language="es", title="La clínica se queda", summary="Que siga.")
    wording.record(petition, NOW, make.user())
    first = make.signature(petition, make.partner(petition), "partner", name="=HYPERLINK(1)")
    for _ in range(12):
        make.signature(petition, first, "whatsapp", postcode="85701")
    make.pending(petition)
    make.signature(cause)
    suppression.suppress(organisation.pk, "gone@example.net", NOW)
    counting.count_all(NOW)
    _known_before(make, organisation)
    _told(make, petition)
    _spread(make, petition)
    _ended(make, petition)
    return organisation


def _known_before(make: Make, organisation: Organisation) -> None:
    """A list in use, and one that nobody said yes to: its addresses are still in it."""
    told = {"organisation": organisation, "by": make.user(), "collected_on": DAY, "created_at": NOW}
    used = ListImport.objects.create(**told, source="Fair 2024", state="done", digest="d" * 64, added=1)
    hashed = listed_hash(salt_of(organisation.pk), "known@example.net")
    OnList.objects.create(organisation=organisation, batch=used, mailbox=hashed)


def _told(make: Make, petition: Petition) -> None:
    line = Change.objects.create(
        page=petition, at=NOW, hand="person", by=make.user(), what="state", before="draft", after="open",
        public=True,
    )  # fmt: skip
    Notice.objects.create(page=petition, kind="opened", about="", change=line, at=NOW)
    Notice.objects.create(page=petition, kind="milestone", about="10", at=NOW)
    Milestone.objects.create(page=petition, number=10, reached_at=NOW)
    Removal.objects.create(page=petition, day=DAY, what=Removal.What.values[0])
    news = Update.objects.create(
        page=petition, language="en", title="News", words="We were *heard*.", by=make.user(), created_at=NOW,
        state="shown", shown_at=NOW,
    )  # fmt: skip
    UpdateText.objects.create(update=news, language="es", title="Noticias", words="Nos oyeron.")
    PersonChange.objects.create(organisation=petition.organisation, person=1, at=NOW)
    Listed.objects.create(
        organisation=petition.organisation, kind="domain", value="spam.example", verdict="deny", at=NOW
    )
    AreaCount.objects.create(petition=petition, area="857", inside=12, known=12, names=13, counted_at=NOW)
    Card.objects.create(
        page=petition, language="en", number=10, words="x", picture=_kept("cards/one.jpg"), drawn_at=NOW
    )


def _spread(make: Make, petition: Petition) -> None:
    link = make.partner(petition, "Old posters")
    RetiredLink.objects.create(link=link, at=NOW)
    test = Experiment.objects.create(page=petition, channel="whatsapp", language="en", started_at=NOW)
    variant = Variant.objects.create(experiment=test, number=1, words="Sign it", first_slot=0, end_slot=500)
    VariantConnector.objects.create(variant=variant, link=link, brought=2)
    hour = NOW.replace(minute=0)
    ClickHour.objects.create(
        page=petition, link_kind="person", channel="whatsapp", hour=hour, outcome="counted", clicks=9
    )
    LinkClicks.objects.create(link=link, clicks=9, confirmed=4)
    TapHour.objects.create(page=petition, channel="whatsapp", hour=hour, taps=3, people=2)
    ViewHour.objects.create(page=petition, channel="direct", hour=hour, outcome="counted", views=20)
    ShareText.objects.create(page=petition, channel="sms", language="es", words="Firma conmigo")
    Sharing.objects.create(page=petition, asks_first=True)
    Tally.objects.create(
        page=petition, link=link, hour=hour, channel="whatsapp", generation=1, region="", lag="",
        new_to_list=True, delta=1,
    )  # fmt: skip


def _ended(make: Make, petition: Petition) -> None:
    won = make.petition(petition.cause, slug="library", state="won", closed_at=NOW)
    Outcome.objects.create(petition=won, state="won", what="It stays.", on=DAY, written_at=NOW)
    NextPetition.objects.create(petition=petition, other=won, place=1)
    Response.objects.create(
        petition=petition, who="The mayor", words="I hear you.", on=DAY, by=make.user(), written_at=NOW
    )
    Legislation.objects.create(petition=petition, asks="no")
    report = Report.objects.create(
        organisation=petition.organisation, outcome="The clinic stays open.", token="t" * 43,
        made_by=make.user(), starts_on=DAY - dt.timedelta(days=9), ends_on=DAY - dt.timedelta(days=1),
        expires_on=DAY + dt.timedelta(days=9), published_at=NOW, created_at=NOW,
    )  # fmt: skip
    report.pages.add(Page.objects.get(pk=petition.pk))
    tell(report, NOW)


def _kept(name: str) -> str:
    return default_storage.save(name, ContentFile(b"a card"))
