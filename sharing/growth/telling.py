"""Which figures a growth page shows, part by part; each can be asked for alone by its name."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharing.growth import (
    circles,
    crowd,
    list_pictures,
    loop,
    mail_pictures,
    pace,
    side_by_side,
    waves,
    ways,
    where,
)
from sharing.growth.figures import Figure, Section
from sharing.growth.story import Story

Teller = Callable[[Story], Figure]
_Parts = tuple[tuple[str, Promise, tuple[Teller, ...]], ...]

_NETWORK = (circles.ripple, waves.generations, crowd.network_facts, ways.links, ways.connectors)
_OF_PETITION: _Parts = (
    ("now", _("Now"), (pace.first_ten, waves.hours, pace.speed)),
    ("growth", _("Growth"), (waves.days, crowd.audience)),
    ("sharing", _("Sharing"), (loop.funnel, mail_pictures.letters, ways.channels)),
    ("network", _("Network"), _NETWORK),
    ("places", _("Places"), (where.regions,)),
)
_OF_ORGANISATION: _Parts = (
    ("now", _("Now"), (side_by_side.pages,)),
    ("network", _("Network"), _NETWORK),
    ("growth", _("Growth"), (waves.days, waves.hours, crowd.audience, list_pictures.list_growth)),
    ("sharing", _("Sharing"), (loop.funnel, ways.channels)),
    ("places", _("Places"), (where.regions,)),
)


def sections(story: Story) -> list[Section]:
    """All that the page shows."""
    return [
        Section(name, str(heading), [teller(story) for teller in tellers])
        for name, heading, tellers in _parts(story)
    ]


def tellers(story: Story) -> dict[str, Teller]:
    """Name -> what answers it."""
    return {teller.__name__: teller for _name, _heading, part in _parts(story) for teller in part}


def _parts(story: Story) -> _Parts:
    return _OF_PETITION if story.petition else _OF_ORGANISATION
