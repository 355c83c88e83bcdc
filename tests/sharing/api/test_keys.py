"""Keys of an organisation's programs, and the requests that the page for developers says to type."""

import shlex
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts import clock
from accounts.models import ApiToken, Audit, Role, Scope
from causes import consents
from petitions.models import Petition
from sharing.api import examples
from tests.makers import Make
from tests.sharing.api.test_own import PATH, body, send


@pytest.mark.parametrize("scope", Scope.values)
def test_a_key_opens_what_it_was_given_and_no_more(
    make: Make, petition: Petition, key: Callable[..., str], scope: str
) -> None:
    program = Client(headers={"authorization": f"Bearer {key(petition.organisation, Scope(scope))}"})
    answers = {
        Scope.AGGREGATES: program.get("/api/v1/petitions/clinic/aggregates").status_code,
        Scope.READ: program.get(PATH).status_code,
        Scope.WRITE: send(program, body(petition)).status_code,
    }
    assert {name for name, status in answers.items() if status != 403} == {scope}
    assert answers[Scope(scope)] < 300


def test_another_organisation_has_no_such_petition(
    make: Make, petition: Petition, key: Callable[..., str]
) -> None:
    row = make.signature(petition)
    program = Client(headers={"authorization": f"Bearer {key(make.organisation())}"})
    assert send(program, body(petition)).status_code == 404
    for path in (PATH, f"{PATH}/{row.pk}", "/api/v1/petitions/clinic/aggregates"):
        assert program.get(path).status_code == 404


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer gws_nothing", "Basic Z3dzXw==", "Bearer " + "g" * 5000]
)
def test_no_key_opens_nothing(petition: Petition, header: str) -> None:
    answer = Client(headers={"authorization": header} if header else {}).get(PATH)
    assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer")


def test_a_key_is_kept_as_a_hash_and_its_day_of_use_is_written(program: Client, petition: Petition) -> None:
    program.get(PATH)
    program.get(PATH)
    token = ApiToken.objects.get()
    assert token.used_on == clock.now().date()
    assert program.defaults["HTTP_AUTHORIZATION"].split()[1] not in str(ApiToken.objects.values())
    assert Audit.objects.filter(action="export").count() == 1, "once a day, not once a request"


def test_too_many_requests_wait(program: Client, petition: Petition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causes.limits.seconds_to_wait", lambda *_: 17)
    answer = program.get(PATH)
    assert answer.status_code == 429 and answer["Retry-After"] == "17"


def test_an_owner_makes_a_key_sees_it_once_and_takes_it_back(make: Make, petition: Petition) -> None:
    desk = Client()
    organisation = petition.organisation
    owner = make.user((organisation, Role.OWNER))
    desk.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    asked = {"organisation": organisation.pk, "label": "Newsletter", "scopes": ["read:aggregates"]}
    page = desk.post("/admin/accounts/apitoken/add/", asked)
    text = page.content.decode().split('value="gws_')[1].split('"')[0]
    assert "no-store" in page["Cache-Control"]
    program = Client(headers={"authorization": f"Bearer gws_{text}"})
    assert program.get("/api/v1/petitions/clinic/aggregates").status_code == 200
    token = ApiToken.objects.get()
    shown = desk.get(f"/admin/accounts/apitoken/{token.pk}/change/").content.decode()
    assert text not in shown and "Take the key back" in shown
    desk.post(f"/admin/accounts/apitoken/{token.pk}/revoke/")
    assert program.get("/api/v1/petitions/clinic/aggregates").status_code == 401
    assert [line.action for line in Audit.objects.order_by("pk")] == ["key_made", "key_revoked"]


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.DATA_OFFICER, Role.VIEWER])
def test_only_owners_make_keys(make: Make, petition: Petition, role: Role) -> None:
    desk = Client()
    desk.force_login(
        make.user((petition.organisation, role)), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert desk.get("/admin/accounts/apitoken/add/").status_code == 403
    assert desk.get("/admin/accounts/apitoken/").status_code == 403


@pytest.mark.parametrize("example", [*examples.OPEN, *examples.OWN], ids=lambda each: str(each.title))
def test_what_the_page_says_to_type_works(
    program: Client, petition: Petition, settings: Any, example: examples.Example
) -> None:
    consent = consents.current(petition, "en", clock.now()).id
    command = example.filled(settings.SITE_URL, "clinic", consent)
    assert command in Client().get("/developers/").content.decode().replace("&quot;", '"').replace(
        "&#x27;", "'"
    ).replace("&amp;", "&")
    words = shlex.split(
        command.replace(
            "\
",
            "",
        )
    )
    headers = dict(words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "-H")
    headers.pop("Authorization", None)  # `program` has one
    kind = headers.pop("Content-Type", "")
    url, said = urlsplit(words[-1]), words[words.index("-d") + 1] if "-d" in words else ""
    method = words[words.index("-X") + 1] if "-X" in words else "GET"
    answer = program.generic(method, f"{url.path}?{url.query}", said, kind, headers=headers)
    assert answer.status_code == example.status, answer.content
