"""An organisation's own look on its pages: a small stylesheet of our own origin that sets a few tokens.

The pages allow no inline style, and nothing an organisation types becomes part of the stylesheet but a
colour that was checked.
"""

import hashlib

from django.urls import reverse

from accounts import colours
from accounts.models import Organisation

_SHEET = """:root{{--magenta:{colour};--magenta-dark:{pressed};--on-magenta:#ffffff;\
--poster:{colour};--poster-ring:{ring}}}
@media (prefers-color-scheme:dark){{:root{{--magenta:{light};--magenta-dark:{lighter};\
--on-magenta:#14131f;--poster:{ground};--poster-ring:{dark_ring}}}}}
@media print{{:root{{--poster:#ffffff}}}}
"""


def stylesheet(organisation: Organisation) -> str:
    """The tokens that the organisation's colour sets, in both themes."""
    colour = organisation.colour
    light = colours.for_the_dark(colour)
    ground = colours.mix(colour, "#000000", 0.3)
    return _SHEET.format(
        colour=colour,
        pressed=colours.mix(colour, "#000000", 0.25),
        ring=colours.mix(colour, "#000000", 0.22),
        light=light,
        lighter=colours.mix(light, colours.WHITE, 0.35),
        ground=ground,
        dark_ring=colours.mix(ground, "#000000", 0.25),
    )


def address(organisation: Organisation) -> str:
    """Where its stylesheet is, "" for the site's own look. A new colour has a new address."""
    if not organisation.colour:
        return ""
    return reverse("look", args=[organisation.slug, digest(stylesheet(organisation))])


def digest(sheet: str) -> str:
    return hashlib.sha256(sheet.encode()).hexdigest()[:12]
