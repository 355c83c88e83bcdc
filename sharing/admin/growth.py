"""The growth pages of the back office, for whoever may see the organisation. They change nothing."""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access, clock
from accounts.access import May, Visitor
from accounts.models import Organisation
from causes.models import Page
from petitions.models import Petition
from sharing import thanking
from sharing.growth import headlines, telling
from sharing.growth.connectors import Connector
from sharing.growth.figures import Figure, Table, Value, plain
from sharing.growth.lately import lately
from sharing.growth.latest import latest
from sharing.growth.launch import checklist, next_step
from sharing.growth.over_time import FIRST_HOURS
from sharing.growth.story import Story
from sharing.growth.waiting import tasks


@dataclass(frozen=True)
class Part:
    """A section of the page with its figures: `name` is its anchor."""

    name: str
    heading: str
    figures: list["Shown"]

    @property
    def is_worth_showing(self) -> bool:
        return any(each.is_worth_showing for each in self.figures)


@dataclass(frozen=True)
class Shown:
    """A figure on its page: where its CSV lies, and where its table's rows lead."""

    figure: Figure
    csv_path: str
    paths: list[str]

    @property
    def is_worth_showing(self) -> bool:
        figure = self.figure
        return bool(figure.drawings or figure.ways or figure.facts or figure.table.rows or figure.says_why)

    @property
    def rows(self) -> list[tuple[str, list[tuple[str, bool]], bool]]:
        """(path or nothing, cells, wants a look) of each row."""
        table = self.figure.table
        paths = [*self.paths, *[""] * (len(table.rows) - len(self.paths))]
        return [
            (path, cells, place in table.amber)
            for place, (path, cells) in enumerate(zip(paths, table.shown(), strict=True))
        ]


def growth_urls(site: AdminSite) -> list[URLPattern]:
    """The addresses below `/admin/growth/`, guarded like the rest of the back office."""
    return [
        path("growth/", site.admin_view(overview), name="growth"),
        path("growth/<str:kind>/<slug:slug>/", site.admin_view(story_page), name="growth_story"),
        path(
            "growth/<str:kind>/<slug:slug>/thank/",
            site.admin_view(require_POST(thank_view)),
            name="growth_thank",
        ),
        path("growth/<str:kind>/<slug:slug>/<slug:name>.csv", site.admin_view(figure_csv), name="growth_csv"),
    ]


def overview(request: HttpRequest) -> HttpResponse:
    """The organisations whose growth this reader may see; the only one opens at once."""
    allowed = access.organisations(request.user, May.SEE).order_by("name")
    if len(allowed) == 1:
        return HttpResponse(status=302, headers={"Location": organisation_path(allowed[0])})
    context: dict[str, object] = {
        "title": "",
        "organisations": [(each, organisation_path(each)) for each in allowed],
    }
    return TemplateResponse(request, "admin/growth/overview.html", _framed(request, context))


