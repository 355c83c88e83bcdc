"""What organisers tell at the desk when a petition ends."""

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causes.desk_forms import PictureField
from causes.models import State
from causes.moves import Move
from petitions.models import Outcome, Petition

_ASKED = {
    State.DELIVERED: _("Who took the signatures, and what did they say?"),
    State.WON: _("What changed?"),
    State.LOST: _("What was the answer?"),
    State.NO_ANSWER: _("What did you try?"),
}


class OutcomeForm(forms.ModelForm):
    """What, when, and where one can check it: a source is a must for an answer, won or lost."""

    source = forms.URLField(
        label=_("Source"),
        max_length=400,
        assume_scheme="https",
        help_text=_("Where anybody can check it: the minutes, the news, the letter."),
    )

    picture = PictureField(label=_("A picture of the handover"), required=False)

    class Meta:
        model = Outcome
        fields = ["what", "on", "received_by", "picture", "picture_alt", "source"]
        widgets = {"what": forms.Textarea({"rows": 4}), "on": forms.DateInput({"type": "date"}, "%Y-%m-%d")}

    def __init__(
        self, petition: Petition, move: Move, now: dt.datetime, data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files)
        if move.end != State.DELIVERED:
            for name in ("received_by", "picture", "picture_alt"):
                del self.fields[name]
        self._petition = petition
        self._zone = zoneinfo.ZoneInfo(petition.time_zone)
        self._today = now.astimezone(self._zone).date()
        self.fields["what"].label = _ASKED[move.end]
        self.fields["source"].required = move.end in (State.WON, State.LOST)
        self.initial["on"] = self._today

    def clean_on(self) -> dt.date:
        """The day in the petition's own time zone: not in the future, not before it was published."""
        on: dt.date = self.cleaned_data["on"]
        if on > self._today:
            raise forms.ValidationError(_("This day has not come yet."))
        published = self._petition.published_at
        if published and on < published.astimezone(self._zone).date():
            raise forms.ValidationError(_("The petition was published later than that."))
        return on

    def told(self) -> dict[str, Any]:
        """What the move is told, as `petitions.publishing.make` takes it."""
        return {"outcome": self.save(commit=False)}
