"""Which figures a growth page shows, in order; each can be asked for alone by its name."""

from collections.abc import Callable

from sharing.growth import waves, ways
from sharing.growth.figures import Figure
from sharing.growth.story import Story

_OF_PETITION = (
    waves.hours,
    waves.days,
    waves.ripple,
    waves.generations,
    ways.channels,
    ways.connectors,
    ways.links,
)
_OF_ORGANISATION = (ways.pages, waves.days, waves.hours, *_OF_PETITION[2:])


def figures(story: Story) -> list[Figure]:
    """All that the page shows."""
    return [teller(story) for teller in tellers(story).values()]


def tellers(story: Story) -> dict[str, Callable[[Story], Figure]]:
    """Name -> what answers it."""
    chosen = _OF_PETITION if story.petition else _OF_ORGANISATION
    return {teller.__name__: teller for teller in chosen}
