"""The desk's front page: what somebody runs here, and the one thing to do next."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import May, Visitor, is_site, organisations
from accounts.models import Organisation
from causes.models import Cause, GrowthHour, ReasonState, State, Status
from petitions.desk_first_run import FirstRun, first_run
from petitions.models import Petition, Signature


class Step(NamedTuple):
    """The next thing to do; without a `path` there is nothing to press."""

    title: Promise | str
    text: Promise | str
    button: Promise | str = ""
    path: str = ""


class Running(NamedTuple):
    """A petition, and the names that its growth journal booked in the last 24 hours."""

    petition: Petition
    today: int


class Start(NamedTuple):
    """The front page's own part: one step or none, the newest petitions, and how far the first way is."""

    step: Step | None
    petitions: list[Running]
    first_run: FirstRun | None
    of_several: bool  # organisations, so that each petition says whose it is


def start(user: Visitor, now: dt.datetime) -> Start:
    """What `user` sees first."""
    seen = organisations(user, May.SEE)
    petitions = Petition.objects.filter(organisation__in=seen).select_related("organisation")
    newest = list(petitions.filter(is_template=False).order_by("-created_at")[:6])
    return Start(_step(user), _running(newest, now), first_run(user, now), seen[:2].count() > 1)


def _running(petitions: list[Petition], now: dt.datetime) -> list[Running]:
    since = now - dt.timedelta(hours=24)
    booked = GrowthHour.objects.filter(page__in=[petition.pk for petition in petitions], hour__gt=since)
    names = dict(booked.order_by().values_list("page").annotate(n=Sum("signatures")))
    return [Running(petition, names.get(petition.pk, 0)) for petition in petitions]


def _step(user: Visitor) -> Step | None:
    mine = organisations(user, May.RUN)
    if not organisations(user, May.SEE).exists():
        return _nowhere(user)
    if not mine.exists():
        return None
    if not Cause.objects.run_by(user).exists():
        return Step(
            _("Start with a cause"),
            _("What do people care about? The cause holds your petitions, and people can stand by it."),
            _("Create a cause"),
            reverse("admin:causes_cause_add"),
        )
    if not Petition.objects.run_by(user).exists():
        return Step(
            _("Now your first petition"),
            _("Five answers are enough: what, who decides, the ask, a picture, a goal."),
            _("Create a petition"),
            reverse("admin:petitions_petition_add"),
        )
    return _unreachable(user) or _draft(user) or _unread(user)


def _nowhere(user: Visitor) -> Step:
    if is_site(user):
        return Step(
            _("First an organisation"),
            _("Everything here belongs to one: causes, petitions, people."),
            _("Create an organisation"),
            reverse("admin:accounts_organisation_add"),
        )
    return Step(
        _("You are not in an organisation yet"),
        _("Ask an owner of yours to add you with this e-mail address."),
    )


def _unreachable(user: Visitor) -> Step | None:
    """An organisation that cannot publish because people could not reach it."""
    for organisation in organisations(user, May.GOVERN):
        if organisation.missing_for_publishing():
            return Step(
                _("How can people reach %(name)s?") % {"name": organisation.name},
                _("Before anything can be published, people who sign must know how to reach you."),
                _("Fill it in"),
                _change(organisation),
            )
    return None


def _change(organisation: Organisation) -> str:
    return reverse("admin:accounts_organisation_change", args=[organisation.pk])


def _draft(user: Visitor) -> Step | None:
    drafts = Petition.objects.run_by(user).filter(state=State.DRAFT, is_template=False)
    draft = drafts.order_by("-created_at").first()
    if draft is None:
        return None
    return Step(
        _("Ready to publish “%(title)s”?") % {"title": draft.title},
        _("It is still a draft: nobody else can see it."),
        _("Look and publish"),
        reverse("admin:petitions_petition_change", args=[draft.pk]),
    )


def _unread(user: Visitor) -> Step | None:
    """Why people sign, of the petition where somebody waits longest to be read."""
    new = Signature.objects.filter(reason_state=ReasonState.NEW, status=Status.CONFIRMED)
    oldest = new.filter(petition__in=Petition.objects.run_by(user)).order_by("confirmed_at").first()
    if oldest is None:
        return None
    return Step(
        _("People say why they sign “%(title)s”") % {"title": oldest.petition.title},
        _("Read their reasons and choose what the page shows."),
        _("Read the reasons"),
        reverse("admin:petitions_petition_reasons", args=[oldest.petition_id]),
    )
