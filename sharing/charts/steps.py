"""Growth over time: bars of what came, and above them the step line of all that has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.utils.formats import number_format
from django.utils.safestring import SafeString

from sharing.charts import palette
from sharing.charts.canvas import Canvas, Words, grid, number, shortened, width_of

_MARK = 10.0  # half as wide as a mark is


@dataclass(frozen=True)
class Tick:
    """A word under the time axis."""

    at: float
    label: str


@dataclass(frozen=True)
class Steps:
    """What to draw. `edges` are the ends of the bars on the time axis, one more than there are bars;
    `end` is how far the axis reaches. The words label the last height and the highest bar."""

    edges: Sequence[float]
    amounts: Sequence[int]
    before: int
    end: float
    ticks: Sequence[Tick]
    total_words: str
    peak_words: str
    recent_from: float | None = None  # where the last 24 hours begin: the sun stands behind them
    goal: tuple[int, str] | None = None
    marks: Sequence[float] = ()  # when something happened: numbered from 1 in this order, told elsewhere

    @cached_property
    def heights(self) -> list[int]:
        """The total after each bar."""
        totals, total = [], self.before
        for amount in self.amounts:
            total += amount
            totals.append(total)
        return totals


@dataclass(frozen=True)
class _Plot:
    """Where things lie on one sheet: the line above, the bars below, one time axis."""

    steps: Steps
    width: float
    height: float
    left: float = 8
    right: float = 8

    @property
    def top(self) -> float:
        """Room for the line's last words, and for marks above them."""
        return 62 if self.steps.marks else 34

    @property
    def floor(self) -> float:
        return self.height - 30

    @property
    def line_floor(self) -> float:
        return self.top + (self.floor - self.top) * 0.62

    @property
    def bar_top(self) -> float:
        return self.line_floor + 30

    def x(self, at: float) -> float:
        return self.left + at / max(self.steps.end, 1e-9) * (self.width - self.left - self.right)

    @property
    def highest(self) -> int:
        """The greatest total; or the goal, when it is in sight."""
        highest = max([*self.steps.heights, self.steps.before, 1])
        goal = self.steps.goal[0] if self.steps.goal else 0
        return goal if highest < goal <= highest * 1.7 else highest

    def y(self, total: float) -> float:
        return self.line_floor - total / self.highest * (self.line_floor - self.top)

    def bar(self, amount: int) -> float:
        most = max([*self.steps.amounts, 1])
        return max(amount, 0) / most * (self.floor - self.bar_top)


def steps(drawn: Steps, words: Words, wide: bool) -> SafeString:
    """The picture, for a desk (960 units) or a phone (400)."""
    plot = _Plot(drawn, 960, 340) if wide else _Plot(drawn, 400, 330)
    canvas = Canvas(plot.width, plot.height, words)
    if drawn.recent_from is not None:
        left = plot.x(max(drawn.recent_from, 0))
        canvas.rect(
            left,
            plot.top,
            plot.x(drawn.end) - left,
            plot.floor - plot.top,
            palette.SUN,
            opacity=0.5,
            css="recent",
        )
    _draw_axis(canvas, plot)
    _draw_grid(canvas, plot)
    _draw_goal(canvas, plot)
    _draw_bars(canvas, plot)
    _draw_marks(canvas, plot)
    _draw_line(canvas, plot)
    return canvas.svg()


def _draw_axis(canvas: Canvas, plot: _Plot) -> None:
    canvas.line(plot.left, plot.line_floor, plot.width - plot.right, plot.line_floor, palette.HAIR)
    canvas.line(plot.left, plot.floor, plot.width - plot.right, plot.floor, palette.QUIET)
    ticks = plot.steps.ticks
    strides = (ticks[::stride] for stride in range(1, len(ticks) + 1))
    for tick in next((chosen for chosen in strides if _fit(plot, chosen)), []):
        canvas.line(plot.x(tick.at), plot.floor, plot.x(tick.at), plot.floor + 5, palette.QUIET)
        canvas.text(_reach(plot, tick)[0], plot.floor + 21, tick.label, colour=palette.QUIET)


def _reach(plot: _Plot, tick: Tick) -> tuple[float, float]:
    """Where a tick's word begins and ends, kept on the sheet."""
    wide = width_of(tick.label, 13)
    left = min(max(plot.x(tick.at) - wide / 2, 0), plot.width - wide)
    return left, left + wide


