"""Dates at the desk are meant in the petition's own time zone, whatever clock the server keeps."""

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TIMES = ("opens_at", "closes_at")


def zone_choices() -> list[tuple[str, str]]:
    """Every time zone by its name, places only."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and name[0].isupper())
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names if name[:4] != "Etc/")]


def as_typed(moment: dt.datetime, zone: str) -> dt.datetime:
    """What a clock on the wall there shows, without a zone: a form shows it as it is."""
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)


def as_meant(cleaned: dt.datetime, zone: str) -> dt.datetime:
    """The moment that somebody meant who typed `cleaned`, which a form field took for the server's zone.

    Raises ValidationError for an hour that the clocks there leap over. An hour that comes twice is the first.
    """
    there = timezone.make_naive(cleaned).replace(tzinfo=zoneinfo.ZoneInfo(zone))
    moment = there.astimezone(dt.UTC)
    if moment.astimezone(there.tzinfo).replace(tzinfo=None) != there.replace(tzinfo=None):
        raise forms.ValidationError(_("The clocks there leap over this hour. Choose another."))
    return moment


class LocalTimes:
    """For a form of a petition: shows and reads `opens_at` and `closes_at` in its `time_zone`."""

    fields: dict[str, Any]
    initial: Any
    instance: Any

    def show_local_times(self) -> None:
        """Called once the form is made."""
        if "time_zone" in self.fields:
            chosen = self.initial.get("time_zone") or self.instance.time_zone
            known = zone_choices()
            if chosen not in dict(known):
                known.append((chosen, chosen))
            field = forms.ChoiceField(choices=known, label=self.fields["time_zone"].label, required=False)
            field.help_text = _("Opening and closing are meant in this time.")
            self.fields["time_zone"] = field
        for name in TIMES:
            if self.initial.get(name):
                self.initial[name] = as_typed(self.initial[name], self.instance.time_zone)

    def read_local_times(self, cleaned: dict[str, Any]) -> dict[str, list[Any]]:
        """Changes `cleaned` into moments; what is wrong comes back by field."""
        wrong: dict[str, list[Any]] = {}
        zone = cleaned["time_zone"] = cleaned.get("time_zone") or self.instance.time_zone
        for name in TIMES:
            if cleaned.get(name):
                try:
                    cleaned[name] = as_meant(cleaned[name], zone)
                except forms.ValidationError as error:
                    wrong[name] = error.messages
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens and not wrong:
            wrong["closes_at"] = [_("It closes before it opens.")]
        return wrong
