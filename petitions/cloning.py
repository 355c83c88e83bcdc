"""A new petition that begins with the words of another: a copy, or the start from a template."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access import Visitor
from causes.addresses import free_slug
from causes.models import PageText
from petitions.models import Petition

# Everything an organiser writes or chooses is taken over, but for what belongs to the one petition alone.
_NOT_COPIED = {"slug", "picture", "opens_at", "closes_at", "is_template"}


def templates(user: Visitor) -> "QuerySet[Petition]":
    """What `user` can start from: the templates of the organisations they run petitions in."""
    return Petition.objects.run_by(user).filter(is_template=True).order_by("organisation", "title")


@transaction.atomic
def clone(petition: Petition) -> Petition:
    """A draft with the words in all languages, picture, cause, goal and switches of `petition`.

    Never its names, dates, links or numbers. The copy of a template keeps its title, any other says that
    it is one.
    """
    chosen = {
        field.name: getattr(petition, field.name)
        for field in petition._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in _NOT_COPIED
    }
    copy = Petition(**{**chosen, "title": _title(petition, petition.title, petition.language)})
    copy.slug = free_slug(copy.kind, petition.title)
    if petition.picture:
        with petition.picture.open() as picture:  # its own file: either of them may be replaced later
            copy.picture.save(str(petition.picture.name), ContentFile(picture.read()), save=False)
    copy.save()
    for text in petition.texts.all():
        _clone_text(text, petition, copy)
    return copy


def _clone_text(text: PageText, petition: Petition, copy: Petition) -> None:
    title = _title(petition, text.title, text.language) if text.title else ""
    text.pk, text.page, text.title = None, copy, title
    text._state.adding = True
    text.save()


def _title(petition: Petition, title: str, language: str) -> str:
    if petition.is_template:
        return title
    with translation.override(language):
        mark = _("(copy)")
    fits = Petition._meta.get_field("title").max_length or 0
    return f"{title[: fits - len(mark) - 1].rstrip()} {mark}"
