"""Everything at the press of a button: for who may, written by a worker, taken once, no secret in it."""

import io
import json
import zipfile
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts import api_tokens, clock
from accounts.encryption import EncryptedTextField
from accounts.models import ApiToken, Audit, Heard, ListImport, Organisation, Role, User, Webhook
from causes.models import Channel
from petitions.models import Petition
from sharing import belongings, full_exports, taking_out
from sharing.erasure import erase
from sharing.models import Connection, FullExport, FullExportPart
from tests.makers import NOW, Make
from tests.petitions.exporting.cast import person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)  # the export looks from a session of its own
ADD = "/admin/sharing/fullexport/add/"
LIST = "/admin/sharing/fullexport/"


@pytest.fixture
def petition(make: Make) -> Petition:
    petition = make.petition(slug="clinic")
    for name in ("Ana", "Berta", "Carla"):
        make.signature(petition, name=name)
    return petition


def both(organisation: Organisation, email: str = "olga@example.org") -> User:
    return person((organisation, Role.OWNER), (organisation, Role.DATA_OFFICER), email=email)


@pytest.fixture
def leaver(petition: Petition) -> Client:
    """An owner who is data officer, too."""
    return signed_in(both(petition.organisation))


def ask(client: Client, organisation: Organisation, **more: str) -> Any:
    return client.post(ADD, {"organisation": organisation.pk, "purpose": "move", "note": "", **more})


@pytest.fixture
def asked(leaver: Client, petition: Petition) -> FullExport:
    answer = ask(leaver, petition.organisation, note="to our own server")
    export = FullExport.objects.get()
    assert answer["Location"] == page_of(export)
    return export


def page_of(export: FullExport) -> str:
    return f"{LIST}{export.pk}/change/"


def taken(client: Client, export: FullExport) -> Any:
    return client.post(f"{LIST}{export.pk}/take/")


def test_it_is_written_logged_and_taken_once(leaver: Client, petition: Petition, asked: FullExport) -> None:
    assert "waiting for its turn" in leaver.get(page_of(asked)).content.decode()
    assert full_exports.write_due(clock.now) and not full_exports.write_due(clock.now)
    line = Audit.objects.get(action="export")
    assert (line.actor, line.organisation, line.count) == (asked.person, petition.organisation, 3)
    assert line.reason == "moving to another site. to our own server"
    asked.refresh_from_db()
    assert (asked.names, asked.rows_done) == (3, asked.rows_expected)
    page = leaver.get(page_of(asked)).content.decode()
    assert "Take the file" in page and "<strong>3</strong> names and all" in page
    answer = taken(leaver, asked)
    assert "no-store" in answer["Cache-Control"] and "attachment" in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content)
    assert len(content) == int(answer["Content-Length"])
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        assert whole.testzip() is None
        assert whole.read("names.csv").decode().count("@example.net") == 3
    asked.refresh_from_db()
    assert asked.finished_at and not asked.aborted and not FullExportPart.objects.exists()
    assert taken(leaver, asked).status_code == 302
    assert "It was taken" in leaver.get(page_of(asked)).content.decode()


def test_what_was_taken_can_be_brought_in(leaver: Client, asked: FullExport, tmp_path: Any) -> None:
    full_exports.write_due(clock.now)
    (tmp_path / "whole.zip").write_bytes(b"".join(taken(leaver, asked).streaming_content))
    call_command("flush", verbosity=0, interactive=False)
    call_command("import_organisation", str(tmp_path / "whole.zip"), verbosity=0)
    assert Petition.objects.get().signatures.count() == 3


def test_nobody_takes_it_without_saying_why(leaver: Client, petition: Petition) -> None:
    answer = ask(leaver, petition.organisation, purpose="")
    assert answer.status_code == 200 and answer.context["errors"]
    assert not FullExport.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_no_role_alone_leaves_with_everything(make: Make, petition: Petition, role: Role) -> None:
    client = signed_in(person((petition.organisation, role)))
    assert ask(client, petition.organisation).status_code == 403
    assert client.get(LIST).status_code == (200 if role == Role.OWNER else 403)
    assert not FullExport.objects.exists()


def test_owner_here_and_officer_there_is_not_both(make: Make, petition: Petition) -> None:
    there = make.organisation()
    client = signed_in(person((petition.organisation, Role.OWNER), (there, Role.DATA_OFFICER)))
    assert ask(client, petition.organisation).status_code == 403
    neighbour = signed_in(both(there, "eva@example.org"))
    answer = ask(neighbour, petition.organisation)
    assert answer.status_code == 200 and "organisation" in answer.context["adminform"].form.errors
    assert not FullExport.objects.exists()


def test_an_administrator_needs_the_role_as_for_every_export(petition: Petition) -> None:
    boss = User.objects.create_superuser("admin@example.org")
    assert ask(signed_in(boss), petition.organisation).status_code == 403
    boss.memberships.create(organisation=petition.organisation, role=Role.DATA_OFFICER)
    assert ask(signed_in(boss), petition.organisation).status_code == 302


def test_only_who_asked_takes_it_and_only_while_they_may(
    leaver: Client, petition: Petition, asked: FullExport
) -> None:
    full_exports.write_due(clock.now)
    colleague = signed_in(both(petition.organisation, "eva@example.org"))
    assert "Only the person who asked" in colleague.get(page_of(asked)).content.decode()
    assert taken(colleague, asked).status_code == 302
    asked.person.memberships.filter(role=Role.DATA_OFFICER).delete()
    assert taken(leaver, asked).status_code == 403
    asked.refresh_from_db()
    assert asked.state == "ready"


