"""What a template shows of a petition."""

import datetime as dt
from collections.abc import Iterable
from types import SimpleNamespace

from django.db.models import QuerySet
from django.utils import translation

from causes import faces
from petitions.models import Petition


def petition_face(petition: Petition, language: str, now: dt.datetime) -> SimpleNamespace:
    """`causes.faces.page_face` and what only a petition has: decision_maker, cause, next_step_text."""
    face = faces.page_face(petition, language, now)
    face.decision_maker = petition.decision_maker
    face.next_step_text = petition.goal_consequence
    face.press_path = f"{face.public_path}press/"
    face.cause = SimpleNamespace(
        title=petition.cause.title, slug=petition.cause.slug, public_path=petition.cause.public_path(language)
    )
    return face


def petition_faces(petitions: Iterable[Petition], now: dt.datetime) -> list[SimpleNamespace]:
    """The faces of several, in the language that is spoken; a queryset is asked once."""
    if isinstance(petitions, QuerySet):
        petitions = petitions.select_related("organisation", "cause")
    return [petition_face(petition, translation.get_language(), now) for petition in petitions]
