"""The growth pages themselves: who may see them, what they say, and that their CSV says the same."""

import csv
import html
import io
import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Organisation, Role
from causes.counting import count_all
from causes.models import Page, State
from petitions.models import Petition
from sharing import growth
from sharing.growth import telling
from sharing.growth.figures import Figure
from sharing.growth.story import Story
from tests.makers import NOW, Make
from tests.sharing.network import World, grow

ORGANISATION = "/admin/growth/organisation/{}/"
PETITION = "/admin/growth/petition/{}/"
FIGURES = (
    *("first_ten", "hours", "speed", "days", "audience", "funnel", "channels"),
    *("ripple", "generations", "network_facts", "links", "connectors", "regions"),
)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def world(make: Make) -> World:
    return grow(make, names=36)


def desk(
    make: Make, organisation: Organisation | None, role: Role = Role.ORGANISER, **fields: object
) -> Client:
    """A browser in which somebody with this role has signed in."""
    client = Client()
    roles = [(organisation, role)] if organisation else []
    user = make.user(*roles)
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()
    client.force_login(user)
    return client


def page_of(client: Client, petition: Page) -> str:
    answer = client.get(PETITION.format(petition.slug))
    assert answer.status_code == 200
    return answer.content.decode()


def drawings(page: str) -> list[ElementTree.Element]:
    return [
        ElementTree.fromstring(svg)
        for svg in re.findall(r"<svg xmlns[^>]*class=\"chart.*?</svg>", page, re.DOTALL)
    ]


def addresses(world: World) -> list[str]:
    """Everything that shows the first organisation."""
    found = [ORGANISATION.format(world.cause.organisation.slug), PETITION.format(world.first.slug)]
    found += [f"{found[1]}{name}.csv" for name in FIGURES]
    return [*found, f"{found[0]}pages.csv"]


def test_another_organisations_owner_finds_nothing(make: Make, world: World) -> None:
    stranger = desk(make, world.foreign.organisation, Role.OWNER)
    assert {stranger.get(address).status_code for address in addresses(world)} == {404}


def test_who_is_not_signed_in_is_sent_to_the_door(world: World) -> None:
    for address in addresses(world):
        answer = Client().get(address)
        assert answer.status_code == 302 and "/login/" in answer["Location"]


def test_who_does_not_work_here_is_refused(make: Make, world: World) -> None:
    client = desk(make, None)
    assert client.get(addresses(world)[0]).status_code in (302, 403)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_the_organisation_sees_all_of_it(make: Make, world: World, role: Role) -> None:
    member = desk(make, world.cause.organisation, role)
    assert {member.get(address).status_code for address in addresses(world)} == {200}


def test_a_site_administrator_sees_every_organisation(make: Make, world: World) -> None:
    administrator = desk(make, None, is_staff=True, is_superuser=True)
    assert {administrator.get(address).status_code for address in addresses(world)} == {200}
    overview = administrator.get("/admin/growth/").content.decode()
    for organisation in Organisation.objects.all():
        assert ORGANISATION.format(organisation.slug) in overview


def test_the_only_organisation_opens_at_once(make: Make, world: World) -> None:
    answer = desk(make, world.cause.organisation).get("/admin/growth/")
    assert answer["Location"] == ORGANISATION.format(world.cause.organisation.slug)


def test_a_viewer_sees_figures_but_no_names(make: Make, world: World) -> None:
    """What is seen without the right to read signatures holds no personal data."""
    assert "Ana P." in page_of(desk(make, world.cause.organisation), world.first)
    assert "Ana P." not in page_of(desk(make, world.cause.organisation, Role.VIEWER), world.first)


def test_nobody_is_named_in_a_csv(make: Make, world: World) -> None:
    client = desk(make, world.cause.organisation)
    table = _csv(client, f"{PETITION.format(world.first.slug)}connectors.csv")
    assert len(table) == 1 and table[0]["person"].endswith("more people")
    assert int(table[0]["direct"]) == growth.top_connectors(Page.objects.filter(pk=world.first.pk)).all_direct


