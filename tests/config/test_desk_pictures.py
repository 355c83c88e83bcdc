"""Every screen of the desk that `./dev screenshots` opens is there for who sits at it, in each language."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from django.test import Client
from django.utils import translation

from accounts import clock
from config.demo import desk_scenes, people
from config.dev import desk_pictures
from config.management.commands import demo
from tests.makers import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stage(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.MEDIA_ROOT = tmp_path / "media"
    yield
    translation.activate("en")  # the last reader was Spanish, and the thread would stay so


def test_every_screen_opens_for_whoever_sits_at_it() -> None:
    demo.make(7)
    people.new_passwords()
    desk_scenes.write(NOW)
    screens = desk_pictures.screens()
    assert len({screen.name for screen in screens}) == len(screens) > 100
    wrong = []
    for language in ("en", "es"):
        keys = {desk_pictures.NOBODY: "", **desk_pictures.sessions(language)}
        for screen in screens:
            client = Client()
            client.cookies[house.SESSION_COOKIE_NAME] = keys[screen.who]
            answer = client.get(screen.path)
            if answer.status_code != 200:
                wrong.append((screen.name, language, answer.status_code, answer.get("Location")))
    assert not wrong, wrong
