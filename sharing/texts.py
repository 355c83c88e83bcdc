"""Which words a share starts from: the organiser's, one of those that are being tried, or our own."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from causes.models import Experiment, Link, Page, Variant
from sharing.models import ShareText, Sharing
from sharing.models.text import MOST

__all__ = ["MOST", "BeingTried", "Texts", "Trial", "read", "store", "trials", "words_of", "written"]


@dataclass(frozen=True)
class Trial:
    """An experiment, running or over, with its texts."""

    experiment: Experiment
    variants: Sequence[Variant]

    def ran_at(self, moment: dt.datetime) -> bool:
        ended = self.experiment.ended_at
        return self.experiment.started_at <= moment and (ended is None or moment < ended)

    def words_for(self, code: str) -> str:
        slot = self.experiment.slot(code)
        return next(v.words for v in self.variants if v.first_slot <= slot < v.end_slot)


@dataclass(frozen=True)
class Texts:
    """What stands for one page in one language. `plain` is by channel, "" for all without a text of
    their own."""

    language: str
    plain: dict[str, str]
    trials: Sequence[Trial]
    asks_first: bool

    def of_link(self, code: str) -> dict[str, str]:
        """The words by channel for whoever owns link `code`: always the same for the same link.

        An alias has words of its own: whoever signs again must see nothing of the first time.
        """
        if not self.trials:
            return self.plain
        made = Link.objects.filter(code=code).values_list("created_at", "language").first()
        if made is None or made[1] != self.language:
            return self.plain
        tried = {t.experiment.channel: t.words_for(code) for t in self.trials if t.ran_at(made[0])}
        return {**self.plain, **tried}


def read(page_id: int, language: str) -> Texts:
    """Everything a share row needs to know of a page, in four small queries: keep it for a crowd."""
    plain = ShareText.objects.filter(page=page_id, language=language, number=1)
    asks_first = Sharing.objects.filter(page=page_id, asks_first=True).exists()
    return Texts(language, dict(plain.values_list("channel", "words")), trials(page_id, language), asks_first)


def trials(page_id: int, language: str) -> list[Trial]:
    """The experiments of a page in one language, oldest first."""
    found = Experiment.objects.filter(page=page_id, language=language).order_by("started_at")
    return [
        Trial(experiment, sorted(experiment.variants.all(), key=lambda variant: variant.number))
        for experiment in found.prefetch_related("variants")
    ]


class BeingTried(Exception):
    """An experiment runs with these texts: nobody changes them under it."""


def store(page_id: int, channel: str, language: str, words: Sequence[str]) -> None:
    """Put `words` (those that are empty left out) in the place of the texts of one channel and language.

    Raises BeingTried.
    """
    with transaction.atomic():
        Page.objects.select_for_update(no_key=True).get(
            pk=page_id
        )  # two colleagues at once: one after the other
        if Experiment.objects.filter(
            page=page_id, channel=channel, language=language, ended_at=None
        ).exists():
            raise BeingTried
        ShareText.objects.filter(page=page_id, channel=channel, language=language).delete()
        said = [text for text in words if text]
        ShareText.objects.bulk_create(
            ShareText(page_id=page_id, channel=channel, language=language, number=number, words=text)
            for number, text in enumerate(said, 1)
        )


def written(page_id: int) -> dict[tuple[str, str], list[str]]:
    """All texts of a page in their order, by channel and language."""
    found: dict[tuple[str, str], list[str]] = {}
    for text in ShareText.objects.filter(page=page_id).order_by("number"):
        found.setdefault((text.channel, text.language), []).append(text.words)
    return found


def words_of(texts: dict[str, str], channel: str, otherwise: str) -> str:
    """The words for one channel: its own, those for all, or `otherwise`."""
    return texts.get(channel) or texts.get("") or otherwise