def _csv(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_says_what_the_journal_says(make: Make, world: World) -> None:
    client, journal = (
        desk(make, world.cause.organisation),
        growth.read(Page.objects.filter(pk=world.first.pk)),
    )
    base = PETITION.format(world.first.slug)
    sizes = {int(row["generation"]): int(row["signatures"]) for row in _csv(client, f"{base}generations.csv")}
    assert sizes == {size.number: size.signatures for size in growth.generations(journal)}
    assert sum(int(row["signatures"]) for row in _csv(client, f"{base}channels.csv")) == journal.total
    ripple = _csv(client, f"{base}ripple.csv")
    for by in ("channel", "link"):
        assert sum(int(row["signatures"]) for row in ripple if row["by"] == by) == journal.total
    days = _csv(client, f"{base}days.csv")
    assert int(days[-1]["total"]) == journal.total
    assert re.fullmatch(r"2026-11-\d\dT00:00:00Z", days[-1]["from_utc"])


def test_words_in_a_csv_are_no_formulas(make: Make) -> None:
    page = make.petition()
    make.signature(page, make.partner(page, '=HYPERLINK("http://x")'), "partner")
    make.signature(page, make.partner(page, "  +1 group"), "partner")
    count_all(NOW)
    rows = _csv(desk(make, page.organisation), f"{PETITION.format(page.slug)}links.csv")
    assert {row["link"] for row in rows} == {'\'=HYPERLINK("http://x")', "'  +1 group"}


def test_an_unknown_figure_is_not_there(make: Make, world: World) -> None:
    client = desk(make, world.cause.organisation)
    assert client.get(f"{PETITION.format(world.first.slug)}secrets.csv").status_code == 404
    assert client.get(f"/admin/growth/mystery/{world.first.slug}/").status_code == 404


def test_pictures_state_the_finding_and_need_no_script_or_style(make: Make, world: World) -> None:
    page = page_of(desk(make, world.cause.organisation), world.first)
    content = page[page.index('<div class="growth">') :]
    assert " style=" not in content and "<style" not in content.split("</footer>")[0]
    found = drawings(page)
    # hours and days are drawn twice, for a desk and for a phone; the ripple by channel and by link
    assert len(found) == sum(len(figure.drawings) + len(figure.ways) for figure in drawn(world)) >= 12
    titles = {drawing[0].text for drawing in found}
    told = {figure.finding for figure in drawn(world) if figure.drawings or figure.ways}
    assert titles == told <= set(findings(page))  # numbers that stand alone need none
    idents = [drawing[0].attrib["id"] for drawing in found]
    assert len(set(idents)) == len(idents)


def drawn(world: World) -> list[Figure]:
    story = Story(world.first.organisation, NOW, world.first, names=True)
    return [figure for part in telling.sections(story) for figure in part.figures]


def findings(page: str) -> list[str]:
    return [html.unescape(heading) for heading in re.findall(r'-finding">([^<]*)</h3>', page)]


def test_the_page_is_served_under_the_strict_content_policy(make: Make, world: World) -> None:
    answer = desk(make, world.cause.organisation).get(PETITION.format(world.first.slug))
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


def test_below_thirty_nothing_is_claimed_but_the_counts_are_shown(make: Make) -> None:
    page = make.petition()
    first = make.signature(page, now=NOW)
    make.signature(page, first, "whatsapp", now=NOW)
    count_all(NOW)
    text = page_of(desk(make, page.organisation), page)
    links = "Nothing to show yet: this is an example"
    counted, *claims = findings(text)
    assert counted == "0 signatures in the first ten hours"
    assert sorted(claims) == [links] + ["Too few to say (needs 30)"] * (len(FIGURES) - 2)
    assert "%" not in "".join(drawing_text(text))
    assert "Generation 2" in text and "WhatsApp" in text


def drawing_text(page: str) -> list[str]:
    return [
        text.text or ""
        for drawing in drawings(page)
        for text in drawing.iter("{http://www.w3.org/2000/svg}text")
    ]


def test_a_page_without_signatures_shows_marked_examples_and_the_next_step(make: Make) -> None:
    page = make.petition(state=State.DRAFT, published_at=None)
    text = page_of(desk(make, page.organisation), page)
    assert all("is-example" in drawing.attrib["class"] for drawing in drawings(text))
    assert drawing_text(text).count("example") == len(drawings(text)) == 11
    assert "Three steps to the first hundred" in text
    assert ".csv" not in text  # there is nothing to take away yet


def test_an_organisation_without_petitions_has_a_page(make: Make) -> None:
    organisation = make.organisation()
    answer = desk(make, organisation).get(ORGANISATION.format(organisation.slug))
    assert answer.status_code == 200 and b"Three steps to the first hundred" in answer.content


def test_the_organisations_page_leads_to_its_petitions_only(make: Make, world: World) -> None:
    client = desk(make, world.cause.organisation)
    text = client.get(ORGANISATION.format(world.cause.organisation.slug)).content.decode()
    assert PETITION.format(world.first.slug) in text and PETITION.format(world.second.slug) in text
    assert world.foreign.title not in text


def test_the_pages_speak_the_readers_language(make: Make, world: World) -> None:
    reader = desk(make, world.cause.organisation, language="es")
    text = page_of(reader, world.first)
    assert '<html lang="es' in text
    assert re.search(r"\d+ de noviembre", text)


def test_demo_content_is_marked(make: Make) -> None:
    organisation = make.organisation(is_demo=True)
    petition = make.petition(make.cause(organisation))
    assert "Demo: made-up people and numbers" in page_of(desk(make, organisation), petition)


def test_looking_changes_nothing(make: Make, world: World) -> None:
    from tests.database import contents

    client = desk(make, world.cause.organisation)
    client.get(addresses(world)[0])
    before = contents()
    for address in addresses(world):
        answer = client.get(address)
        _ = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert contents() == before


def test_drafts_of_others_are_as_absent_as_everything_else(make: Make, world: World) -> None:
    Petition.objects.filter(pk=world.first.pk).update(state=State.DRAFT)
    stranger = desk(make, world.foreign.organisation, Role.OWNER)
    assert stranger.get(PETITION.format(world.first.slug)).status_code == 404
