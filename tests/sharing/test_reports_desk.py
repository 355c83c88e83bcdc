"""A report at the desk: written, looked at, given a link, ended; and who may do which of it."""

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Organisation, Role
from sharing.models import Legislation, Report
from tests.makers import NOW, Make
from tests.sharing.reporting import DAY, Past, past

LIST = "/admin/sharing/report/"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def told(make: Make) -> Past:
    return past(make)


def desk(make: Make, organisation: Organisation, role: Role = Role.ORGANISER) -> Client:
    client = Client()
    client.force_login(make.user((organisation, role)))
    return client


def answers(told: Past, **other: object) -> dict[str, object]:
    return {
        "organisation": told.organisation.pk,
        "outcome": "The council kept the clinic open.",
        "title": "",
        "starts_on": (NOW - 30 * DAY).date().isoformat(),
        "ends_on": (NOW - DAY).date().isoformat(),
        "pages": [told.petition.pk],
        "learned": "",
        "next": "",
        "language": "es",
        "expires_on": (NOW + 90 * DAY).date().isoformat(),
        **other,
    }


def test_from_the_first_sentence_to_a_link_and_its_end(make: Make, told: Past, phone: Client) -> None:
    client = desk(make, told.organisation)
    assert client.get(f"{LIST}add/").status_code == 200
    made = client.post(f"{LIST}add/", answers(told))
    report = Report.objects.latest("pk")
    assert made["Location"] == f"{LIST}{report.pk}/change/"
    preview = client.get(f"{LIST}{report.pk}/preview/").content.decode()
    assert "The council kept the clinic open." in preview and "Resultados" in preview
    assert client.get(f"{LIST}{report.pk}/publish/").status_code == 405
    client.post(f"{LIST}{report.pk}/publish/")
    report.refresh_from_db()
    page = client.get(f"{LIST}{report.pk}/change/").content.decode()
    assert f"/es/report/{report.token}/" in page
    assert phone.get(f"/es/report/{report.token}/").status_code == 200
    client.post(f"{LIST}{report.pk}/revoke/")
    assert phone.get(f"/es/report/{report.token}/").status_code == 410
    assert "revoked" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"ends_on": NOW.date().isoformat()}, "ends_on"),
        ({"starts_on": (NOW - DAY / 2).date().isoformat()}, "starts_on"),
        ({"expires_on": (NOW - DAY).date().isoformat()}, "expires_on"),
        ({"expires_on": (NOW + 2000 * DAY).date().isoformat()}, "expires_on"),
        ({"learned": "Write to ana.pena@example.net for more."}, "learned"),
        ({"starts_on": "soon"}, "starts_on"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(
    make: Make, told: Past, wrong: dict[str, object], field: str
) -> None:
    answer = desk(make, told.organisation).post(f"{LIST}add/", answers(told, **wrong))
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]
    assert Report.objects.count() == 1


def test_pages_of_another_organisation_cannot_be_chosen(make: Make, told: Past) -> None:
    foreign = make.petition(title="FOREIGN ask")
    client = desk(make, told.organisation)
    assert "FOREIGN ask" not in client.get(f"{LIST}add/").content.decode()
    answer = client.post(f"{LIST}add/", answers(told, pages=[foreign.pk]))
    assert list(answer.context["adminform"].form.errors) == ["pages"]


def test_after_its_link_is_out_choices_stay_and_words_may_be_mended(make: Make, told: Past) -> None:
    client = desk(make, told.organisation)
    client.post(f"{LIST}add/", answers(told))
    report = Report.objects.latest("pk")
    client.post(f"{LIST}{report.pk}/publish/")
    client.post(
        f"{LIST}{report.pk}/change/",
        answers(told, outcome="It stays open.", starts_on=(NOW - 5 * DAY).date().isoformat()),
    )
    report.refresh_from_db()
    assert report.outcome == "It stays open."
    assert report.starts_on == (NOW - 30 * DAY).date()
    assert client.post(f"{LIST}{report.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DATA_OFFICER])
def test_who_only_sees_looks_and_does_not_act(make: Make, told: Past, role: Role) -> None:
    owner, viewer = desk(make, told.organisation, Role.OWNER), desk(make, told.organisation, role)
    owner.post(f"{LIST}add/", answers(told))
    report = Report.objects.latest("pk")
    for path in (LIST, f"{LIST}{report.pk}/change/", f"{LIST}{report.pk}/preview/"):
        assert viewer.get(path).status_code == 200
    assert viewer.get(f"{LIST}add/").status_code == 403
    assert viewer.get(f"{LIST}{report.pk}/laws/").status_code == 403
    for act in ("publish", "revoke", "count", "laws"):
        assert viewer.post(f"{LIST}{report.pk}/{act}/").status_code == 403
    report.refresh_from_db()
    assert report.published_at is None


def test_another_organisation_s_report_is_not_there(make: Make, told: Past) -> None:
    stranger = desk(make, make.organisation(), Role.OWNER)
    for end in ("change", "preview", "laws"):
        assert stranger.get(f"{LIST}{told.report.pk}/{end}/").status_code == 404
    for act in ("publish", "revoke", "count", "laws"):
        assert stranger.post(f"{LIST}{told.report.pk}/{act}/").status_code == 404


def test_a_label_is_given_to_each_petition_and_taken_back(make: Make, told: Past) -> None:
    client = desk(make, told.organisation)
    client.post(f"{LIST}add/", answers(told))
    path = f"{LIST}{Report.objects.latest('pk').pk}/laws/"
    assert "Keep the clinic open" in client.get(path).content.decode()
    client.post(path, {f"p{told.petition.pk}": "yes"})
    assert Legislation.objects.get().asks == "yes"
    assert client.post(path, {f"p{told.petition.pk}": "perhaps"}).status_code == 422
    client.post(path, {f"p{told.petition.pk}": ""})
    assert not Legislation.objects.exists()