def story_page(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The numbers and pictures of one petition or organisation."""
    story = _story(request.user, kind, slug)
    told = story.numbers
    numbers = (
        headlines.of_petition(told)
        if story.petition
        else headlines.of_organisation(told, story.pages, story.now)
    )
    parts = [
        Part(part.name, part.heading, [_shown(story, kind, slug, figure) for figure in part.figures])
        for part in telling.sections(story)
    ]
    now = _now(story, request.user) if story.petition else _to_do(story, request.user)
    context = {
        "title": str(story.petition or story.organisation),
        "story": story,
        "headlines": numbers,
        "parts": [
            part for part in parts if part.is_worth_showing or (part.name == "now" and any(now.values()))
        ],
        "organisation_path": organisation_path(story.organisation),
        "thanks": _thanks(story, request.user),
        "thank_path": reverse("admin:growth_thank", args=[kind, slug]),
        "lately": [] if story.petition else headlines.of_last_days(lately(story.pages, story.now)),
        "report_path": _report_path(story, request.user),
        **now,
    }
    return TemplateResponse(request, "admin/growth/story.html", _framed(request, context))


def figure_csv(request: HttpRequest, kind: str, slug: str, name: str) -> StreamingHttpResponse:
    """One figure's table, UTF-8, ISO-8601 in UTC. It names nobody: people leave only by the logged export."""
    story = _story(request.user, kind, slug)
    story.names = False
    tellers = telling.tellers(story)
    if name not in tellers:
        raise Http404
    answer = StreamingHttpResponse(_lines(tellers[name](story).table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{name}.csv"'
    return answer


def thank_view(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Thank one of the people that this page names, for who may act here."""
    story = _story(request.user, kind, slug)
    if not (story.names and access.may(request.user, May.RUN, story.organisation)):
        raise PermissionDenied
    names = {str(each.person): each.name for each in story.connectors.named}
    person = request.POST.get("person", "")
    if person not in names:
        raise Http404
    try:
        if thanking.thank(int(person), story.pages, story.now):
            messages.success(request, _("A letter thanks %(name)s.") % {"name": names[person]})
        else:
            messages.info(
                request, _("%(name)s was thanked within the last 30 days.") % {"name": names[person]}
            )
    except thanking.NobodyToThank:
        messages.warning(request, _("%(name)s can no longer be written to.") % {"name": names[person]})
    return HttpResponseRedirect(reverse("admin:growth_story", args=[kind, slug]) + "#connectors")


def organisation_path(organisation: Organisation) -> str:
    return reverse("admin:growth_story", args=["organisation", organisation.slug])


def petition_path(petition: Petition) -> str:
    return reverse("admin:growth_story", args=["petition", petition.slug])


def _shown(story: Story, kind: str, slug: str, figure: Figure) -> Shown:
    return Shown(figure, _csv_path(kind, slug, figure.name), _paths(story, figure))


def _now(story: Story, user: Visitor) -> dict[str, object]:
    """What is to be done, for who may do it; who signed last, for who may read it; the count that moves."""
    petition = story.petition
    assert petition, "an organisation as a whole has no page to sign"
    steps = checklist(petition) if access.may(user, May.RUN, story.organisation) else []
    return {
        "live": _numbers_path(petition) if petition.is_public() else "",
        "steps": steps,
        "steps_done": sum(step.done for step in steps),
        "launching": story.now - story.start < dt.timedelta(hours=FIRST_HOURS),
        "next_step": next_step(petition, steps, story.numbers, story.now) if steps else None,
        "latest": latest(petition) if story.names else [],
        "signatures_path": f"{_list('petitions_signature')}?petition={petition.pk}" if story.names else "",
        "updates_path": f"{_list('causes_update')}?page__id__exact={petition.pk}",
    }


def _to_do(story: Story, user: Visitor) -> dict[str, object]:
    """What waits for this reader's hand."""
    may_act = access.may(user, May.RUN, story.organisation)
    return {"tasks": tasks(story.pages, story.now) if may_act else []}


def _report_path(story: Story, user: Visitor) -> str:
    """Where a report for a funder is begun, for who may."""
    return reverse("admin:sharing_report_add") if access.may(user, May.RUN, story.organisation) else ""


def _thanks(story: Story, user: Visitor) -> list[tuple[Connector, bool]]:
    """Whom this reader may thank, and whether they were thanked lately."""
    named = story.connectors.named if access.may(user, May.RUN, story.organisation) else []
    lately = thanking.thanked([each.person for each in named], story.now)
    return [(each, each.person in lately) for each in named]


def _list(model: str) -> str:
    return reverse(f"admin:{model}_changelist")


def _numbers_path(petition: Page) -> str:
    """The public numbers: one cached document for everybody, whatever the language."""
    return petition.public_path(settings.LANGUAGE_CODE).rstrip("/") + ".json"


def _story(user: Visitor, kind: str, slug: str) -> Story:
    """What is asked for, if this reader may see it; a stranger's is not there."""
    now = clock.now()
    if kind == "petition":
        petition = get_object_or_404(Petition.objects.seen_by(user).select_related("organisation"), slug=slug)
        names = access.may(user, May.READ_SIGNATURES, petition.organisation)
        return Story(petition.organisation, now, petition, names=names)
    if kind == "organisation":
        organisation = get_object_or_404(access.organisations(user, May.SEE), slug=slug)
        return Story(organisation, now, names=access.may(user, May.READ_SIGNATURES, organisation))
    raise Http404


def _csv_path(kind: str, slug: str, name: str) -> str:
    return reverse("admin:growth_csv", args=[kind, slug, name])


def _paths(story: Story, figure: Figure) -> list[str]:
    """Where the rows of the table of petitions lead; no other table leads anywhere."""
    if figure.name != "pages":
        return []
    return [
        reverse("admin:growth_story", args=["petition", row.page.slug])
        if row.page.kind == Page.Kind.PETITION
        else ""
        for row in story.rows
    ]


def _framed(request: HttpRequest, context: dict[str, object]) -> dict[str, object]:
    return {**admin.site.each_context(request), **context}


class _Echo:
    """A file that hands back what is written to it, so that lines leave one by one."""

    def write(self, line: str) -> str:
        return line


def _lines(table: Table) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow([column.key for column in table.columns])
    for row in table.rows:
        yield writer.writerow([_plain(value) for value in row])


def _plain(value: Value) -> str:
    """A value for machines."""
    if value is None:
        return ""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, float):
        return f"{value:.4f}"
    return str(value) if isinstance(value, int) else f"{value:%Y-%m-%dT%H:%M:%SZ}"
