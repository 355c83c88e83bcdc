"""A small picture with the number, for places that take nothing but a picture."""

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.translation import ngettext

from accounts.site import site_facts
from petitions.models import Petition

_NARROW, _WIDE = frozenset(" !.,:;|'iIjlt1fr()[]-"), frozenset("mwMWQ@%")
_HEIGHT = 28


def badge(petition: Petition, count: int) -> str:
    """The count in the language that is spoken, as SVG: it needs no font of ours and runs nothing."""
    number = number_format(count, use_l10n=True, force_grouping=True)
    words = ngettext("person has signed", "people have signed", count)
    left, right = _width(number, 9.2) + 20, _width(words, 7.4) + 20
    return render_to_string(
        "embed/badge.svg",
        {
            **site_facts(),
            "number": number,
            "words": words,
            "left": left,
            "right": right,
            "middle": left / 2,
            "second": left + right / 2,
            "whole": left + right,
            "height": _HEIGHT,
            "colour": petition.organisation.colour or "#b3175b",
        },
    )


def _width(text: str, size: float) -> float:
    """About how many pixels a text is wide; the picture then sets it to exactly that."""
    factors = {True: 0.55, False: 1.0}
    return round(sum(1.45 if c in _WIDE else factors[c in _NARROW] for c in text) * size, 1)
