"""A file that a worker writes: the same bytes, taken once by who asked, then nothing of it is left."""

import gzip
from typing import Any

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Audit, Role
from petitions.exporting import copying, files
from petitions.models import ExportFile, ExportLog, ExportPart, Petition
from sharing.erasure import erase
from tests.makers import NOW, Make
from tests.petitions.exporting.cast import address, body, person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)  # the export looks from a connection of its own


@pytest.fixture
def asked(officer: Client, petition: Petition, make: Make) -> ExportFile:
    for name in ("Ana", "Berta", "Carla"):
        make.signature(petition, name=name)
    answer = officer.post(address(petition), {"purpose": "verification", "background": "1"})
    file = ExportFile.objects.get()
    assert answer["Location"] == page_of(file)
    return file


def page_of(file: ExportFile) -> str:
    return f"/admin/petitions/exportfile/{file.pk}/change/"


def taken(client: Client, file: ExportFile) -> Any:
    return client.post(f"/admin/petitions/exportfile/{file.pk}/take/")


def test_the_same_file_once(officer: Client, petition: Petition, asked: ExportFile) -> None:
    entry = ExportLog.objects.get()
    assert entry.person.email == "dario@example.org"
    assert "waiting for its turn" in officer.get(page_of(asked)).content.decode()
    assert files.write_due(clock.now)
    assert not files.write_due(clock.now)
    entry.refresh_from_db()
    assert (entry.rows_expected, entry.rows_sent, entry.finished_at) == (3, 0, None)
    assert Audit.objects.get(action="export").count == 3
    page = officer.get(page_of(asked)).content.decode()
    assert "Take the file" in page and "<strong>3</strong>" in page
    answer = taken(officer, asked)
    assert "no-store" in answer["Cache-Control"]
    packed = b"".join(answer.streaming_content)
    answer.close()
    assert gzip.decompress(packed).decode() == body(
        officer.post(address(petition), {"purpose": "verification"})
    )
    entry.refresh_from_db()
    assert (entry.rows_sent, entry.aborted) == (3, False) and entry.finished_at
    assert not ExportPart.objects.exists()
    again = taken(officer, asked)
    assert again.status_code == 302
    assert "It was taken" in officer.get(page_of(asked)).content.decode()


def test_many_parts_are_one_file(officer: Client, asked: ExportFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_PART", 100)
    ExportFile.objects.update(with_bom=True)
    files.write_due(clock.now)
    assert ExportPart.objects.count() == 5  # each row is longer, and the end is empty
    asked.refresh_from_db()
    assert asked.rows_done == 3
    assert asked.size == sum(len(part.content) for part in ExportPart.objects.all())
    text = gzip.decompress(b"".join(taken(officer, asked).streaming_content)).decode("utf-8-sig")
    assert text.startswith("signed_at,") and text.count("\n") == 4


def test_after_15_minutes_it_is_gone(officer: Client, asked: ExportFile) -> None:
    files.write_due(clock.now)
    ExportFile.objects.update(made_at=clock.now() - files.KEPT)
    assert taken(officer, asked).status_code == 302
    assert files.forget(clock.now()) == 1
    assert not ExportPart.objects.exists()
    assert "It was deleted" in officer.get(page_of(asked)).content.decode()
    assert ExportLog.objects.get().aborted


def test_a_reader_who_goes_away_leaves_nothing(officer: Client, asked: ExportFile) -> None:
    files.write_due(clock.now)
    taken(officer, asked).close()
    assert not ExportPart.objects.exists()
    entry = ExportLog.objects.get()
    assert (entry.aborted, entry.rows_sent) == (True, 0)


def test_only_who_asked_takes_it(make: Make, petition: Petition, asked: ExportFile) -> None:
    files.write_due(clock.now)
    other = signed_in(person((petition.organisation, Role.DATA_OFFICER), email="eva@example.org"))
    assert "Only the person who asked" in other.get(page_of(asked)).content.decode()
    assert taken(other, asked).status_code == 302
    owner = signed_in(person((petition.organisation, Role.OWNER), email="olga@example.org"))
    assert taken(owner, asked).status_code == 403
    asked.refresh_from_db()
    assert asked.state == "ready"


def test_an_officer_no_longer_takes_nothing(officer: Client, petition: Petition, asked: ExportFile) -> None:
    files.write_due(clock.now)
    petition.organisation.memberships.update(role=Role.ORGANISER)
    assert taken(officer, asked).status_code == 403
    petition.organisation.memberships.all().delete()
    assert taken(officer, asked).status_code in (403, 404)
    asked.refresh_from_db()
    assert asked.state == "ready"


def test_an_erasure_takes_it_along(officer: Client, petition: Petition, asked: ExportFile) -> None:
    files.write_due(clock.now)
    erase(petition.signatures.earliest("pk").supporter, NOW)
    assert not ExportPart.objects.exists()
    assert taken(officer, asked).status_code == 302


class _Dies(BaseException):
    """What a worker sees that is killed: nothing catches it."""


def test_a_worker_that_dies_is_followed_by_one_that_begins_anew(
    asked: ExportFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PART", 100)
    real = copying.Snapshot.copy

    def dies(snapshot: copying.Snapshot, target: Any) -> None:
        target.write(b"x" * 200)
        raise _Dies

    monkeypatch.setattr(copying.Snapshot, "copy", dies)
    with pytest.raises(_Dies):
        files.write_due(clock.now)
    asked.refresh_from_db()
    assert (asked.state, ExportPart.objects.count()) == ("writing", 1)
    monkeypatch.setattr(copying.Snapshot, "copy", real)
    assert files.write_due(clock.now)
    asked.refresh_from_db()
    assert (asked.state, asked.rows_done) == ("ready", 3)
    whole = b"".join(bytes(part.content) for part in ExportPart.objects.order_by("number"))
    assert gzip.decompress(whole).count(b"\n") == 4
    assert Audit.objects.filter(action="export").count() == 1


def test_two_workers_do_not_write_one_file(asked: ExportFile) -> None:
    snapshot = copying.Snapshot(asked.log)
    assert snapshot.ask("SELECT pg_try_advisory_xact_lock(%s, %s)", [files._LOCKS, asked.pk])
    assert not files.write_due(clock.now)
    snapshot.close()
    assert files.write_due(clock.now)


def test_one_that_cannot_be_written_says_so(
    officer: Client, asked: ExportFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(snapshot: copying.Snapshot, target: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(copying.Snapshot, "copy", breaks)
    assert files.write_due(clock.now)
    assert "could not be written" in officer.get(page_of(asked)).content.decode()
    assert not files.write_due(clock.now)
