"""Small drawings that several posters share."""

from config.demo.paper import INK, SUN, Paper


def person(paper: Paper, x: float, ground: float, ink: str, *, small: bool = False, big: float = 1.0) -> None:
    """Somebody who stands at x with both feet on `ground`."""
    size = (70.0 if small else 100.0) * big
    paper.disc(x, ground - size * 1.42, size * 0.24, ink)
    paper.slice(x, ground - size * 0.62, size * 0.4, 180, 360, ink)
    paper.rect(x - size * 0.4, ground - size * 0.63, size * 0.8, size * 0.63, ink)


def bus(paper: Paper, x: float, y: float, size: float, ink: str) -> None:
    """A small bus in one ink."""
    paper.rect(x, y, size, size * 0.5, ink, size * 0.08)
    for place in range(3):
        paper.rect(x + size * (0.1 + place * 0.28), y + size * 0.09, size * 0.2, size * 0.16, INK, 2)
    for wheel in (0.25, 0.75):
        paper.disc(x + size * wheel, y + size * 0.5, size * 0.1, INK)


def house(
    paper: Paper, x: float, ground: float, size: float, ink: str, roof_ink: str, windows: bool = True
) -> None:
    paper.rect(x, ground - size * 0.75, size, size * 0.75, ink)
    top = ground - size * 0.75
    paper.shape([(x - 40, top), (x + size / 2, top - size * 0.42), (x + size + 40, top)], roof_ink)
    for place in (0.14, 0.64) if windows else ():
        paper.rect(x + size * place, top + size * 0.14, size * 0.22, size * 0.2, SUN)


def heart(paper: Paper, x: float, y: float, size: float, ink: str) -> None:
    paper.disc(x - size * 0.5, y - size * 0.2, size * 0.56, ink)
    paper.disc(x + size * 0.5, y - size * 0.2, size * 0.56, ink)
    paper.shape(
        [(x - size * 0.97, y + 0.1 * size), (x, y + size * 1.15), (x + size * 0.97, y + 0.1 * size)], ink
    )
    paper.rect(x - size * 0.6, y - size * 0.3, size * 1.2, size * 0.5, ink)
