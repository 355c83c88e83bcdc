"""Finding petitions: by words in two languages, mistyped ones too; what moves comes first."""

import datetime as dt
import html

import pytest
from django.db import connection
from django.test import Client

from accounts import clock
from causes.models import GrowthHour, Page, PageText, State
from petitions import finding
from petitions.finding import Found, Question, Standing
from petitions.models import Petition
from tests.makers import NOW, Make

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def search(text: str, **chosen: object) -> Found:
    return finding.find(Question(text, **chosen), NOW)  # type: ignore[arg-type]


def titles(found: Found) -> list[str]:
    return [petition.title for petition in found.petitions]


def window() -> list[Petition]:
    return finding.fetch(finding.moving(NOW)).petitions


def signed(petition: Petition, names: int, ago: dt.timedelta) -> None:
    """Names in the journal, and the moment of the last count, as the counting would leave them."""
    hour = (NOW - ago).replace(minute=0, second=0, microsecond=0)
    GrowthHour.objects.create(page=petition, hour=hour, signatures=names)
    Page.objects.filter(pk=petition.pk).update(counted_at=NOW - ago)


@pytest.fixture
def clock_at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The application clock stands at the moment of the makers."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def clinic(make: Make) -> Petition:
    cause = make.cause(make.organisation(name="Vecinas Unidas", slug="vecinas"), title="Health")
    return make.petition(
        cause,
        title="Keep the Saturday clinic open",
        slug="clinic",
        summary="Fund the doctors for two more years.",
        story="Grandmothers walk there from the **riverside**.",
        decision_maker="Board of Supervisors",
    )


@pytest.fixture
def council(make: Make) -> Petition:
    return make.petition(
        title="Más árboles en la avenida Peña",
        slug="arboles",
        language="es",
        summary="Que planten cien mezquites.",
        decision_maker="Concejo Municipal",
    )


@pytest.mark.parametrize(
    "text",
    ["clinic", "CLINICS", "doctors", "riverside", "grandmother", "supervisors", "vecinas", "clin",
     "clinic supervisors vecinas grandmothers", "the clinic", '"Saturday clinic"', "clinic -mezquite"],
)  # fmt: skip
def test_words_are_found_wherever_they_stand(clinic: Petition, council: Petition, text: str) -> None:
    found = search(text)
    assert titles(found) == [clinic.title]
    assert not found.nearly


@pytest.mark.parametrize(
    "text", ["árbol", "arboles", "ARBOLES", "mezquite", "peña", "pena", "municipales", "avenidas"]
)
def test_spanish_is_found_by_its_stems_with_or_without_accents(
    clinic: Petition, council: Petition, text: str
) -> None:
    assert titles(search(text)) == [council.title]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("clinik", "clinic"),
        ("satruday clinik", "clinic"),
        ("supervizors", "clinic"),
        ("mesquites", "árboles"),
    ],
)
def test_mistyped_words_find_what_is_spelled_nearly_so(
    clinic: Petition, council: Petition, text: str, title: str
) -> None:
    found = search(text)
    assert found.nearly
    assert len(found.petitions) == 1
    assert title in titles(found)[0]


@pytest.mark.parametrize("text", ["clínica sábado", "clinicas", "condado", "parteras", "klinica"])
def test_what_was_written_in_another_language_is_found(clinic: Petition, text: str) -> None:
    PageText.objects.create(
        page=clinic,
        language="es",
        title="Que siga la clínica del sábado",
        story="Vienen las parteras.",
        decision_maker="Junta del Condado",
    )
    assert titles(search(text)) == [clinic.title]


def test_all_words_must_fit(clinic: Petition, council: Petition) -> None:
    assert not search("clinic mezquites").total
    assert not search("clinic -saturday").total
    assert not search("zzzzzz").total


def test_a_changed_page_is_found_by_its_new_words(clinic: Petition) -> None:
    Page.objects.filter(pk=clinic.pk).update(title="Stop the landfill")
    assert search("landfill").total == 1
    assert search("saturday").total == 0


@pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW, State.REJECTED, State.HIDDEN])
def test_what_is_not_public_is_never_found(clinic: Petition, state: State) -> None:
    Page.objects.filter(pk=clinic.pk).update(state=state)
    for text in ("clinic", "clinik", ""):
        assert not search(text).total


def test_cause_and_state_narrow(make: Make, clinic: Petition) -> None:
    other = make.petition(title="A second clinic", state=State.WON)
    late = make.petition(title="A third clinic", closes_at=NOW - HOUR)
    assert search("clinic").total == 3
    assert titles(search("clinic", cause=clinic.cause.slug)) == [clinic.title]
    assert titles(search("clinic", standing=Standing.OPEN)) == [clinic.title]
    assert titles(search("clinic", standing=Standing.WON)) == [other.title]
    assert titles(search("clinic", standing=Standing.ENDED)) == [late.title]
    assert not search("clinic", cause="nowhere").total


def test_the_same_fit_is_ranked_by_what_moves(make: Make) -> None:
    quiet, loud = make.petition(title="A shelter now"), make.petition(title="The shelter now")
    signed(loud, 40, HOUR)
    assert titles(search("shelter")) == [loud.title, quiet.title]
    signed(quiet, 400, 2 * HOUR)
    assert titles(search("shelter")) == [quiet.title, loud.title]


def test_a_signature_weighs_half_after_a_day(make: Make) -> None:
    yesterday, now = make.petition(), make.petition()
    signed(yesterday, 30, DAY)
    signed(now, 16, dt.timedelta(0))
    assert window()[:2] == [now, yesterday]
    signed(yesterday, 3, DAY + HOUR)
    assert window()[:2] == [yesterday, now]


