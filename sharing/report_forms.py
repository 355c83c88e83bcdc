"""The desk's forms of reports for funders: what to tell of, and what to say first."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.desk_forms import OneOrganisation
from causes.models import Page
from petitions.models import Petition
from sharing.models import Legislation, Report

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_WORDS = ("title", "outcome", "learned", "next")
PERIOD, OPEN_FOR = dt.timedelta(days=89), dt.timedelta(days=180)
_LONGEST = dt.timedelta(days=365 * 3)


class ReportForm(OneOrganisation, forms.ModelForm):
    """A report's choices and words. Once its link is out only the words and the last day may change."""

    class Meta:
        model = Report
        fields = [
            "organisation", "title", "starts_on", "ends_on", "pages", "outcome", "learned", "next",
            "language", "expires_on",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.now().astimezone(dt.UTC).date()
        if "organisation" in self.fields:
            self.choose_organisation()
        if self.instance.pk is None:
            yesterday = today - dt.timedelta(days=1)
            self.initial.setdefault("starts_on", yesterday - PERIOD)
            self.initial.setdefault("ends_on", yesterday)
            self.initial.setdefault("expires_on", today + OPEN_FOR)
        if "pages" in self.fields:
            pages: Any = self.fields["pages"]
            pages.choices = grouped(pages.queryset)
            pages.help_text = gettext_lazy("None chosen: all of them. A cause brings its petitions along.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        today = clock.now().astimezone(dt.UTC).date()
        self._check_days(cleaned.get("starts_on"), cleaned.get("ends_on"), today)
        expires = cleaned.get("expires_on")
        if expires and "expires_on" in self.changed_data and not today <= expires <= today + _LONGEST:
            self.add_error("expires_on", _("Choose a day from today on, at most three years ahead."))
        for name in _WORDS:
            if _ADDRESS.search(cleaned.get(name) or ""):
                self.add_error(name, _("Leave e-mail addresses out: whoever has the link reads this."))
        organisation = cleaned.get("organisation")
        chosen = cleaned.get("pages") or []
        if organisation and any(page.organisation_id != organisation.pk for page in chosen):
            self.add_error("pages", _("Choose only what this organisation runs."))
        return cleaned

    def _check_days(self, starts: dt.date | None, ends: dt.date | None, today: dt.date) -> None:
        """Only days that are over: a report is counted once, and nobody may watch it grow."""
        if ends and ends >= today:
            self.add_error("ends_on", _("Yesterday at the latest: a report tells of days that are over."))
        if starts and ends and starts > ends:
            self.add_error("starts_on", _("It has to begin before it ends."))


class LegislationForm(forms.Form):
    """For each petition of a report, whether it asks for a specific law."""

    def __init__(self, *args: Any, petitions: QuerySet[Petition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(Legislation.objects.filter(petition__in=petitions).values_list("petition", "asks"))
        choices = [("", gettext_lazy("not said")), *Legislation.Asks.choices]
        for petition in petitions:
            self.fields[f"p{petition.pk}"] = forms.ChoiceField(
                label=petition.title,
                choices=choices,
                required=False,
                initial=known.get(petition.pk, ""),
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[int, str]:
        """Petition -> yes, no, unsure, or "" for not said."""
        return {int(name[1:]): value for name, value in self.cleaned_data.items()}


def grouped(pages: QuerySet[Page]) -> list[Any]:
    """Choices of causes, each with its petitions below it."""
    known = {page.pk: page for page in pages}
    petitions = Petition.objects.filter(pk__in=known).order_by("-published_at")
    below: dict[int, list[tuple[int, str]]] = {}
    for petition in petitions:
        below.setdefault(petition.cause_id, []).append((petition.pk, petition.title))
    causes = {page.pk: page.title for page in known.values() if page.kind == Page.Kind.CAUSE}
    found: list[Any] = []
    for pk in sorted(causes.keys() | below.keys(), key=lambda key: causes.get(key, "")):
        whole = [(pk, _("The whole cause: %(title)s") % {"title": causes[pk]})] if pk in causes else []
        found.append((causes.get(pk, ""), [*whole, *below.get(pk, [])]))
    return found
