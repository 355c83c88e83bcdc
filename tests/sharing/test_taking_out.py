"""Out with everything and into an empty site: the same counts, pages and journals."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test import Client

from accounts.models import Heard, Listed, ListImport, Organisation, Role, Webhook
from causes import front_cache, lists
from causes.models import Page
from petitions.models import Signature
from sharing import belongings
from tests.makers import NOW, Make
from tests.sharing import whole_life

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_table_leaves_or_stays_for_a_reason() -> None:
    stays = {table for tables in belongings.STAYS.values() for table in tables}
    ours = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ("accounts", "causes", "petitions", "sharing")
    }
    assert ours == stays | set(belongings.LEAVES) and not stays & set(belongings.LEAVES)


def tables() -> dict[str, list[Any]]:
    """All rows of everything that leaves, as Postgres writes them."""
    found = {}
    with connection.cursor() as cursor:
        for table in belongings.LEAVES:
            cursor.execute(f"SELECT to_jsonb(own)::text FROM {table} own ORDER BY 1")
            found[table] = [json.loads(row[0]) for row in cursor.fetchall()]
    return found


def seen(phone: Client, organisation: Organisation) -> list[Any]:
    front_cache.forget()
    paths = ["/p/clinic.json", "/api/v1/petitions/clinic/history", "/api/v1/petitions/clinic/places"]
    pages = ["/p/clinic/", "/es/p/clinic/", f"/organisations/{organisation.slug}/", "/causes/health/"]
    pages += ["/p/library/", "/p/clinic/press/", "/embed/p/clinic/count/", f"/report/{'t' * 43}/"]
    answers = [phone.get(path) for path in [*paths, *pages]]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.content for answer in answers]


@pytest.fixture
def lived(make: Make, tmp_path: Path, settings: Any) -> Organisation:
    """An organisation with a history."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return whole_life.lived(make)


def test_out_and_in_again_it_is_the_same(
    lived: Organisation, make: Make, phone: Client, tmp_path: Path, settings: Any
) -> None:
    file = tmp_path / "whole.zip"
    pages, rows = seen(phone, lived), tables()
    assert not [table for table in rows if not rows[table]], "nothing proves that this table comes along"
    stranger = make.signature(make.petition())
    Page.objects.update(sized_picture=F("picture"))  # smaller ones are made by each site itself
    call_command("export_organisation", lived.slug, str(file), verbosity=0)
    with zipfile.ZipFile(file) as whole:
        everything = b"".join(whole.read(name) for name in whole.namelist())
        names = list(csv.DictReader(io.StringIO(whole.read("names.csv").decode())))
    assert stranger.email.encode() not in everything, "nobody else's"
    assert len(names) == 15 and names[0]["name"] == "'=HYPERLINK(1)"
    call_command("flush", verbosity=0, interactive=False)
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    call_command("import_organisation", str(file), verbosity=0)
    for table, columns in belongings.FORGETS.items():
        for row in rows[table]:
            row.update(dict.fromkeys(columns))  # the people of the desk stay where they are
    found = tables()
    assert {name: found[name] for name in rows if found[name] != rows[name]} == {}
    assert seen(phone, lived) == pages
    assert default_storage.open("pictures/clinic.jpg").read() == b"a picture"
    assert default_storage.open("cards/one.jpg").read() == b"a card"
    again = Make()
    fresh = again.signature(Signature.objects.order_by("pk")[0].petition, email="new@example.net")
    assert fresh.pk > max(row["id"] for row in rows["petitions_signature"]), "new numbers come after"


def moved(organisation: Organisation, file: Path) -> str:
    """What the import says of an export into an empty site."""
    call_command("export_organisation", organisation.slug, str(file), verbosity=0)
    call_command("flush", verbosity=0, interactive=False)
    said = io.StringIO()
    call_command("import_organisation", str(file), stdout=said)
    return said.getvalue()


def test_an_old_list_knows_its_people_where_the_key_came_along(lived: Organisation, tmp_path: Path) -> None:
    said = moved(lived, tmp_path / "whole.zip")
    assert lists.is_listed(lived.pk, "known@example.net")
    assert "SECRET_KEY" not in said