def _fit(plot: _Plot, ticks: Sequence[Tick]) -> bool:
    """Whether the words stand apart from one another."""
    reaches = [_reach(plot, tick) for tick in ticks]
    return all(end + 12 <= start for (_, end), (start, _) in pairwise(reaches))


def _draw_grid(canvas: Canvas, plot: _Plot) -> None:
    """Round heights, lightly; none where the goal's words stand."""
    goal = plot.steps.goal[0] if plot.steps.goal else 0
    for height in grid(plot.highest):
        y = plot.y(height)
        if goal and abs(y - plot.y(goal)) < 22:
            continue
        canvas.line(plot.left, y, plot.width - plot.right, y, palette.HAIR)
        canvas.text(
            plot.left, y - 4, number_format(height, force_grouping=True), size=12, colour=palette.QUIET
        )


def _draw_goal(canvas: Canvas, plot: _Plot) -> None:
    if not plot.steps.goal:
        return
    goal, label = plot.steps.goal
    y = plot.y(goal)
    if y < plot.top - 1:
        return
    canvas.line(plot.left, y, plot.width - plot.right, y, palette.QUIET, dashes="4 4")
    canvas.text(plot.left, y - 6, label, colour=palette.QUIET)


def _draw_bars(canvas: Canvas, plot: _Plot) -> None:
    edges, amounts = plot.steps.edges, plot.steps.amounts
    outline = ""
    for start, end, amount in zip(edges[:-1], edges[1:], amounts, strict=True):
        x, wide = plot.x(start), plot.x(end) - plot.x(start)
        gap = min(wide * 0.2, 3)
        if amount > 0:
            high = max(plot.bar(amount), 1)
            corner = f"M{number(x + gap / 2)} {number(plot.floor)}"
            outline += f"{corner}v{number(-high)}h{number(wide - gap)}v{number(high)}z"
    if not outline:
        return
    canvas.area(outline, palette.MAGENTA)
    peak = max(range(len(amounts)), key=lambda place: amounts[place])
    middle = (plot.x(edges[peak]) + plot.x(edges[peak + 1])) / 2
    _label(canvas, plot, middle, plot.bar_top - 7, plot.steps.peak_words, palette.MAGENTA)


def _draw_marks(canvas: Canvas, plot: _Plot) -> None:
    """A numbered point over each moment; those that would touch stand beside each other."""
    places: list[float] = []
    for at in plot.steps.marks:
        places.append(max([plot.x(at), _MARK + 1, *(place + 2 * _MARK + 3 for place in places[-1:])]))
    last = plot.width - _MARK - 1
    for turn in range(len(places) - 1, -1, -1):
        places[turn] = min(places[turn], last)
        last = places[turn] - 2 * _MARK - 3
    for place, (x, at) in enumerate(zip(places, plot.steps.marks, strict=True), start=1):
        canvas.line(plot.x(at), 2 * _MARK + 4, plot.x(at), plot.line_floor, palette.QUIET, dashes="2 4")
        canvas.circle(x, _MARK + 2, _MARK, palette.INK)
        canvas.text(x, _MARK + 6.5, str(place), colour=palette.PAPER, anchor="middle", css="strong")


def _draw_line(canvas: Canvas, plot: _Plot) -> None:
    """A step at the end of each bar: what is counted is known when its hour or day is over."""
    edges, heights = plot.steps.edges, plot.steps.heights
    if not heights:
        return
    path = f"M{number(plot.x(edges[0]))} {number(plot.y(plot.steps.before))}"
    for end, total in zip(edges[1:], heights, strict=True):
        path += f"H{number(plot.x(end))}V{number(plot.y(total))}"
    canvas.area(f"{path}V{number(plot.line_floor)}H{number(plot.x(edges[0]))}Z", palette.TEAL, opacity=0.12)
    canvas.stroke(path, 3, palette.TEAL)
    x, y = plot.x(edges[-1]), plot.y(heights[-1])
    canvas.circle(x, y, 5, palette.TEAL)
    _label(canvas, plot, x, y - 12, plot.steps.total_words, palette.TEAL)


def _label(canvas: Canvas, plot: _Plot, x: float, y: float, words: str, colour: str) -> None:
    """Words over a point, kept on the sheet."""
    words = shortened(words, 15, plot.width - 12)
    half = width_of(words, 15) / 2
    x = min(max(x, half + 2), plot.width - half - 2)
    canvas.text(x, max(y, 16), words, size=15, colour=colour, anchor="middle", css="strong")
