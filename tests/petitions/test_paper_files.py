"""A file of paper names: looked at first, counted by a worker, the same once and twice."""

import datetime as dt

import pytest

from accounts.models import Role, User
from causes import consents
from causes.models import ConsentText
from petitions import paper, paper_lines, paper_reading
from petitions.models import PaperBatch, PaperRow, Petition, Signature
from petitions.paper_rows import BadFile, check, read
from sharing.erasure import erase
from tests.makers import NOW, Make

FILE = (
    "name,email,postcode,updates\n"
    "Ana Peña,ana@example.net,85701,yes\n"
    "Luz,,85702,\n"
    "Luz,,85702,\n"
    "Nobody,,,\n"
    "http://spam.example,,85701,\n"
).encode()


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def organiser(make: Make, petition: Petition) -> User:
    return make.user((petition.organisation, Role.ORGANISER))


def send(petition: Petition, by: User, content: bytes = FILE, now: dt.datetime = NOW) -> PaperBatch:
    consent = ConsentText.objects.get(pk=consents.on_paper(petition, "en", NOW).id)
    batch = paper.uploaded(petition, consent, ("sheets.csv", content), by, now)
    while paper_reading.read_due():
        pass
    batch.refresh_from_db()
    return batch


def work() -> None:
    while paper.take_due(lambda: NOW):
        pass


def test_it_says_what_would_come_before_anything_counts(
    make: Make, petition: Petition, organiser: User
) -> None:
    make.signature(petition, email="ana@example.net")
    batch = send(petition, organiser)
    found = paper.counts(batch)
    assert (found[""], found["repeat"], found["refused"]) == (1, 2, 2)
    refused = list(batch.rows.filter(outcome="refused").values_list("line", "problem"))
    assert [number for number, _ in refused] == [5, 6]
    assert "postcode is needed" in refused[0][1] and "Name:" in refused[1][1]
    work()  # nobody said yes
    assert Signature.objects.count() == 1


def test_yes_and_a_worker_counts_it(petition: Petition, organiser: User) -> None:
    batch = send(petition, organiser)
    assert paper.start(batch) and not paper.start(batch)
    work()
    batch.refresh_from_db()
    assert (batch.state, paper.counts(batch)) == ("done", {"new": 2, "repeat": 1, "refused": 2})
    assert Signature.objects.get(name="Ana Peña").updates
    assert not Signature.objects.get(name="Luz").updates


def test_the_same_file_is_the_same_import(petition: Petition, organiser: User) -> None:
    first = send(petition, organiser)
    paper.start(first)
    work()
    again = send(petition, organiser)
    assert again == first and PaperRow.objects.count() == 5
    longer = send(petition, organiser, FILE + b"Sol,,85703,\n")
    paper.start(longer)
    work()
    longer.refresh_from_db()
    assert paper.counts(longer) == {"new": 1, "repeat": 3, "refused": 2}
    assert Signature.objects.count() == 3


def test_undone_it_can_come_again(petition: Petition, organiser: User) -> None:
    batch = send(petition, organiser)
    paper.start(batch)
    work()
    batch.refresh_from_db()
    assert paper.undo(batch, lambda: NOW)
    work()
    batch.refresh_from_db()
    assert batch.state == "undone" and not Signature.objects.exists()
    assert send(petition, organiser) != batch


def test_a_worker_that_stops_goes_on_where_it_was(
    petition: Petition, organiser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_lines, "AT_ONCE", 2)
    content = b"name,postcode\n" + b"".join(b"Person %d,857%02d\n" % (n, n) for n in range(5))
    batch = send(petition, organiser, content)
    paper.start(batch)
    assert [paper.take_due(lambda: NOW) for _ in range(4)] == [2, 2, 1, 0]
    batch.refresh_from_db()
    assert batch.state == "done" and Signature.objects.count() == 5