def test_under_another_key_it_says_which_people_nobody_recognises(
    lived: Organisation, tmp_path: Path, settings: Any
) -> None:
    """The file of the list can be sent again: the same one is not taken for known."""
    file = tmp_path / "whole.zip"
    call_command("export_organisation", lived.slug, str(file), verbosity=0)
    call_command("flush", verbosity=0, interactive=False)
    settings.SECRET_KEY, said = "another house", io.StringIO()
    call_command("import_organisation", str(file), stdout=said)
    assert "Old lists (1, with 1 addresses) were hashed with another SECRET_KEY" in said.getvalue()
    assert "Erased people (1) cannot be recognised" in said.getvalue()
    batch = ListImport.objects.get()
    assert (batch.state, batch.digest, batch.by) == ("undone", "", None) and not Listed.objects.exists()


def test_it_says_what_stayed_behind(lived: Organisation, make: Make, tmp_path: Path) -> None:
    make.user((lived, Role.OWNER))
    make.user((lived, Role.VIEWER))
    Webhook.objects.create(
        organisation=lived, url="https://crm.example.org/", kinds=list(Heard), secret="s", created_at=NOW
    )
    ListImport.objects.create(
        organisation=lived, by=make.user(), collected_on=NOW.date(), created_at=NOW, content=b"a@example.net"
    )
    file = tmp_path / "whole.zip"
    said = moved(lived, file)
    assert "people of the desk (2), webhooks (1), old lists that nobody had said yes to (1)." in said
    with zipfile.ZipFile(file) as whole:
        assert "a@example.net" not in whole.read("accounts_listimport.jsonl").decode()


def test_what_does_not_fit_changes_nothing(lived: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "whole.zip"
    call_command("export_organisation", lived.slug, str(file), verbosity=0)
    before = tables()
    with pytest.raises(CommandError, match="has organisations already"):
        call_command("import_organisation", str(file))
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_organisation", lived.slug, str(file))
    with pytest.raises(CommandError, match="no organisation called"):
        call_command("export_organisation", "nobody", str(tmp_path / "x.zip"))
    assert tables() == before
    call_command("flush", verbosity=0, interactive=False)
    for name, hostile in _hostile(file, tmp_path):
        with pytest.raises(CommandError, match=name):
            call_command("import_organisation", str(hostile))
        assert not Organisation.objects.exists()


def _hostile(file: Path, folder: Path) -> list[tuple[str, Path]]:
    """Files that somebody has changed: what is wrong with each, and where it is."""
    with zipfile.ZipFile(file) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    about = json.loads(parts["about.json"])
    changed = {
        "not whole": {**parts, "petitions_signature.jsonl": b""},
        "no whole export": {name: body for name, body in parts.items() if name != "causes_link.jsonl"},
        "newer Groundswell; this site lacks causes.9999_later": _told(
            parts, schema=[*about["schema"], "causes.9999_later"]
        ),
        "newer Groundswell; this site lacks format 99": _told(parts, version=99),
        f"older Groundswell; this site is ahead by {about['schema'][-1]}": _told(
            parts, schema=about["schema"][:-1]
        ),
        "older Groundswell; this site is ahead by format": _told(parts, version=1),
        "sharing_sharing lacks asks_first": {**parts, "sharing_sharing.jsonl": b'{"page_id": 1}\n'},
        "null value in column": _without(parts, "accounts_organisation.jsonl", "name"),
        "does not belong": {**parts, "media/../../evil.py": b"x"},
    }
    made = []
    for number, (name, contents) in enumerate(changed.items()):
        place = folder / f"{number}.zip"
        with zipfile.ZipFile(place, "w") as whole:
            for inside, body in contents.items():
                whole.writestr(inside, body)
        made.append((name, place))
    return made


def _told(parts: dict[str, bytes], **more: Any) -> dict[str, bytes]:
    """The same file that says something else of itself."""
    about = json.dumps({**json.loads(parts["about.json"]), **more})
    return {**parts, "about.json": about.encode()}


def _without(parts: dict[str, bytes], name: str, column: str) -> dict[str, bytes]:
    """The same file whose rows of one table say nothing in a column that must say something."""
    rows = [{**json.loads(line), column: None} for line in parts[name].splitlines()]
    return {**parts, name: "".join(json.dumps(row) + "\n" for row in rows).encode()}
