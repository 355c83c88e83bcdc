"""Atom feeds: new petitions of the whole site; petitions and updates of a cause and of an organisation.

In the language that is spoken.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from accounts.models import Organisation
from causes import speaking, updates
from causes.models import Cause, Page, Update
from causes.models.page import PageQuerySet
from causes.story import to_html
from petitions.models import Petition

NEWEST = 30
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NOTHING_YET = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class _Feed(Atom1Feed):
    def latest_post_date(self) -> dt.datetime:
        """The newest entry's moment: never the time of asking, which would make each answer a new one."""
        return max((item["updateddate"] for item in self.items), default=_NOTHING_YET)


def of_site() -> str:
    public = Petition.objects.public()
    return _feed(_("New petitions"), reverse("petitions"), reverse("site_feed"), _opened(public))


def of_cause(cause: Cause) -> str:
    path = cause.public_path(translation.get_language())
    petitions = cause.petitions.public()
    news = Update.objects.filter(Q(page=cause.pk) | Q(page__in=petitions.values("pk")))
    entries = [*_opened(petitions), *_told(news)]
    return _feed(_cause_feed_title(cause), path, reverse("cause_feed", args=[cause.slug]), entries)


def of_organisation(organisation: Organisation) -> str:
    path, own = (reverse(name, args=[organisation.slug]) for name in ("organisation", "organisation_feed"))
    news = Update.objects.filter(page__in=Page.objects.public().filter(organisation=organisation))
    entries = [*_opened(Petition.objects.public().filter(organisation=organisation)), *_told(news)]
    return _feed(_organisation_feed_title(organisation), path, own, entries)


def _feed(title: str, path: str, own_path: str, entries: Iterable[dict[str, Any]]) -> str:
    """The 30 newest. Entries keep their name in every language, so that a reader shows each once."""
    feed = _Feed(
        title=f"{title} · {settings.SITE_NAME}",
        link=settings.SITE_URL + path,
        description="",
        language=translation.get_language(),
        feed_url=settings.SITE_URL + own_path,
        feed_guid=settings.SITE_URL + own_path,
    )
    for entry in sorted(entries, key=lambda entry: entry["updateddate"], reverse=True)[:NEWEST]:
        feed.add_item(**entry)
    return feed.writeString("utf-8")


def _opened(petitions: PageQuerySet) -> list[dict[str, Any]]:
    """An entry for each petition, from the day it opened."""
    language = translation.get_language()
    newest = petitions.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    found = []
    for petition in newest.select_related("organisation").prefetch_related("texts")[:NEWEST]:
        said = speaking.said(petition, language).text
        found.append(
            {
                "title": said["title"],
                "link": settings.SITE_URL + petition.public_path(language),
                "description": _ask(said),
                "author_name": petition.organisation.name,
                "unique_id": settings.SITE_URL + petition.public_path(),
                "pubdate": petition.published_at,
                "updateddate": petition.published_at,
            }
        )
    return found


def _told(news: "QuerySet[Update]") -> list[dict[str, Any]]:
    """An entry for each update. A correction takes the place of what it corrects, under the first's name."""
    language = translation.get_language()
    shown = updates.current(news).select_related("page__organisation").prefetch_related("texts")
    found = []
    for update in shown[:NEWEST]:
        said, page = updates.said(update, language).text, update.page
        first = [update.pk, *updates.line_of(update)][-1]
        found.append(
            {
                "title": said["title"],
                "link": f"{settings.SITE_URL}{page.public_path(language)}#{updates.anchor(update.pk)}",
                "description": to_html(said["words"]),
                "author_name": page.organisation.name,
                "unique_id": f"{settings.SITE_URL}{page.public_path()}#{updates.anchor(first)}",
                "pubdate": update.shown_at,
                "updateddate": update.shown_at,
            }
        )
    return found


def _ask(said: dict[str, str]) -> str:
    """The ask, escaped: a summary is HTML to its readers, and what people typed is text."""
    to = _("To %(who)s") % {"who": said["decision_maker"]}
    return escape(f"{said['summary']} ({to})" if said["summary"] else to)


def links(cause: Cause | None = None, organisation: Organisation | None = None) -> list[tuple[str, str]]:
    """Title and address of the feeds that a page names in its head, the closest first."""
    found = [(_("New petitions"), reverse("site_feed"))]
    if organisation:
        own = reverse("organisation_feed", args=[organisation.slug])
        found.insert(0, (_organisation_feed_title(organisation), own))
    if cause and cause.is_public():
        found.insert(0, (_cause_feed_title(cause), reverse("cause_feed", args=[cause.slug])))
    return found


def _cause_feed_title(cause: Cause) -> str:
    title = speaking.said(cause, translation.get_language()).text["title"]
    return _("Petitions and updates for “%(title)s”") % {"title": title}


def _organisation_feed_title(organisation: Organisation) -> str:
    return _("Petitions and updates by %(name)s") % {"name": organisation.name}
