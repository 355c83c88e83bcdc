"""The pictures of the demo's causes: simpler and bolder than its petitions'."""

from config.demo.motifs import bus, heart, person
from config.demo.paper import INK, MAGENTA, PAPER, SUN, TEAL, Paper


def health() -> Paper:
    """A heart made of rings over hills."""
    paper = Paper(TEAL)
    paper.ripple(800, 450, "#0F7B75", first=180)
    for size, ink in ((330, MAGENTA), (230, PAPER), (140, SUN)):
        heart(paper, 800, 440, size, ink)
    return paper


def streets() -> Paper:
    """A road that winds to the sun between two fields."""
    paper = Paper("#FFF1C9")
    paper.disc(800, 330, 170, SUN)
    paper.ripple(800, 330, "#FADF98", first=230, rings=5)
    paper.rect(0, 440, 800, 460, TEAL)
    paper.rect(800, 440, 800, 460, MAGENTA)
    paper.shape([(760, 440), (840, 440), (1180, 900), (420, 900)], INK)
    for near in range(4):
        y, width = 480 + near * near * 30 + near * 20, 8 + near * 8
        paper.rect(800 - width / 2, y, width, 24 + near * 18, SUN)
    bus(paper, 560, 650, 260, PAPER)
    return paper


def roof() -> Paper:
    """One roof over many windows."""
    paper = Paper(MAGENTA)
    paper.ripple(800, 300, "#C42A6C", first=200)
    paper.shape([(800, 110), (1420, 430), (180, 430)], SUN)
    paper.rect(260, 430, 1080, 470, PAPER)
    inks = (TEAL, INK, MAGENTA, TEAL, MAGENTA, INK, TEAL, INK)
    for place, ink in enumerate(inks):
        x, y = 320 + (place % 4) * 260, 490 + (place // 4) * 220
        paper.rect(x, y, 180, 150, ink)
        person(paper, x + 90, y + 150, SUN if place % 3 else PAPER, small=True)
    return paper


def voice() -> Paper:
    """Rings that leave a speech bubble."""
    paper = Paper(INK)
    paper.ripple(560, 420, "#2A2944", first=200)
    paper.disc(560, 420, 250, SUN)
    paper.shape([(420, 600), (620, 640), (380, 800)], SUN)
    for y, width, ink in ((340, 280, INK), (410, 200, MAGENTA), (480, 240, TEAL)):
        paper.rect(430, y, width, 36, ink, 18)
    for radius, ink in ((360, MAGENTA), (470, TEAL), (580, PAPER)):
        paper.arc(560, 420, radius, -40, 40, 40, ink)
    return paper
