"""Pictures of figures, drawn on the server as SVG: no script, no style attribute, nothing from elsewhere.

A chart knows numbers, words and colours, never a model: whoever asks for one words the finding.
"""

from sharing.charts.bars import Bar, bars, chain
from sharing.charts.canvas import Words
from sharing.charts.columns import Pillar, columns
from sharing.charts.dots import Dot, dots
from sharing.charts.ripple import MOST_RINGS, Arc, Ring, ripple
from sharing.charts.steps import Steps, Tick, steps
from sharing.charts.tiles import Square, TileMap, tiles

__all__ = [
    "MOST_RINGS",
    "Arc",
    "Bar",
    "Dot",
    "Pillar",
    "Ring",
    "Square",
    "Steps",
    "Tick",
    "TileMap",
    "Words",
    "bars",
    "chain",
    "columns",
    "dots",
    "ripple",
    "steps",
    "tiles",
]