def test_after_15_minutes_it_is_gone(leaver: Client, asked: FullExport) -> None:
    full_exports.write_due(clock.now)
    FullExport.objects.update(made_at=clock.now() - full_exports.KEPT)
    assert taken(leaver, asked).status_code == 302
    assert full_exports.forget(clock.now()) == 1
    assert not FullExportPart.objects.exists()
    assert "It was deleted" in leaver.get(page_of(asked)).content.decode()


def test_an_erasure_takes_it_along(leaver: Client, petition: Petition, asked: FullExport) -> None:
    full_exports.write_due(clock.now)
    erase(petition.signatures.earliest("pk").supporter, NOW)
    assert not FullExportPart.objects.exists() and taken(leaver, asked).status_code == 302


def test_a_second_one_takes_the_place_of_the_first(
    leaver: Client, petition: Petition, asked: FullExport
) -> None:
    full_exports.write_due(clock.now)
    ask(leaver, petition.organisation)
    assert list(FullExport.objects.order_by("pk").values_list("state", flat=True)) == ["gone", "due"]
    assert not FullExportPart.objects.exists()


def test_a_reader_who_goes_away_leaves_nothing(leaver: Client, asked: FullExport) -> None:
    full_exports.write_due(clock.now)
    taken(leaver, asked).close()
    asked.refresh_from_db()
    assert asked.aborted and not FullExportPart.objects.exists()
    assert "aborted" in leaver.get(LIST).content.decode()


class _Dies(BaseException):
    """What a worker sees that is killed: nothing catches it."""


def test_a_worker_that_dies_is_followed_by_one_that_begins_anew(
    leaver: Client, asked: FullExport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_exports, "_PART", 100)
    real = taking_out.Everything._names

    def dies(*_: Any) -> None:
        raise _Dies

    monkeypatch.setattr(taking_out.Everything, "_names", dies)
    with pytest.raises(_Dies):
        full_exports.write_due(clock.now)
    asked.refresh_from_db()
    assert asked.state == "writing" and FullExportPart.objects.count() > 3
    assert 0 < asked.rows_done <= asked.rows_expected
    monkeypatch.setattr(taking_out.Everything, "_names", real)
    assert full_exports.write_due(clock.now)
    with zipfile.ZipFile(io.BytesIO(b"".join(taken(leaver, asked).streaming_content))) as whole:
        assert whole.testzip() is None
    assert Audit.objects.filter(action="export").count() == 1


def test_two_workers_do_not_write_one_file(petition: Petition, asked: FullExport) -> None:
    other = taking_out.Everything(petition.organisation)
    assert other.ask("SELECT pg_try_advisory_xact_lock(%s, %s)", [full_exports._LOCKS, asked.pk])
    assert not full_exports.write_due(clock.now)
    other.close()
    assert full_exports.write_due(clock.now)


def test_one_that_cannot_be_written_says_so(
    leaver: Client, asked: FullExport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(taking_out.Everything, "write", breaks)
    assert full_exports.write_due(clock.now) and not full_exports.write_due(clock.now)
    assert "could not be written" in leaver.get(page_of(asked)).content.decode()


def test_no_secret_is_in_the_file(make: Make, leaver: Client, petition: Petition, asked: FullExport) -> None:
    """Of each kind one is there; neither what it says nor how it lies in its column leaves."""
    organisation, owner = petition.organisation, asked.person
    _, key = api_tokens.make(organisation, "Newsletter", ["read:signatures"], owner, NOW)
    password = make.user((organisation, Role.VIEWER)).password
    secrets = [key, ApiToken.objects.get().digest, password, "whsec_c2VjcmV0", "tok-abc", "seed-of-app"]
    hook = Webhook.objects.create(
        organisation=organisation, url="https://crm.example.org/", kinds=list(Heard), secret="whsec_c2VjcmV0",
        created_at=NOW,
    )  # fmt: skip
    account = Connection.objects.create(
        organisation=organisation, network=Channel.X, remote_id="7", handle="us", connected_at=NOW,
        expires_at=NOW, access_token="tok-abc", refresh_token="tok-abc",
    )  # fmt: skip
    Authenticator.objects.create(user=owner, type="totp", data={"secret": "seed-of-app"})
    for row in (hook, account):
        secrets += _ciphers(row)
    full_exports.write_due(clock.now)
    with zipfile.ZipFile(io.BytesIO(b"".join(taken(leaver, asked).streaming_content))) as whole:
        everything = b"".join(whole.read(name) for name in whole.namelist()).decode()
    assert "ana" in everything.lower()
    assert not [secret for secret in secrets if secret in everything]
    assert len(secrets) == 9


def _ciphers(row: Webhook | Connection) -> list[str]:
    """What lies in its encrypted columns."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(own)::text FROM {row._meta.db_table} own WHERE id = %s", [row.pk])
        kept = json.loads(cursor.fetchone()[0])
    return [value for value in kept.values() if isinstance(value, str) and value.startswith("gAAAA")]


def test_no_column_that_leaves_is_kept_secret() -> None:
    ours = [model for model in apps.get_models() if model._meta.db_table in belongings.LEAVES]
    fields = [field for model in ours for field in model._meta.concrete_fields]
    assert not [field for field in fields if isinstance(field, EncryptedTextField)]
    # An old list's digest tells whether its very file came before, and opens nothing.
    fields = [field for field in fields if (field.model, field.name) != (ListImport, "digest")]
    assert not [f for f in fields if any(word in f.name for word in ("secret", "password", "digest"))]
