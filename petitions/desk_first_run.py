"""The way from an empty desk to a petition that others carry on. It ticks itself off from what is there."""

import datetime as dt
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import May, Visitor, may
from accounts.models import Membership, Organisation, Role, User
from causes.models import Cause, Link
from petitions.models import Petition

SHOWN_FOR = dt.timedelta(
    days=30
)  # after the first petition is public; who has not done it then, does not want to


class Task(NamedTuple):
    """Without a `path` there is nothing that this reader can do about it."""

    name: Promise | str
    done: bool
    path: str = ""


class FirstRun(NamedTuple):
    """What is done and what is left of the first way of one organisation."""

    organisation: Organisation
    tasks: list[Task]

    @property
    def done(self) -> int:
        return sum(task.done for task in self.tasks)


def first_run(user: Visitor, now: dt.datetime) -> FirstRun | None:
    """Of the organisation of `user` that came last and has something left; None when there is nothing.

    Only where `user` has a role: who runs the whole site is not led through everybody's beginnings.
    """
    if not isinstance(user, User):
        return None
    roles = Membership.objects.filter(user=user, role__in=(Role.OWNER, Role.ORGANISER))
    for organisation in Organisation.objects.filter(pk__in=roles.values("organisation")).order_by("-pk")[:5]:
        first = _petitions(organisation).exclude(published_at=None).order_by("published_at").first()
        if first and first.published_at and first.published_at < now - SHOWN_FOR:
            continue
        tasks = _tasks(user, organisation, first)
        if not all(task.done for task in tasks):
            return FirstRun(organisation, tasks)
    return None


def _tasks(user: Visitor, organisation: Organisation, first: Petition | None) -> list[Task]:
    governs = may(user, May.GOVERN, organisation)
    own = reverse("admin:accounts_organisation_change", args=[organisation.pk]) if governs else ""
    people = Membership.objects.filter(organisation=organisation).values("user").distinct().count()
    partners = Link.objects.filter(page__organisation=organisation, kind=Link.Kind.PARTNER)
    return [
        Task(_("Say how people reach you"), not organisation.missing_for_publishing(), own),
        Task(_("Add your logo"), bool(organisation.logo), own and f"{own}#id_logo"),
        Task(
            _("Create a cause"),
            Cause.objects.filter(organisation=organisation).exists(),
            reverse("admin:causes_cause_add"),
        ),
        *_about_petition(organisation, first),
        Task(
            _("Give a partner a link of their own"),
            partners.exists(),
            reverse("admin:causes_link_of_page", args=[first.pk]) if first else "",
        ),
        Task(
            _("Bring in a second person"),
            people > 1,
            reverse("admin:accounts_membership_add") if governs else "",
        ),
    ]


def _about_petition(organisation: Organisation, first: Petition | None) -> list[Task]:
    newest = _petitions(organisation).order_by("-created_at").first()
    look = reverse("admin:petitions_petition_change", args=[newest.pk]) if newest else ""
    return [
        Task(_("Write a petition"), newest is not None, reverse("admin:petitions_petition_add")),
        Task(_("Publish it"), first is not None, look),
    ]


def _petitions(organisation: Organisation) -> QuerySet[Petition]:
    return Petition.objects.filter(organisation=organisation, is_template=False)