def test_what_nobody_signed_for_a_month_leaves_the_window(make: Make, phone: Client) -> None:
    fresh = make.petition(published_at=NOW - DAY)
    stale = make.petition(published_at=NOW - 90 * DAY)
    asleep = make.petition(published_at=NOW - 90 * DAY)
    signed(asleep, 5, 31 * DAY)
    woken = make.petition(published_at=NOW - 90 * DAY)
    signed(woken, 1, 29 * DAY)
    assert set(window()) == {fresh, woken}
    every = finding.find(Question(standing=Standing.OPEN), NOW).petitions
    assert set(every) == {fresh, woken, stale, asleep}


def test_the_list_says_so_and_shows_them_when_asked(make: Make, phone: Client, clock_at_now: None) -> None:
    make.petition(title="Long asleep", published_at=NOW - 90 * DAY)
    page = phone.get("/petitions/").content.decode()
    assert "Long asleep" not in page
    assert 'href="/petitions/?older=1"' in page
    assert "Long asleep" in phone.get("/petitions/?older=1").content.decode()


def test_results_come_in_pages(make: Make, phone: Client, clock_at_now: None) -> None:
    cause = make.cause()
    for number in range(finding.PER_PAGE + 2):
        make.petition(cause, title=f"Shelter {number}", published_at=NOW - DAY)
    first = html.unescape(phone.get("/search/?q=shelter").content.decode())
    assert first.count("<article") == finding.PER_PAGE
    assert 'rel="next" href="/search/?q=shelter&state=all&page=2"' in first
    second = phone.get("/search/?q=shelter&state=all&page=2").content.decode()
    assert second.count("<article") == 2
    assert "Page 2 of 2" in second
    assert 'rel="prev"' in second


def test_nothing_found_offers_what_moves(clinic: Petition, phone: Client, clock_at_now: None) -> None:
    page = html.unescape(phone.get("/es/search/?q=zzzz").content.decode())
    assert "No encontramos nada con «zzzz»" in page
    assert clinic.title in page


def test_an_empty_site_is_no_error(phone: Client, db: None) -> None:
    for path in ("/", "/petitions/", "/search/", "/search/?q=x", "/es/petitions/"):
        assert phone.get(path).status_code == 200


HOSTILE = ["%00", "q=%00", "q=%ff%fe", "q=%27%3B--", "q=%25_%5C", "q=%3A*+%26+%7C+%21+%28", "q=" + "a" * 5000,
    "q=" + "+a" * 900, "q=%22", "q=-", "q=or+or+or", "q=%F0%9F%92%A9", "q=%D8%B9", "q=a&page=0",
    "q=a&page=-1", "q=a&page=99999", "page=9999", "q=a&page=%D9%A3", "q=a&state=x%27", "q=a&cause=%00",
    "cause=%27", "q=<script>alert(1)</script>", "q=a&q=b",
    "q=%ED%A0%80", "q=1e999+-0+NaN", "q=the", "q=de+la", "state=all&older=1&page=400"],  # fmt: skip


@pytest.mark.parametrize("path", ["/search/", "/petitions/", "/es/search/"])
def test_hostile_questions_are_answered(clinic: Petition, phone: Client, path: str) -> None:
    for query in HOSTILE:
        answer = phone.get(f"{path}?{query}")
        assert answer.status_code == 200, query
        assert b"<script>alert" not in answer.content
        assert not answer.cookies


def test_a_list_is_kept_by_what_it_means_not_by_what_was_typed(make: Make, phone: Client) -> None:
    make.petition()
    plain = phone.get("/petitions/")
    assert phone.get("/petitions/?utm=1&state=nonsense&page=1").content == plain.content
    assert phone.get("/petitions/", headers={"if-none-match": plain["ETag"]}).status_code == 304


def test_search_pages_are_not_for_other_search_engines(phone: Client, db: None) -> None:
    answer = phone.get("/search/?q=clinic")
    assert answer["X-Robots-Tag"] == "noindex"
    assert b'rel="canonical"' not in answer.content


def test_ten_thousand_petitions_are_searched_by_index(make: Make) -> None:
    _many(make, 10_000)
    for hits, words in ((finding._WORDS, ["mosaico"] * 5), (finding._NEAR, ["mosaiko"] * 3)):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {hits}", words)
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "page_words" in plan or "page_letters" in plan, plan
        assert "petition_words" in plan or "petition_letters" in plan, plan
    assert search("mosaico").total == search("mosaiko").total == 1


def _many(make: Make, number: int) -> None:
    """Petitions of many words, and one with a word of its own."""
    rare = make.petition(title="Un mosaico en la plaza", language="es")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO causes_page (kind, organisation_id, title, slug, language, summary, story, picture,
                picture_alt, picture_focus, state, state_before, goal, goal_passed, count, time_zone,
                created_at, published_at)
            SELECT 'petition', organisation_id, 'Fix street ' || n, 'street-' || n, 'en', md5(n::text),
                repeat(md5(n::text) || ' ', 50),
                '', '', picture_focus, 'open', '', 100, 0, 0, time_zone, created_at, published_at
            FROM causes_page, generate_series(1, %s) AS n WHERE id = %s
            """,
            [number, rare.pk],
        )
        cursor.execute(
            """
            INSERT INTO petitions_petition (page_id, cause_id, decision_maker, goal_consequence)
            SELECT id, %s, 'Mayor ' || id, '' FROM causes_page WHERE slug LIKE 'street-%%'
            """,
            [rare.cause_id],
        )
        for index in ("page_words", "page_letters", "petition_words", "petition_letters"):
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])  # what the autovacuum does in time
        cursor.execute("ANALYZE causes_page")
        cursor.execute("ANALYZE petitions_petition")
