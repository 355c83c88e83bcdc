"""Adaptive experiments: show a text as often as it is likely to be the best (Thompson sampling).

All experiments of a page that tried the same words in the same place are known together: a change of shares
is a new experiment, and nothing that was learned is lost with it.
"""

import datetime as dt
from collections.abc import Sequence
from random import Random

from django.db import transaction

from causes.models import Experiment, Variant
from sharing import trying

_DRAWS = 2000
_FEWEST = 5  # per hundred: no text is given up, since what works may change


def known(experiment: Experiment) -> list[Variant]:
    """The texts of `experiment` with the sums of every experiment that tried them in this place. Not to be
    stored."""
    rows = Variant.objects.filter(
        experiment__page=experiment.page_id,
        experiment__channel=experiment.channel,
        experiment__language=experiment.language,
    )
    pooled = {
        variant.words: Variant(experiment=experiment, number=variant.number, words=variant.words)
        for variant in experiment.variants.order_by("number")
    }
    for row in rows:
        if whole := pooled.get(row.words):
            whole.shown += row.shown
            whole.brought += row.brought
            whole.squares += row.squares
    return list(pooled.values())


def shares(variants: Sequence[Variant], chance: Random) -> list[int]:
    """For each text, in the order given, how often of 100 it should be shown: at least 5, and nothing but
    equal shares while one of them is too little known."""
    if any(variant.shown < trying.FEWEST for variant in variants):
        return [100 // len(variants)] * len(variants)
    means = [(result.mean, result.error) for result in map(trying.measured, variants)]
    wins = [0] * len(variants)
    for _ in range(_DRAWS):
        drawn = [chance.gauss(mean, error) for mean, error in means]
        wins[drawn.index(max(drawn))] += 1
    return [max(_FEWEST, round(100 * each / _DRAWS)) for each in wins]


def go_on(experiment: Experiment, weights: Sequence[int], now: dt.datetime) -> Experiment:
    """End it and try the same texts with other shares. Raises `trying.CannotStart` when they have changed."""
    with transaction.atomic():
        trying.end(experiment, now)
        return trying.start(experiment.page, experiment.channel, experiment.language, weights, now)
