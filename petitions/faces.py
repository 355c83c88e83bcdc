"""What a template shows of a petition."""

import datetime as dt
from collections.abc import Iterable
from types import SimpleNamespace

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import translation

from causes import faces, forgetting, speaking
from causes.week import Week, weeks
from petitions.local_times import as_typed
from petitions.models import Petition

WORDS = ("texts", "cause__texts")  # to prefetch: a face asks for them


def petition_face(petition: Petition, language: str, now: dt.datetime) -> SimpleNamespace:
    """`causes.faces.page_face` and what only a petition has: decision_maker and what it `gives` them, cause,
    next_step_text, and `closes_there`, its deadline as a clock on the wall in `time_zone` shows it."""
    face = faces.page_face(petition, language, now)
    said = speaking.said(petition, language)
    face.closes_there = as_typed(petition.closes_at, petition.time_zone) if petition.closes_at else None
    face.time_zone = petition.time_zone
    face.decision_maker = said.text["decision_maker"]
    face.gives = petition.gives()
    face.next_step_text = said.text["goal_consequence"]
    face.quote, face.quoted = said.text["quote"], said.text["quoted"]
    face.keep_months, face.keep_until = petition.keep_months, forgetting.keep_until(petition)
    face.names_forgotten_at, face.sensitive = petition.names_forgotten_at, petition.sensitive
    face.wording_path = f"{face.public_path}wording/"
    face.press_path = f"{face.public_path}press/"
    face.report_path = f"{face.public_path}report/"
    cause = speaking.said(petition.cause, language)
    face.cause = SimpleNamespace(
        title=cause.text["title"],
        foreign=cause.foreign.get("title", ""),
        slug=petition.cause.slug,
        public_path=petition.cause.public_path(language),
    )
    return face


def petition_faces(petitions: Iterable[Petition], now: dt.datetime) -> list[SimpleNamespace]:
    """The faces of several, in the language that is spoken, each with its `week`: four questions however
    many they are."""
    if isinstance(petitions, QuerySet):
        petitions = petitions.select_related("organisation", "cause")
    petitions = list(petitions)
    prefetch_related_objects(petitions, *WORDS)
    shown = [petition_face(petition, translation.get_language(), now) for petition in petitions]
    found = weeks([petition.pk for petition in petitions], now)
    for face in shown:
        face.week = found.get(face.pk, Week())
    return shown
