"""Draws from a seeded generator: how many friends, the hours until they come, the quiet of the night."""

import datetime as dt
import math
from random import Random

_LOCAL = dt.timedelta(hours=-7)  # Arizona
_WAKES = 7


def poisson(chance: Random, mean: float) -> int:
    """How many of many unlikely things happen; for small means."""
    limit, product, number = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        number += 1
    return number


def friends(chance: Random, mean: float) -> int:
    """How many somebody brings: most nobody, a few very many, `mean` on average."""
    shape = 0.45
    return poisson(chance, min(mean * chance.gammavariate(shape, 1 / shape), 30))


def until_friend(chance: Random) -> dt.timedelta:
    """Mostly an hour or two, sometimes days."""
    return dt.timedelta(hours=min(chance.lognormvariate(0.7, 1.5), 400))


def until_confirmed(chance: Random) -> dt.timedelta:
    """Mostly within minutes, sometimes the next morning."""
    return dt.timedelta(minutes=min(chance.lognormvariate(1.4, 1.4), 2000))


def within_wave(chance: Random) -> dt.timedelta:
    """A wave is steep at first and then runs out over a day or two."""
    return dt.timedelta(hours=chance.expovariate(1 / 9))


def awake(chance: Random, moment: dt.datetime) -> dt.datetime:
    """Most people who would come in the night come in the morning."""
    hour = (moment + _LOCAL).hour
    if hour >= _WAKES or chance.random() < 0.12:
        return moment
    return moment + dt.timedelta(hours=_WAKES - hour, minutes=chance.uniform(0, 150))
