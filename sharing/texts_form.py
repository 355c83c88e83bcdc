"""The desk's form of share texts: every language side by side, one channel at a time."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causes.models.experiment import LONGEST
from sharing.channels.links import BY_NAME
from sharing.channels.x.length import MAX_WEIGHTED, weighted_length
from sharing.texts import MOST

# Channels that take a text; Facebook, LinkedIn and Reddit show the page's card and nothing else.
CHANNELS: tuple[str, ...] = (
    *("", "whatsapp", "x", "email", "telegram", "bluesky", "mastodon", "threads", "sms", "sheet"),
)
_SAMPLE = " https://example.org/s/aaaaaaaaa/x/"  # an address counts the same at X, however long it is


def channel_name(channel: str) -> str:
    return str(BY_NAME[channel].label) if channel else _("All channels")


class TextsForm(forms.Form):
    """Fields `<language>_<number>`; `locked` languages are in an experiment and cannot be changed."""

    def __init__(
        self, *args: Any, channel: str, written: dict[str, list[str]], locked: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.channel, self.locked = channel, locked
        for language, _name in settings.LANGUAGES:
            words = written.get(language, [])
            for number in range(1, MOST + 1):
                self.fields[f"{language}_{number}"] = forms.CharField(
                    label=_("Text %(number)d") % {"number": number},
                    required=False,
                    disabled=language in locked,
                    initial=words[number - 1] if number <= len(words) else "",
                    max_length=LONGEST,
                    widget=forms.Textarea({"rows": 3, "lang": language, "spellcheck": "true"}),
                )

    def columns(self) -> list[dict[str, Any]]:
        """For each language its fields: the text in use first, then those to try against it."""
        return [
            {
                "language": language,
                "locked": language in self.locked,
                "first": self[f"{language}_1"],
                "others": [self[f"{language}_{number}"] for number in range(2, MOST + 1)],
                "has_others": any(self[f"{language}_{number}"].value() for number in range(2, MOST + 1)),
            }
            for language, _name in settings.LANGUAGES
        ]

    def words(self, language: str) -> list[str]:
        return [self.cleaned_data[f"{language}_{number}"] for number in range(1, MOST + 1)]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for name, words in list(told.items()):
            if words and self.channel in ("", "x"):
                self._fits_x(name, words)
        for language, _name in settings.LANGUAGES:
            self._differ(language, told)
        return told

    def _fits_x(self, name: str, words: str) -> None:
        over = weighted_length(words + _SAMPLE) - MAX_WEIGHTED
        if over > 0:
            said = _("Too long for X with the link, by %(n)d as X counts.") % {"n": over}
            self.add_error(name, ValidationError(said))

    def _differ(self, language: str, told: dict[str, Any]) -> None:
        seen: set[str] = set()
        for number in range(1, MOST + 1):
            words = told.get(f"{language}_{number}", "")
            if words and words in seen:
                self.add_error(f"{language}_{number}", ValidationError(_("This text stands here twice.")))
            seen.add(words)


class WeightsForm(forms.Form):
    """How often each text is shown, to each other: 1 and 1 is half and half, 3 and 1 three quarters."""

    def __init__(self, *args: Any, words: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = words
        for number in range(1, len(words) + 1):
            self.fields[f"weight_{number}"] = forms.IntegerField(
                label=gettext_lazy("Share"), min_value=1, max_value=100, initial=1
            )

    def pairs(self) -> list[tuple[str, forms.BoundField]]:
        return [(words, self[f"weight_{number}"]) for number, words in enumerate(self.texts, 1)]

    def weights(self) -> list[int]:
        return [self.cleaned_data[f"weight_{number}"] for number in range(1, len(self.texts) + 1)]
