"""The desk's screen of experiments with share texts: what each brought, how sure that is, and the buttons."""

import csv
from dataclasses import dataclass
from random import Random
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from causes.models import Experiment, Page
from sharing import adapting, charts, texts, trying
from sharing.charts import palette
from sharing.texts_form import WeightsForm, channel_name


@dataclass(frozen=True)
class Shown:
    """An experiment with what can be said of it."""

    experiment: Experiment
    heading: str
    finding: str
    verdict: trying.Verdict
    picture: SafeString
    shares: list[int]  # of 100, in the order of the texts' numbers; empty while too little is known


def experiment_urls(site: AdminSite) -> list[URLPattern]:
    view = site.admin_view
    return [
        path("share/<int:page>/experiments/", view(require_safe(overview)), name="share_experiments"),
        path(
            "share/<int:page>/experiments/start/",
            view(require_http_methods(["GET", "POST"])(start)),
            name="share_experiment_start",
        ),
        path("share/<int:page>/experiments/<int:pk>/", view(require_POST(act)), name="share_experiment_act"),
        path(
            "share/<int:page>/experiments/<int:pk>/texts.csv",
            view(require_safe(as_csv)),
            name="share_experiment_csv",
        ),
    ]


def overview(request: HttpRequest, page: int) -> HttpResponse:
    """All experiments of a page, those that run first, and the texts that could be tried."""
    found = _page(request, page)
    rows = found.experiments.prefetch_related("variants").order_by("-started_at")
    shown = [_shown(each) for each in sorted(rows, key=lambda each: each.ended_at is not None)]
    context = {
        "title": _("Experiments"),
        "subtitle": found.title,
        "page": found,
        "shown": shown,
        "fewest": trying.FEWEST,
        "ready": [] if found.sensitive else _ready(found),
        "may_change": _may_change(request, page),
        "texts": reverse("admin:share_texts", args=[page]),
    }
    return TemplateResponse(request, "admin/sharing/experiments.html", _framed(request, context))


def start(request: HttpRequest, page: int) -> HttpResponse:
    """Asks how often each text is to be shown; POST begins."""
    found = _page(request, page)
    if not _may_change(request, page):
        raise PermissionDenied
    channel, language = request.GET.get("channel", ""), request.GET.get("language", "")
    words = texts.written(page).get((channel, language), [])
    if len(words) < 2:
        raise Http404
    form = WeightsForm(request.POST if request.method == "POST" else None, words=words)
    if request.method == "POST" and form.is_valid():
        try:
            trying.start(found, channel, language, form.weights(), clock.now())
            messages.success(request, _("It runs. Everybody who signs from now on gets one of these texts."))
        except trying.CannotStart:
            messages.error(request, _("These texts have changed or are being tried already."))
        return _back(page)
    context = {
        "title": _("Try these texts"),
        "subtitle": _heading(channel, language),
        "page": found,
        "form": form,
        "back": reverse("admin:share_experiments", args=[page]),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(
        request, "admin/sharing/experiment_start.html", _framed(request, context), status=status
    )


def act(request: HttpRequest, page: int, pk: int) -> HttpResponse:
    """End it, or use one of its texts from now on."""
    found = get_object_or_404(_page(request, page).experiments, pk=pk)
    if not _may_change(request, page):
        raise PermissionDenied
    number = request.POST.get("use", "")
    if number.isascii() and number.isdigit() and found.variants.filter(number=int(number[:4])).exists():
        try:
            trying.use(found, int(number), clock.now())
            messages.success(request, _("Done. Whoever signs from now on gets this text."))
        except texts.BeingTried:
            messages.error(request, _("Another experiment with these texts is running. End that one first."))
    elif "adapt" in request.POST and found.ended_at is None:
        try:
            adapting.go_on(found, _shares(found), clock.now())
            messages.success(request, _("It goes on with these shares. What was learned so far is kept."))
        except trying.CannotStart:
            messages.error(request, _("These texts have changed or are being tried already."))
    else:
        trying.end(found, clock.now())
        messages.success(request, _("Ended. What its people still bring within 72 hours counts."))
    return _back(page)


def as_csv(request: HttpRequest, page: int, pk: int) -> HttpResponse:
    """One row for each text."""
    found = get_object_or_404(_page(request, page).experiments, pk=pk)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="experiment-{pk}.csv"'
    writer = csv.writer(answer)
    writer.writerow(["number", "text", "shown", "brought", "per_signatory", "low", "high"])
    for result in trying.judge(list(found.variants.all())).results:
        said = result.variant.words
        said = f"'{said}" if said.lstrip().startswith(("=", "+", "-", "@")) else said
        figures = [f"{value:.4f}" for value in (result.mean, result.low, result.high)]
        writer.writerow([result.variant.number, said, result.variant.shown, result.variant.brought, *figures])
    return answer


# --- what is said ---


def _shown(experiment: Experiment) -> Shown:
    verdict = trying.judge(list(experiment.variants.all()))
    finding = _finding(verdict)
    heading = _heading(experiment.channel, experiment.language)
    words = charts.Words(f"experiment-{experiment.pk}", finding, heading)
    picture = charts.dots([_dot(result, verdict) for result in verdict.results], words)
    shares = [] if verdict.waits or experiment.ended_at else _shares(experiment)
    return Shown(experiment, heading, finding, verdict, picture, shares)


def _shares(experiment: Experiment) -> list[int]:
    """The same for everybody who looks, until something new is known."""
    variants = adapting.known(experiment)
    return adapting.shares(variants, Random(sum(variant.shown for variant in variants)))


def _finding(verdict: trying.Verdict) -> str:
    if verdict.waits:
        return _("Too few to say: each text needs %(n)s signatories.") % {"n": trying.FEWEST}
    if verdict.winner is None:
        return _("No clear winner yet.")
    closest = min(verdict.differences, key=lambda difference: difference.low)
    return _("Text %(number)s brings more: between %(low)s and %(high)s names more per 100 signatories.") % {
        "number": verdict.winner.variant.number,
        "low": _per_hundred(closest.low),
        "high": _per_hundred(closest.high),
    }


def _dot(result: trying.Result, verdict: trying.Verdict) -> charts.Dot:
    label = f"{result.variant.number}. {Truncator(result.variant.words).chars(60)}"
    colour = palette.MAGENTA if result is verdict.winner else palette.TEAL
    return charts.Dot(label, result.mean, result.low, result.high, _per_hundred(result.mean), colour)


def _per_hundred(mean: float) -> str:
    return number_format(100 * mean, decimal_pos=1)


def _heading(channel: str, language: str) -> str:
    spoken = get_language_info(language)["name_local"].capitalize()
    return f"{channel_name(channel)}, {spoken}"


def _ready(page: Page) -> list[dict[str, Any]]:
    """Channels and languages with two texts or more that are not being tried."""
    running = set(page.experiments.filter(ended_at=None).values_list("channel", "language"))
    return [
        {"channel": channel, "language": language, "heading": _heading(channel, language), "words": words}
        for (channel, language), words in sorted(texts.written(page.pk).items())
        if len(words) > 1 and (channel, language) not in running
    ]


def _page(request: HttpRequest, page: int) -> Page:
    return get_object_or_404(Page.objects.seen_by(request.user).select_related("organisation"), pk=page)


def _may_change(request: HttpRequest, page: int) -> bool:
    return Page.objects.run_by(request.user).filter(pk=page).exists()


def _back(page: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:share_experiments", args=[page]))


def _framed(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    return {**admin.site.each_context(request), **context}
