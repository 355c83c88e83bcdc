"""A post is prepared when a milestone is reached; nothing goes out before somebody says yes."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from causes import speaking
from causes.models import Milestone
from causes.models.link import new_code
from sharing.asking import fresh, organisation_link
from sharing.channels import networks_on
from sharing.drafts import Draft
from sharing.models import Connection, Post
from sharing.wording import suggestion

# An older one is no news any more.
_IS_NEWS = dt.timedelta(days=3)


def prepare(now: dt.datetime) -> int:
    """Drafts for milestones that have none yet, one per account of the organisation; returns how many.

    The unique pair of milestone and account makes a second draft impossible, also with two workers.
    """
    on = [network.name for network in networks_on()]
    accounts = Connection.objects.filter(
        organisation=OuterRef("page__organisation"), status=Connection.Status.ACTIVE, network__in=on
    )
    drafted = Post.objects.filter(milestone=OuterRef("pk"))
    higher = Milestone.objects.filter(page=OuterRef("page"), number__gt=OuterRef("number"))
    reached = (
        Milestone.objects.filter(Exists(accounts), ~Exists(drafted), ~Exists(higher))
        .filter(reached_at__gt=now - _IS_NEWS)
        .select_related("page__organisation")
        .order_by("pk")[:50]
    )
    return sum(_prepare(milestone, on, now) for milestone in reached if milestone.page.takes_names(now))


def _prepare(milestone: Milestone, networks: list[str], now: dt.datetime) -> int:
    page, made = milestone.page, 0
    accounts = page.organisation.connections.filter(status=Connection.Status.ACTIVE, network__in=networks)
    with transaction.atomic():
        # Two workers at one milestone: the second waits here and then finds the first one's drafts.
        Milestone.objects.select_for_update().get(pk=milestone.pk)
        if Post.objects.filter(milestone=milestone).exists():
            return 0
        for connection in accounts.defer("access_token", "refresh_token"):
            _draft(milestone, Draft(page, connection, new_code()), now)
            made += 1
    return made


def _draft(milestone: Milestone, draft: Draft, now: dt.datetime) -> None:
    page = milestone.page
    with override(page.language):
        title = speaking.said(page, page.language).text["title"]
        said = _("%(number)s people have signed “%(title)s”. Add your name:")
        if page.kind == "cause":
            said = _("%(number)s people stand with “%(title)s”. Add your name:")
        words = said % {"number": number_format(milestone.number, force_grouping=True), "title": title}
        text = draft.text(suggestion(words, draft.address, draft.network, draft.connection.room))
        link = organisation_link(page, draft.code, draft.connection, now)
    Post.objects.create(
        connection=draft.connection,
        page=page,
        link=link,
        milestone=milestone,
        state=Post.State.DRAFT,
        due_at=now,
        not_before=now,
        created_at=now,
        **fresh(draft.connection, link, text, now),
    )
