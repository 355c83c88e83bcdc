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

from accounts.models import Organisation
from causes import front_cache
from causes.models import Page
from petitions.models import Signature
from sharing import belongings
from tests.makers import Make
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
        "another version": {**parts, "about.json": json.dumps({**about, "schema": []}).encode()},
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
