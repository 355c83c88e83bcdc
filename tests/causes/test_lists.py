"""Old lists: whoever stands on one is known, nobody is written to, and no address is kept."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import suppression
from accounts.models import Audit, Listed, ListImport, Role
from causes import counting, lists
from causes.list_lines import BadList, addresses
from causes.models import GrowthHour, Letter
from petitions.models import Petition
from sharing.erasure import erase
from tests import database
from tests.makers import NOW, Make
from tests.petitions.exporting.cast import signed_in

pytestmark = pytest.mark.django_db
ADD = "/admin/accounts/listimport/add/"


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def officer(make: Make, petition: Petition) -> Client:
    return signed_in(make.user((petition.organisation, Role.DATA_OFFICER), email="dario@example.org"))


def send(client: Client, petition: Petition, text: str | bytes, **more: Any) -> Any:
    content = text.encode() if isinstance(text, str) else text
    asked = {"organisation": petition.organisation_id, "source": "old site", "collected_on": "2026-01-31"}
    return client.post(ADD, {**asked, "file": SimpleUploadedFile("old.csv", content), **more})


def brought(client: Client, petition: Petition, text: str) -> ListImport:
    """Sent, read and said yes to."""
    answer = send(client, petition, text)
    read_all()
    batch = ListImport.objects.latest("pk")
    assert answer["Location"].endswith(f"/{batch.pk}/change/")
    client.post(f"/admin/accounts/listimport/{batch.pk}/start/")
    batch.refresh_from_db()
    return batch


def read_all() -> None:
    while lists.read_due():
        pass


def test_whoever_stands_on_it_is_not_new(officer: Client, petition: Petition, make: Make) -> None:
    batch = brought(officer, petition, "name,email\nAna,A.na@gmail.com\nBerta,berta@example.net\n")
    assert (batch.state, batch.added) == ("done", 2)
    ana = make.signature(petition, email="ana+petition@googlemail.com")
    stranger = make.signature(petition, email="new@example.net")
    assert (ana.new_to_list, stranger.new_to_list) == (False, True)
    counting.count_all(NOW)
    assert sum(row.new_to_list for row in GrowthHour.objects.all()) == 1
    elsewhere = make.signature(make.petition(), email="berta@example.net")
    assert elsewhere.new_to_list, "another organisation did not know her"


def test_it_counts_only_after_the_yes_and_until_it_is_taken_back(
    officer: Client, petition: Petition, make: Make
) -> None:
    send(officer, petition, "email\nana@example.net\nberta@example.net\ncarla@example.net\n")
    read_all()
    batch = ListImport.objects.get()
    page = officer.get(f"/admin/accounts/listimport/{batch.pk}/change/").content.decode()
    assert "Yes, we knew them" in page and "a•••@e•••" in page and "ana@" not in page
    assert make.signature(petition, email="ana@example.net").new_to_list
    officer.post(f"/admin/accounts/listimport/{batch.pk}/start/")
    known = make.signature(petition, email="berta@example.net")
    assert known.new_to_list is False
    officer.post(f"/admin/accounts/listimport/{batch.pk}/undo/")
    assert make.signature(petition, email="carla@example.net").new_to_list
    known.refresh_from_db()
    assert known.new_to_list is False, "what was fixed stays fixed"
    assert not Listed.objects.exists()
    assert list(Audit.objects.order_by("pk").values_list("action", "count")) == [
        ("import", 3), ("import_undone", 3),
    ]  # fmt: skip
    again = officer.post(f"/admin/accounts/listimport/{batch.pk}/undo/", follow=True)
    assert "not possible any more" in again.content.decode()


def test_no_address_is_kept_and_nobody_is_written_to(officer: Client, petition: Petition) -> None:
    brought(officer, petition, "email\nmaria.lopez@example.net\n")
    assert not [row for rows in database.contents().values() for row in rows if "maria.lopez" in row]
    assert not Letter.objects.exists()


def test_who_was_erased_stays_out(officer: Client, petition: Petition, make: Make) -> None:
    gone = make.signature(petition, email="gone@example.net")
    erase(gone.supporter, NOW)
    batch = brought(officer, petition, "email\ngone@example.net\nhere@example.net\n")
    assert (batch.added, batch.erased, batch.repeats) == (1, 1, 0)
    known = make.signature(petition, email="here@example.net")
    erase(known.supporter, NOW)
    assert not Listed.objects.exists(), "an erasure takes them off each list"
    assert suppression.is_suppressed(petition.organisation_id, "here@example.net")


def test_lines_without_an_address_are_named(officer: Client, petition: Petition) -> None:
    send(officer, petition, "E-Mail Address;x\nana@example.net;1\nno address;2\n\nana@example.net;3\n;4\n")
    read_all()
    batch = ListImport.objects.get()
    assert (batch.added, batch.repeats, batch.refused, batch.problems) == (1, 1, 2, [3, 6])
    assert "3, 6" in officer.get(f"/admin/accounts/listimport/{batch.pk}/change/").content.decode()


def test_a_worker_that_dies_is_followed_where_it_was(
    officer: Client, petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Piece by piece it is the same list; a piece that was not committed is read again."""
    monkeypatch.setattr(lists, "AT_ONCE", 2)
    send(officer, petition, "".join(f"p{n % 4}@example.net\n" for n in range(7)))
    assert lists.read_due()
    batch = ListImport.objects.get()
    assert (batch.lines_done, batch.added, batch.state) == (2, 2, "reading")
    real = lists._keep

    def dies(*args: Any) -> None:
        real(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(lists, "_keep", dies)
    with pytest.raises(KeyboardInterrupt):
        lists.read_due()
    monkeypatch.setattr(lists, "_keep", real)
    read_all()
    batch.refresh_from_db()
    assert (batch.lines_done, batch.added, batch.repeats, batch.state) == (7, 4, 3, "checking")
    assert batch.content is None
    assert Listed.objects.count() == 4


def test_what_is_no_list_is_said(officer: Client, petition: Petition) -> None:
    table = b"name,town\nAna,Tucson\n"
    endless = b'email\n"' + b"x" * 200_000
    for content in (b"", b"\x00\x01", table, b"email\n", b"\xff\xfe", b"   \n\n", endless):
        answer = send(officer, petition, content)
        assert answer.status_code == 422, content[:20]
        assert 'role="alert"' in answer.content.decode()
    assert not ListImport.objects.exists()


def test_the_same_file_twice_is_one_list(officer: Client, petition: Petition) -> None:
    send(officer, petition, "email\nana@example.net\n")
    answer = send(officer, petition, "email\nana@example.net\n", follow=True)
    assert ListImport.objects.count() == 1
    assert officer.get(answer["Location"]).status_code == 200


def test_what_nobody_said_yes_to_goes_after_a_week(officer: Client, petition: Petition) -> None:
    send(officer, petition, "email\nana@example.net\n")
    read_all()
    ListImport.objects.update(created_at=NOW)
    assert not lists.forget(NOW + lists.KEPT)
    assert lists.forget(NOW + lists.KEPT + dt.timedelta(seconds=1))
    assert not Listed.objects.exists()


def test_who_may(make: Make, petition: Petition) -> None:
    for role in ("organiser", "viewer"):
        client = signed_in(make.user((petition.organisation, Role(role))))
        assert send(client, petition, "email\nana@example.net\n").status_code == 403
    there = signed_in(make.user((make.organisation(), Role.DATA_OFFICER)))
    assert send(there, petition, "email\nana@example.net\n").status_code == 422
    assert not ListImport.objects.exists()


def test_any_encoding_and_any_sign_between_columns() -> None:
    for text, code in (
        ("name\temail\nJosé\tj@example.net\n", "cp1252"),
        ("email\r\nj@example.net", "utf-8-sig"),
    ):
        assert [typed for _line, typed in addresses(text.encode(code))] == ["j@example.net"]
    with pytest.raises(BadList):
        list(addresses(b"nothing,here\n"))
