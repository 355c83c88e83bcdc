"""Experiments with share texts: start one, read it without wishful thinking, use the winner.

What counts is confirmed names brought within 72 hours per confirmed signatory who saw the text. People are
very unequal in this, so the interval comes from the spread of people, not from a formula for coins.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import NormalDist

from django.db import transaction

from causes.models import Experiment, Page, Variant
from causes.models.experiment import SLOTS
from sharing import texts

FEWEST = 100  # signatories per text before anything is said
MOST_WEIGHT = 100


class CannotStart(Exception):
    """Fewer than two texts, one of them tried already, or a page that never stores who brought whom."""


@dataclass(frozen=True)
class Result:
    """One text and what it did: `mean` names per signatory, with the ends of its 95 % interval."""

    variant: Variant
    mean: float
    error: float  # standard error of the mean

    @property
    def low(self) -> float:
        return max(self.mean - _Z * self.error, 0.0)

    @property
    def high(self) -> float:
        return self.mean + _Z * self.error


@dataclass(frozen=True)
class Difference:
    """How much more `better` brings per signatory than `other`, with the ends of the interval."""

    better: Result
    other: Result
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        return self.low > 0


@dataclass(frozen=True)
class Verdict:
    """`winner` is None while nothing is clear; `waits` says that a text was seen by fewer than FEWEST."""

    results: Sequence[Result]
    differences: Sequence[Difference]
    winner: Result | None
    waits: bool


_Z = NormalDist().inv_cdf(0.975)


def start(page: Page, channel: str, language: str, weights: Sequence[int], now: dt.datetime) -> Experiment:
    """Try all texts of a channel and language side by side, `weights` to each other. Raises CannotStart."""
    with transaction.atomic():
        page = Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        words = texts.written(page.pk).get((channel, language), [])
        running = Experiment.objects.filter(page=page, channel=channel, language=language, ended_at=None)
        if len(words) < 2 or len(weights) != len(words) or page.sensitive or running.exists():
            raise CannotStart
        made = Experiment.objects.create(page=page, channel=channel, language=language, started_at=now)
        Variant.objects.bulk_create(
            Variant(experiment=made, number=number, words=text, first_slot=first, end_slot=end)
            for number, (text, (first, end)) in enumerate(zip(words, slots(weights), strict=True), 1)
        )
    return made


def slots(weights: Sequence[int]) -> list[tuple[int, int]]:
    """The share of each weight as whole slots that cover all of them."""
    total, ends, sofar = sum(weights), [0], 0
    for weight in weights:
        sofar += weight
        ends.append(round(SLOTS * sofar / total))
    return list(pairwise(ends))


def end(experiment: Experiment, now: dt.datetime) -> None:
    """Nobody new is in it; what its people still bring within their 72 hours counts."""
    Experiment.objects.filter(pk=experiment.pk, ended_at=None).update(ended_at=now)


def use(experiment: Experiment, number: int, now: dt.datetime) -> None:
    """End it, and make text `number` the one that everybody new gets. Raises Variant.DoesNotExist."""
    chosen = experiment.variants.get(number=number)
    with transaction.atomic():
        end(experiment, now)
        place = (experiment.page_id, experiment.channel, experiment.language)
        others = texts.written(place[0]).get(place[1:], [])
        texts.store(
            *place, [chosen.words, *(words for words in others if words != chosen.words)][: texts.MOST]
        )


def judge(variants: Sequence[Variant]) -> Verdict:
    """What can be said. With several texts each comparison has to be surer, so that chance does not win."""
    results = sorted((measured(variant) for variant in variants), key=lambda result: -result.mean)
    best, others = results[0], results[1:]
    z = NormalDist().inv_cdf(1 - 0.05 / (2 * max(len(others), 1)))
    differences = [_difference(best, other, z) for other in others]
    waits = any(variant.shown < FEWEST for variant in variants)
    clear = not waits and all(difference.is_clear for difference in differences)
    return Verdict(results, differences, best if clear else None, waits)


def measured(variant: Variant) -> Result:
    """Mean and standard error of one text."""
    n = variant.shown
    if n < 2:
        return Result(variant, variant.brought / max(n, 1), 0.0)
    mean = variant.brought / n
    spread = max(variant.squares - n * mean * mean, 0.0) / (n - 1)
    return Result(variant, mean, sqrt(spread / n))


def _difference(better: Result, other: Result, z: float) -> Difference:
    gap, error = better.mean - other.mean, sqrt(better.error**2 + other.error**2)
    return Difference(better, other, gap - z * error, gap + z * error)