def test_thrown_away_nothing_is_left(petition: Petition, organiser: User) -> None:
    batch = send(petition, organiser)
    assert paper.discard(batch)
    assert not PaperRow.objects.exists() and not Signature.objects.exists()


def test_what_never_counted_is_forgotten_after_a_week(petition: Petition, organiser: User) -> None:
    paper.start(send(petition, organiser))
    work()
    send(petition, organiser, b"name,postcode\nSol,85703\n")
    paper.forget(NOW + dt.timedelta(days=6))
    assert PaperRow.objects.filter(name__in=("Nobody", "Sol")).count() == 2
    paper.forget(NOW + dt.timedelta(days=8))
    assert not PaperRow.objects.exclude(name="", email="", postcode="").exists()
    assert PaperBatch.objects.get().state == "done"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("\ufeffNombre;Código postal\nJosé Ñ;85701\n".encode(), "José Ñ"),
        ("Nombre;Código postal\nJosé Ñ;85701\n".encode("cp1252"), "José Ñ"),
        (b"Full name\tZIP code\r\nAna\t85701\r\n", "Ana"),
        (b'name,postcode\n"de la Cruz, Ana",85701\n', "de la Cruz, Ana"),
    ],
)
def test_whatever_a_spreadsheet_writes_is_read(content: bytes, name: str) -> None:
    (found,) = read(content)
    assert (found.problem, found.cleaned["name"], found.cleaned["postcode"]) == ("", name, "85701")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "must name the columns"),
        (b"postcode\n85701\n", "must name the columns"),
        (b"name,postcode\n\n,\n", "no line with a name"),
        (b"PK\x03\x04\0\0", "no CSV file"),
        (b"name,postcode\n" + b"Ana,85701\n" * 20_001, "More than 20,000"),
        (b'name,postcode\n"' + b"x" * 200_000, "no CSV file"),
    ],
)
def test_what_is_no_list_of_names_is_told(content: bytes, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        check(content)


def test_a_worker_reads_it_piece_by_piece_and_another_goes_on(
    petition: Petition, organiser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_reading, "AT_ONCE", 2)
    consent = ConsentText.objects.get(pk=consents.on_paper(petition, "en", NOW).id)
    batch = paper.uploaded(petition, consent, ("sheets.csv", FILE), organiser, NOW)
    assert (batch.state, batch.lines, batch.rows.count()) == ("reading", 5, 0)
    assert not paper.start(batch), "nobody says yes to what nobody has seen"
    assert paper_reading.read_due()
    batch.refresh_from_db()
    assert (batch.lines_done, batch.state, batch.rows.count()) == (2, "reading", 2)
    monkeypatch.setattr(paper_reading, "_rows", _dies)
    with pytest.raises(KeyboardInterrupt):
        paper_reading.read_due()
    monkeypatch.undo()
    while paper_reading.read_due():
        pass
    batch.refresh_from_db()
    assert (batch.state, batch.content, batch.lines_done) == ("checking", None, 5)
    assert list(batch.rows.order_by("line").values_list("line", flat=True)) == [2, 3, 4, 5, 6]


def _dies(*_anything: object) -> list[PaperRow]:
    raise KeyboardInterrupt


def test_who_was_erased_since_leaves_no_word(make: Make, petition: Petition, organiser: User) -> None:
    gone = make.signature(petition, email="ana@example.net").supporter
    assert gone
    consent = ConsentText.objects.get(pk=consents.on_paper(petition, "en", NOW).id)
    paper.uploaded(petition, consent, ("sheets.csv", FILE), organiser, NOW)
    erase(gone, NOW)
    assert paper_reading.read_due()
    row = PaperRow.objects.get(line=2)
    assert (row.outcome, row.name, row.email, row.key) == ("refused", "", "", "")


def test_what_is_wrong_is_said_in_the_language_of_who_sent_it(make: Make, petition: Petition) -> None:
    luz = make.user((petition.organisation, Role.ORGANISER), language="es")
    batch = send(petition, luz)
    assert "código postal" in batch.rows.get(line=5).problem
