"""The handover kit: what is on it is what was promised, every name prints, and nobody takes it unseen."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from causes import counting
from causes.confirming import withdraw
from causes.models import ReasonState, State
from petitions import kits
from petitions.models import ExportLog, HandoverFile, HandoverKit, Outcome, Petition, Signature
from sharing.erasure import erase
from tests.makers import NOW, Make
from tests.petitions.desk.cast import change, photo, signed_in
from tests.petitions.pdf import text

LATER = NOW + dt.timedelta(minutes=5)
EVERY_SCRIPT = [
    "María José Ñúñez", "Đặng Thị Hồng", "Ηλίας Παπαδόπουλος", "Сергей Юрьевич", "王小明", "さくら", "김철수",
    "محمد علي", "אברהם", "नरेंद्र", "สมชาย", "ሰላም", "Ana 😀", "O’Neill-Smith (née Byrne)",
]  # fmt: skip


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open", slug="clinic")


@pytest.fixture
def officer(make: Make, petition: Petition) -> User:
    return make.user((petition.organisation, Role.DATA_OFFICER))


def printed(petition: Petition, by: User, now: dt.datetime = NOW) -> list[HandoverFile]:
    """Asked for and printed, as the worker does it."""
    kits.ask(petition, by, "Dear council,\n\nhere they are.", "en", "letter", now)
    while kits.print_due(lambda: now):
        pass
    return list(HandoverFile.objects.filter(state="ready").order_by("kit", "number"))


def read(file: HandoverFile) -> str:
    return text(bytes(file.content or b""))


def give(petition: Petition, given: str) -> Petition:
    Petition.objects.filter(pk=petition.pk).update(given=given)
    petition.refresh_from_db()
    return petition


def test_the_letter_the_count_and_the_names_are_on_it(make: Make, petition: Petition, officer: User) -> None:
    for name in ("Ana Peña", "Luz Marín"):
        make.signature(petition, name=name, postcode="85701")
    make.pending(petition, name="Never confirmed")
    counting.count_all(NOW)
    (file,) = printed(petition, officer)
    said = read(file)
    for words in (
        "Keep the clinic open",
        "Dear council,",
        "here they are.",
        "people have signed",
        "Ana Peña",
        "2. Luz",
    ):
        assert words in said
    assert "85701" not in said and "Never" not in said
    assert file.names == 2


def test_every_name_prints(make: Make, petition: Petition, officer: User) -> None:
    for name in EVERY_SCRIPT:
        make.signature(petition, name=name)
    (file,) = printed(petition, officer)
    said = read(file)
    assert [name for name in EVERY_SCRIPT if name not in said] == []


def test_a_letter_that_no_face_has_is_told_by_its_number(
    make: Make, petition: Petition, officer: User
) -> None:
    make.signature(petition, name="\U00020bb7田 花子")
    make.signature(petition, name="𝓐𝓷𝓪")
    (file,) = printed(petition, officer)
    assert "[U+20BB7]田 花子" in read(file) and "Ana" in read(file)


def test_a_long_name_is_narrower_and_whole(make: Make, petition: Petition, officer: User) -> None:
    name = "Wilhelmina " * 8 + "End"
    make.signature(petition, name=name)
    (file,) = printed(petition, officer)
    assert name in read(file)


@pytest.mark.parametrize(
    ("given", "there", "absent"),
    [("count", [], ["Ana", "85701"]), ("names", ["Ana"], ["85701"]), ("postcodes", ["Ana", "85701"], [])],
)
def test_columns_are_what_the_petition_gives(
    make: Make, petition: Petition, officer: User, given: str, there: list[str], absent: list[str]
) -> None:
    make.signature(give(petition, given), name="Ana", postcode="85701")
    (file,) = printed(petition, officer)
    assert all(word in read(file) for word in there)
    assert not [word for word in absent if word in read(file)]


def test_a_later_setting_gives_nobody_away_further_than_they_were_told(
    make: Make, petition: Petition, officer: User
) -> None:
    make.signature(give(petition, "count"), name="Told nothing but the number", postcode="11111")
    make.signature(give(petition, "names"), name="Told their name", postcode="22222")
    make.signature(give(petition, "postcodes"), name="Told both", postcode="33333")
    (most,) = printed(petition, officer)
    assert "Told nothing" not in read(most)
    assert "Told their name" in read(most) and "22222" not in read(most)
    assert "Told both" in read(most) and "33333" in read(most)
    kits.drop([petition.pk])
    (least,) = printed(give(petition, "names"), officer)
    assert "Told both" in read(least) and "33333" not in read(least)


def test_a_sensitive_petition_gives_a_number_alone(make: Make, officer: User) -> None:
    petition = make.petition(sensitive=True)
    make.signature(petition, name="Ana")
    (file,) = printed(petition, officer)
    assert file.names == 0 and "Ana" not in read(file)


def test_a_place_with_nine_names_is_not_named(make: Make, petition: Petition, officer: User) -> None:
    for number in range(19):
        make.signature(petition, postcode="85701" if number < 10 else "85702")
    counting.count_all(NOW)
    (file,) = printed(petition, officer)
    assert "85701" in read(file) and "85702" not in read(file)
    assert "Elsewhere or not told: 9" in read(file)


def test_only_reasons_that_both_sides_show(make: Make, petition: Petition, officer: User) -> None:
    shown = [(ReasonState.APPROVED, True), (ReasonState.CHOSEN, True)]
    hidden = [(ReasonState.APPROVED, False), (ReasonState.NEW, True), (ReasonState.ASIDE, True)]
    for number, (state, show) in enumerate([*shown, *hidden]):
        row = make.signature(petition, show_name=show, reason=f"Because {number}.")
        Signature.objects.filter(pk=row.pk).update(reason_state=state)
    (file,) = printed(petition, officer)
    said = read(file)
    assert [number for number in range(5) if f"Because {number}." in said] == [0, 1]


def test_a_long_list_is_printed_in_parts(
    make: Make, petition: Petition, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kits, "AT_ONCE", 2)
    for number in range(5):
        make.signature(petition, name=f"Person {'ABCDE'[number]}")
    files = printed(petition, officer)
    assert [(file.number, file.names) for file in files] == [(1, 2), (2, 2), (3, 1)]
    assert "Dear council" in read(files[0]) and "Dear council" not in read(files[1])
    assert "3. Person C" in read(files[1]) and "5. Person E" in read(files[2])


def test_nobody_signed_yet(petition: Petition, officer: User) -> None:
    (file,) = printed(petition, officer)
    assert "Keep the clinic open" in read(file)


# --- taking it ---


def take(client: Client, file: HandoverFile) -> Any:
    return client.post(f"/admin/petitions/handoverfile/{file.pk}/take/")


def test_a_download_is_in_the_log(make: Make, petition: Petition, officer: User) -> None:
    make.signature(petition)
    (file,) = printed(petition, officer, now=dt.datetime.now(dt.UTC))
    answer = take(signed_in(officer), file)
    assert answer.content == bytes(file.content or b"") and "no-store" in answer["Cache-Control"]
    log = ExportLog.objects.get()
    assert (log.purpose, log.columns, log.rows_sent, log.person) == ("delivery", "name", 1, officer)


@pytest.mark.parametrize("role", [Role.OWNER, Role.ORGANISER, Role.VIEWER])
def test_only_a_data_officer_takes_names_out(
    make: Make, petition: Petition, officer: User, role: Role
) -> None:
    (file,) = printed(petition, officer)
    other = signed_in(make.user((petition.organisation, role)))
    assert take(other, file).status_code in (403, 404)
    assert not ExportLog.objects.exists()


def test_an_organiser_writes_the_letter_and_a_worker_prints_it(make: Make, petition: Petition) -> None:
    client = signed_in(make.user((petition.organisation, Role.ORGANISER)))
    page = client.get(change(petition, "handover")).content.decode()
    assert "To City Council" in page and "A data officer can download it" not in page
    client.post(change(petition, "handover"), {"cover": "Dear all", "language": "es", "paper": "a4"})
    assert HandoverKit.objects.get().cover == "Dear all"
    assert kits.print_due(lambda: NOW) and not kits.print_due(lambda: NOW)
    assert "A data officer can download it" in client.get(change(petition, "handover")).content.decode()
    assert client.post(change(petition, "handover"), {"cover": ""}).status_code == 422


def test_who_took_their_name_off_is_in_no_file_taken_later(
    make: Make, petition: Petition, officer: User
) -> None:
    signed = make.signature(petition)
    (file,) = printed(petition, officer)
    withdraw(signed, LATER)
    with pytest.raises(kits.Outdated):
        kits.take(file, officer, None, LATER)
    file.refresh_from_db()
    assert (file.state, file.content) == ("gone", None)
    assert not ExportLog.objects.exists()


def test_an_erasure_takes_the_files_along(make: Make, petition: Petition, officer: User) -> None:
    signed = make.signature(petition)
    (file,) = printed(petition, officer)
    assert signed.supporter
    erase(signed.supporter, LATER)
    file.refresh_from_db()
    assert file.content is None


def test_files_are_gone_after_two_days(petition: Petition, officer: User) -> None:
    (file,) = printed(petition, officer)
    assert kits.forget(NOW + dt.timedelta(hours=47)) == 0
    with pytest.raises(kits.Outdated):
        kits.take(file, officer, None, NOW + dt.timedelta(hours=49))
    assert kits.forget(NOW + dt.timedelta(hours=49)) == 1
    file.refresh_from_db()
    assert file.content is None


# --- the day itself, in public ---


@pytest.fixture
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.usefixtures("_media")
def test_the_page_tells_who_received_how_many_with_a_picture(
    make: Make, petition: Petition, phone: Client
) -> None:
    assert phone.get("/p/clinic/handover/").status_code == 404
    for number in range(12):
        make.signature(petition, postcode="85701", name=f"Secret Person {number}")
    counting.count_all(NOW)
    Petition.objects.filter(pk=petition.pk).update(state=State.CLOSED, closed_at=NOW)
    client = signed_in(make.user((petition.organisation, Role.ORGANISER)))
    answer = client.post(
        change(petition, "move") + "deliver/",
        {"what": "They listened.", "on": "2026-11-20", "received_by": "Mayor Ruiz", "picture": photo(),
         "picture_alt": "Two people with boxes"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    outcome = Outcome.objects.get()
    assert (outcome.count, outcome.received_by, outcome.picture_width) == (12, "Mayor Ruiz", 1600)
    page = phone.get("/p/clinic/").content.decode()
    assert "Mayor Ruiz received 12 signatures." in page and "Two people with boxes" in page
    summary = phone.get("/p/clinic/handover/").content.decode()
    assert "They listened." in summary and "85701" in summary and "Secret" not in summary
    assert "recibió 12 firmas" in phone.get("/es/p/clinic/handover/").content.decode()
