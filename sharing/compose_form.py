"""The organisation's own post: the same words on several accounts, now or at a chosen time."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causes.models import Page
from petitions.local_times import as_meant
from sharing import wording
from sharing.drafts import Draft

_FURTHEST = dt.timedelta(days=366)


def agreement(page: Page) -> str:
    """What the organiser agrees to by pressing the button; kept with each post."""
    names = {"site": settings.SITE_NAME, "organisation": page.organisation.name}
    return (
        _("I ask %(site)s to post exactly this text once on each chosen account, for %(organisation)s.")
        % names
    )


class ComposeForm(forms.Form):
    """`drafts`: one per account that may be chosen, each with its own link below the same words.

    Times are typed and shown in the page's own time zone.
    """

    words = forms.CharField(
        strip=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": gettext_lazy("Write a few words of your own."),
            "max_length": gettext_lazy("This is far too long for a post."),
        },
    )
    accounts = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": gettext_lazy("Choose at least one account.")}
    )
    at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
    when = forms.ChoiceField(choices=[("now", "now"), ("later", "later")], required=False)
    agreed = forms.CharField(required=False)

    def __init__(self, *args: Any, drafts: list[Draft], now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drafts, self.now, self.page = drafts, now, drafts[0].page
        self.agreement = agreement(self.page)
        self.time_zone = self.page.time_zone
        self.due_at = now
        choices = [(draft.connection.pk, draft.account) for draft in drafts]
        accounts = self.fields["accounts"]
        assert isinstance(accounts, forms.TypedMultipleChoiceField)
        accounts.choices = choices

    def rows(self) -> list[dict[str, Any]]:
        """What the template shows per account."""
        chosen = {str(pk) for pk in self["accounts"].value() or []}
        words = wording.clean(str(self["words"].value() or ""))
        return [
            {"draft": d, "chosen": str(d.connection.pk) in chosen, "left": d.left(words)} for d in self.drafts
        ]

    @property
    def chosen(self) -> list[Draft]:
        """The accounts that were ticked, of a valid form."""
        return [d for d in self.drafts if d.connection.pk in self.cleaned_data["accounts"]]

    def clean_words(self) -> str:
        words = wording.clean(self.cleaned_data["words"])
        if not words:
            raise forms.ValidationError(_("Write a few words of your own."), code="required")
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if "words" in cleaned and "accounts" in cleaned:
            self._clean_accounts(cleaned["words"])
        if cleaned.get("when") == "later" and "at" in cleaned:
            self._clean_time(cleaned["at"])
        if cleaned.get("agreed") != self.agreement:
            raise forms.ValidationError(
                _("What you agree to has changed. Please read it and press once more."), code="agreed"
            )
        return cleaned

    def _clean_accounts(self, words: str) -> None:
        met: set[str] = set()
        for draft in self.chosen:
            if draft.network.own_words and draft.network.name in met:
                only_one = _("%(network)s forbids the same text on several accounts: choose one of them.")
                self.add_error("accounts", only_one % {"network": draft.network.label})
                return
            met.add(draft.network.name)
            if wrong := draft.wrong(words, self.now):
                self.add_error("words", wrong)

    def _clean_time(self, typed: dt.datetime | None) -> None:
        if typed is None:
            self.add_error("at", _("Say when, or choose “as soon as possible”."))
            return
        try:
            self.due_at = as_meant(typed, self.time_zone)
        except forms.ValidationError as error:
            self.add_error("at", error)
            return
        if self.due_at <= self.now:
            self.add_error("at", _("This moment has passed. Choose a later one."))
        elif self.due_at > self.now + _FURTHEST:
            self.add_error("at", _("This is more than a year away. Choose an earlier moment."))
