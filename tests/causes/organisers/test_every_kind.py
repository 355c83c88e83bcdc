"""Each letter to organisers in each language: how it waits, how it reads, what is not in it."""

import datetime as dt
import re

import pytest

from accounts.models import Organisation, Role, User
from causes import letters
from causes.models import Letter, Notice, State
from causes.writing import LETTERS
from petitions import publishing as petition_moves
from petitions.models import Petition
from tests.causes.organisers.told import words
from tests.makers import NOW, Make

DAY = dt.timedelta(days=1)
Kind = Letter.Kind


def test_they_wait_behind_what_people_wait_for(petition: Petition, make: Make, ana: User, site: User) -> None:
    petition_moves.make("pause", petition, NOW, site)
    petition_moves.make("resume", petition, NOW, ana)
    make.pending(petition)
    assert {letter.kind: letter.urgency for letter in Letter.objects.all()} == {"paused": 1, "confirm": 0}


def test_they_leave(petition: Petition, ana: User, site: User, mailoutbox: list[object]) -> None:
    petition_moves.make("pause", petition, NOW, site)
    assert letters.send_due(lambda: NOW) == 1
    assert len(mailoutbox) == 1
    assert Letter.objects.get().state == Letter.State.SENT


_TO_ORGANISERS = [kind for kind in Letter.Kind if LETTERS[kind].__module__ == "causes.writing.organiser"]


@pytest.mark.parametrize("kind", _TO_ORGANISERS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_none_carries_what_only_supporters_get(
    make: Make, organisation: Organisation, site: User, kind: Letter.Kind, language: str
) -> None:
    """Each kind in each language: whole words, its button, no way to somebody's own page."""
    state = State.REVIEW if kind == Kind.SUBMITTED else State.OPEN
    petition = make.petition(make.cause(organisation), state=state, closes_at=NOW + DAY)
    user = site if kind == Kind.SUBMITTED else make.user((organisation, Role.OWNER), language=language)
    User.objects.filter(pk=user.pk).update(language=language)
    line = petition.changes.create(
        at=NOW, hand="site", what="hide", before="open", after="hidden", reason="Why.", public=False
    )
    about = petition.closes_at.isoformat() if kind == Kind.DEADLINE and petition.closes_at else "250"
    about = "2026-11-16" if kind == Kind.WEEK else about
    notice = Notice.objects.create(page_id=petition.pk, kind=kind, about=about, change=line, at=NOW)
    letter = Letter.objects.create(
        kind=kind, page_id=petition.pk, notice=notice, email=user.email, email_key=user.email,
        language=language, due_at=NOW, created_at=NOW,
    )  # fmt: skip
    said = words(letter)
    assert (petition.title in said or kind == Kind.WEEK) and "1 Main Street, Tucson AZ" in said
    assert "/me/" not in said and "/unsubscribe/" not in said
    assert not re.search(r"\{[{%]|None", said)
    assert "http" in said
    assert "utm_" not in said
