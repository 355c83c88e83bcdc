"""Atom feeds of new petitions: of the whole site, of a cause, of an organisation; in the language spoken."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from accounts.models import Organisation
from causes import speaking
from causes.models import Cause
from causes.models.page import PageQuerySet
from petitions.models import Petition

NEWEST = 30
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NOTHING_YET = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class _Feed(Atom1Feed):
    def latest_post_date(self) -> dt.datetime:
        """The newest entry's moment: never the time of asking, which would make each answer a new one."""
        return max((item["updateddate"] for item in self.items), default=_NOTHING_YET)


def of_site() -> str:
    return _feed(_("New petitions"), reverse("petitions"), reverse("site_feed"), Petition.objects.public())


def of_cause(cause: Cause) -> str:
    title = _("New petitions for “%(title)s”") % {"title": _title(cause)}
    path = cause.public_path(translation.get_language())
    return _feed(title, path, reverse("cause_feed", args=[cause.slug]), cause.petitions.public())


def of_organisation(organisation: Organisation) -> str:
    title = _("New petitions by %(name)s") % {"name": organisation.name}
    path, own = (reverse(name, args=[organisation.slug]) for name in ("organisation", "organisation_feed"))
    return _feed(title, path, own, Petition.objects.public().filter(organisation=organisation))


def _feed(title: str, path: str, own_path: str, petitions: PageQuerySet) -> str:
    """The 30 newest. Entries keep their name in every language, so that a reader shows each once."""
    language = translation.get_language()
    feed = _Feed(
        title=f"{title} · {settings.SITE_NAME}",
        link=settings.SITE_URL + path,
        description="",
        language=language,
        feed_url=settings.SITE_URL + own_path,
        feed_guid=settings.SITE_URL + own_path,
    )
    newest = petitions.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    for petition in newest.select_related("organisation").prefetch_related("texts")[:NEWEST]:
        said = speaking.said(petition, language).text
        feed.add_item(
            title=said["title"],
            link=settings.SITE_URL + petition.public_path(language),
            description=_entry(said),
            author_name=petition.organisation.name,
            unique_id=settings.SITE_URL + petition.public_path(),
            pubdate=petition.published_at,
            updateddate=petition.published_at,
        )
    return feed.writeString("utf-8")


def _entry(said: dict[str, str]) -> str:
    """The ask, escaped: a summary is HTML to its readers, and what people typed is text."""
    to = _("To %(who)s") % {"who": said["decision_maker"]}
    return escape(f"{said['summary']} ({to})" if said["summary"] else to)


def links(cause: Cause | None = None, organisation: Organisation | None = None) -> list[tuple[str, str]]:
    """Title and address of the feeds that a page names in its head, the closest first."""
    found = [(_("New petitions"), reverse("site_feed"))]
    if organisation:
        title = _("New petitions by %(name)s") % {"name": organisation.name}
        found.insert(0, (title, reverse("organisation_feed", args=[organisation.slug])))
    if cause and cause.is_public():
        title = _("New petitions for “%(title)s”") % {"title": _title(cause)}
        found.insert(0, (title, reverse("cause_feed", args=[cause.slug])))
    return found


def _title(cause: Cause) -> str:
    return speaking.said(cause, translation.get_language()).text["title"]
