"""Whoever reads Spanish reads Spanish everywhere: a text that is missing or doubtful turns this red."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from tests.messages import Message, messages

LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
_HOLES = re.compile(r"%\((\w+)\)[sd]|%[sdcgn]\b")


def catalogue(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def spoken(file: polib.POFile) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in file if not entry.obsolete}


def lacks(message: Message, entry: polib.POEntry | None) -> bool:
    """Without a translation, marked as doubtful, or without one of its plural forms."""
    if entry is None or "fuzzy" in entry.flags:
        return True
    forms = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
    return not forms or not all(forms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_spoken(language: str) -> None:
    known = spoken(polib.pofile(str(catalogue(language))))
    missing = sorted({f"{m.where}: {m.text!r}" for m in messages() if lacks(m, known.get(m.text))})
    assert not missing, "\n".join([f"{len(missing)} texts are not spoken in {language}:", *missing])


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_falls_out_of_a_text(language: str) -> None:
    for entry in polib.pofile(str(catalogue(language))):
        wanted = set(_HOLES.findall(entry.msgid)) | set(_HOLES.findall(entry.msgid_plural))
        for form in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert set(_HOLES.findall(form)) <= wanted, f"{entry.msgid!r}: a name nobody fills in"
            if entry.msgid_plural or not form:
                continue
            assert set(_HOLES.findall(form)) == wanted, f"{entry.msgid!r}: a name is left out"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_runs_is_what_is_written(language: str) -> None:
    """The compiled catalogue is committed, because a bare machine has no msgfmt."""
    written = polib.pofile(str(catalogue(language)))
    compiled = polib.mofile(str(catalogue(language).with_suffix(".mo")))
    said = {entry.msgid: entry.msgstr or entry.msgstr_plural for entry in compiled}
    for entry in written.translated_entries():
        assert said.get(entry.msgid) == (entry.msgstr or entry.msgstr_plural), (
            f"{entry.msgid!r} is not in the .mo"
        )


@pytest.mark.django_db
@override_settings(LANGUAGES=[*settings.LANGUAGES, ("fr", "Français")])
def test_a_third_language_is_one_line() -> None:
    """No table knows the languages, so that adding one needs no migration."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
