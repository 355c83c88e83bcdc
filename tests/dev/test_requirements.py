"""The locks: complete, hashed, free of anybody's addresses, and with the library traps closed."""

import re
from importlib.metadata import version

import pytest

from config.dev.places import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", (ROOT / lock).read_text(), re.MULTILINE))


def test_what_the_owner_named_is_there() -> None:
    named = {"django", "django-allauth", "celery", "redis", "tweepy", "psycopg2-binary", "pytest-django"}
    assert named <= set(pins("requirements.txt"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_hashed_and_no_address_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text()
    blocks = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"https?:|file:|--index|--find-links", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_asked_for_is_locked(lock: str) -> None:
    asked = (ROOT / lock).with_suffix(".in").read_text()
    names = re.findall(r"^([A-Za-z][A-Za-z0-9-]*)", asked, re.MULTILINE)
    assert {name.lower() for name in names} <= set(pins(lock))


def test_development_runs_what_production_runs() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_tweepy_did_not_fall_back_by_years() -> None:
    # tweepy and allauth's [socialaccount] extra want different oauthlibs; a resolver then takes 4.5.
    assert tuple(map(int, version("tweepy").split("."))) >= (4, 17)
