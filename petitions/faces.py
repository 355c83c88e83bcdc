"""What a template shows of a petition."""

import datetime as dt
from types import SimpleNamespace

from causes import faces
from petitions.models import Petition


def petition_face(petition: Petition, language: str, now: dt.datetime) -> SimpleNamespace:
    """`causes.faces.page_face` and what only a petition has: decision_maker, cause, next_step_text."""
    face = faces.page_face(petition, language, now)
    face.decision_maker = petition.decision_maker
    face.next_step_text = petition.goal_consequence
    face.cause = SimpleNamespace(
        title=petition.cause.title, slug=petition.cause.slug, public_path=petition.cause.public_path(language)
    )
    return face
