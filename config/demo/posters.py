"""The pictures of the demo's petitions: posters in the look of the house, without words."""

from collections.abc import Callable

from config.demo.banners import health, roof, streets, voice
from config.demo.motifs import bus, house, person
from config.demo.paper import INK, MAGENTA, PAPER, SAND, SUN, TEAL, Paper


def clinic() -> Paper:
    """A small clinic, its door open, the rings going out from its cross."""
    paper = Paper(SAND)
    paper.ripple(800, 330, "#EBD9C9", first=150)
    paper.rect(0, 760, 1600, 140, TEAL)
    paper.rect(330, 360, 940, 400, PAPER)
    paper.shape([(270, 370), (1330, 370), (1250, 270), (350, 270)], MAGENTA)
    paper.disc(800, 330, 118, PAPER)
    paper.ring(800, 330, 118, 14, MAGENTA)
    paper.rect(772, 250, 56, 160, MAGENTA)
    paper.rect(720, 302, 160, 56, MAGENTA)
    for x in (410, 580, 900, 1070):
        paper.rect(x, 500, 120, 130, TEAL)
        paper.rect(x + 56, 500, 8, 130, PAPER)
    paper.rect(722, 520, 156, 240, INK)
    paper.shape([(722, 520), (800, 560), (800, 800), (722, 760)], SUN)
    person(paper, 1010, 800, MAGENTA, big=1.5)
    person(paper, 1125, 810, INK, small=True, big=1.5)
    person(paper, 480, 805, SUN, big=1.5)
    return paper


def bus_stop() -> Paper:
    """A bus stop roof and its strip of shade under a huge sun."""
    paper = Paper("#FFF1C9")
    paper.rays(1180, 250, 250, 520, 20, SUN)
    paper.disc(1180, 250, 210, SUN)
    paper.ring(1180, 250, 160, 10, "#FFF1C9")
    paper.rect(0, 740, 1600, 160, MAGENTA)
    paper.shape([(180, 740), (900, 740), (1010, 900), (120, 900)], "#7D0F41")
    paper.rect(210, 320, 26, 430, INK)
    paper.rect(800, 320, 26, 430, INK)
    paper.shape([(140, 330), (900, 280), (900, 330), (140, 380)], TEAL)
    paper.rect(300, 650, 440, 22, INK)
    for x in (330, 690):
        paper.rect(x, 660, 18, 90, INK)
    paper.rect(960, 430, 16, 320, INK)
    paper.disc(968, 400, 74, MAGENTA)
    paper.disc(968, 400, 52, PAPER)
    bus(paper, 934, 376, 68, MAGENTA)
    person(paper, 390, 770, MAGENTA, big=1.8)
    person(paper, 540, 775, TEAL, big=1.6)
    person(paper, 655, 780, PAPER, small=True, big=1.5)
    return paper


def fountain() -> Paper:
    """A drinking fountain, its water an arc, rings where it falls."""
    paper = Paper(TEAL)
    paper.ripple(980, 560, "#0F7B75", first=120)
    paper.rect(0, 780, 1600, 120, INK)
    paper.rect(560, 520, 110, 270, PAPER)
    paper.slice(700, 470, 240, 0, 180, PAPER)
    paper.rect(460, 440, 480, 50, SAND, 20)
    paper.rect(500, 360, 50, 100, SUN, 12)
    paper.arc(720, 420, 190, 185, 350, 26, "#BFEDE8")
    paper.disc(905, 432, 22, "#BFEDE8")
    for x, y, size in ((905, 350, 14), (860, 300, 10), (930, 390, 9), (760, 215, 12)):
        paper.disc(x, y, size, "#BFEDE8")
    person(paper, 1090, 790, SUN, big=1.7)
    person(paper, 1240, 795, MAGENTA, small=True, big=1.7)
    person(paper, 1370, 790, PAPER, small=True, big=1.7)
    return paper


def nurse() -> Paper:
    """A school bag with a cross on its pocket."""
    paper = Paper(SUN)
    paper.ripple(800, 520, "#FFD768", first=170)
    paper.rect(0, 800, 1600, 100, INK)
    paper.arc(800, 230, 90, 180, 360, 34, INK)
    paper.rect(520, 240, 560, 570, MAGENTA, 120)
    paper.rect(520, 560, 560, 250, MAGENTA, 20)
    paper.rect(590, 480, 420, 260, PAPER, 30)
    paper.rect(770, 520, 60, 180, MAGENTA)
    paper.rect(710, 580, 180, 60, MAGENTA)
    for x in (440, 1080):
        paper.rect(x, 430, 80, 300, TEAL, 36)
    paper.rect(560, 380, 480, 20, "#8A0F45")
    return paper


def night_bus() -> Paper:
    """The last bus under a moon, its lamps two cones."""
    paper = Paper(INK)
    paper.ripple(300, 220, "#2A2944", first=110)
    paper.disc(300, 220, 84, SUN)
    paper.disc(340, 195, 74, INK)
    for x, y in ((560, 120), (760, 200), (980, 90), (1210, 180), (1420, 110), (1330, 300), (640, 290)):
        paper.disc(x, y, 6, PAPER)
    paper.rect(0, 770, 1600, 130, "#2F2E4A")
    for x in range(60, 1600, 220):
        paper.rect(x, 830, 120, 14, SUN)
    paper.shape([(1180, 600), (1600, 520), (1600, 770), (1180, 690)], "#FFE7A6")
    paper.rect(330, 340, 870, 400, MAGENTA, 46)
    paper.rect(330, 600, 870, 60, PAPER)
    for x in (380, 560, 740, 920):
        paper.rect(x, 400, 150, 150, SUN, 10)
    paper.rect(1100, 400, 100, 340, TEAL, 10)
    paper.rect(1112, 412, 76, 150, "#FFE7A6", 8)
    for x in (520, 1010):
        paper.disc(x, 740, 78, INK)
        paper.disc(x, 740, 40, SAND)
    for x, ink in ((455, INK), (640, TEAL), (985, INK)):
        paper.disc(x, 478, 34, ink)
        paper.slice(x, 570, 60, 180, 360, ink)
        paper.rect(x - 75, 550, 150, 22, MAGENTA)
    return paper


def crossing() -> Paper:
    """Children on a zebra crossing, seen from the kerb."""
    paper = Paper(SAND)
    paper.disc(1300, 180, 100, SUN)
    paper.rect(0, 430, 1600, 470, INK)
    paper.rect(0, 400, 1600, 34, TEAL)
    for place in range(7):
        left = 150 + place * 200
        paper.shape([(left, 470), (left + 110, 470), (left + 60, 880), (left - 90, 880)], PAPER)
    paper.rect(120, 120, 24, 300, INK)
    paper.shape([(132, 40), (240, 150), (132, 260), (24, 150)], SUN)
    person(paper, 132, 205, INK, small=True)
    for x, ink, small in ((500, MAGENTA, False), (690, SUN, True), (860, TEAL, True), (1030, MAGENTA, True)):
        person(paper, x, 720, ink, small=small, big=2.2)
    return paper


def student_pass() -> Paper:
    """A bus pass held up by a hand, the rings of being heard."""
    paper = Paper(MAGENTA)
    paper.ripple(860, 380, "#C42A6C", first=170)
    paper.rect(500, 190, 700, 420, PAPER, 30)
    paper.rect(500, 190, 700, 90, TEAL, 30)
    paper.rect(500, 240, 700, 40, TEAL)
    paper.disc(650, 400, 70, SUN)
    paper.slice(650, 570, 100, 180, 360, SUN)
    for y, width in ((340, 400), (400, 320), (460, 360)):
        paper.rect(780, y, width, 26, SAND, 13)
    bus(paper, 1010, 500, 150, MAGENTA)
    paper.rect(640, 640, 420, 260, INK, 60)
    for x in (640, 748, 856, 964):
        paper.rect(x, 540, 96, 260, INK, 48)
    paper.rect(610, 800, 480, 100, SUN)
    return paper


def house_key() -> Paper:
    """A row of houses; one door has a key as tall as the house."""
    paper = Paper("#FFF1C9")
    paper.ripple(800, 470, "#F6DF9F", first=140)
    paper.rect(0, 770, 1600, 130, INK)
    for x, ink, tiles in ((80, TEAL, INK), (1130, MAGENTA, INK)):
        house(paper, x, 770, 390, ink, tiles)
    house(paper, 560, 770, 480, PAPER, MAGENTA, windows=False)
    paper.ring(800, 520, 62, 34, INK)
    paper.rect(783, 570, 34, 170, INK)
    paper.rect(800, 652, 76, 28, INK)
    paper.rect(800, 706, 56, 28, INK)
    return paper


def cool_air() -> Paper:
    """A window with a fan behind it and a thermometer beside it."""
    paper = Paper(MAGENTA)
    for x in range(0, 1600, 200):
        for y in range(0, 900, 150):
            paper.rect(x + (100 if y % 300 else 0), y, 190, 140, "#BD2A68")
    paper.rect(330, 130, 760, 640, PAPER)
    paper.rect(370, 170, 680, 560, INK)
    for turn in range(0, 360, 120):
        paper.slice(710, 450, 220, turn + 10, turn + 78, TEAL)
    paper.disc(710, 450, 52, SUN)
    paper.ring(710, 450, 236, 16, PAPER)
    paper.rect(300, 770, 820, 44, SAND)
    paper.rect(1230, 180, 90, 480, PAPER, 45)
    paper.disc(1275, 690, 92, PAPER)
    paper.disc(1275, 690, 64, SUN)
    paper.rect(1250, 280, 50, 400, SUN, 25)
    for y in range(260, 600, 56):
        paper.rect(1330, y, 46, 12, PAPER)
    return paper


def mobile_homes() -> Paper:
    """Three mobile homes in the evening, a string of lamps above."""
    paper = Paper(TEAL)
    paper.disc(1240, 560, 300, SUN)
    paper.ripple(1240, 560, "#0F7B75", first=340, rings=3)
    paper.rect(0, 690, 1600, 210, INK)
    for x, ink in ((80, PAPER), (600, MAGENTA), (1110, SAND)):
        paper.rect(x, 460, 430, 220, ink, 30)
        paper.rect(x, 580, 430, 26, SUN if ink == MAGENTA else TEAL)
        paper.rect(x + 50, 500, 110, 70, INK, 8)
        paper.rect(x + 280, 510, 80, 170, INK, 8)
        for wheel in (110, 220):
            paper.disc(x + wheel, 690, 34, "#55536B")
    paper.arc(800, -900, 1180, 47, 133, 8, PAPER)
    for x, y in ((180, 100), (370, 190), (580, 252), (800, 275), (1020, 252), (1230, 190), (1420, 100)):
        paper.disc(x, y + 18, 20, SUN)
    return paper


def interpreters() -> Paper:
    """Two speech bubbles that overlap; where they do, both are understood."""
    paper = Paper(PAPER)
    paper.ripple(800, 400, SAND, first=150)
    paper.rect(240, 160, 720, 440, MAGENTA, 60)
    paper.shape([(380, 590), (540, 590), (360, 740)], MAGENTA)
    paper.rect(640, 300, 720, 440, TEAL, 60)
    paper.shape([(1080, 730), (1240, 730), (1250, 870)], TEAL)
    paper.rect(640, 300, 320, 300, SUN)
    for y, width in ((240, 320), (300, 260), (360, 300)):
        paper.rect(310, y, width, 30, PAPER, 15)
    for y, width in ((540, 300), (600, 240), (660, 280)):
        paper.rect(1000, y, width, 30, PAPER, 15)
    paper.disc(740, 420, 30, INK)
    paper.disc(860, 420, 30, INK)
    paper.arc(800, 440, 90, 20, 160, 22, INK)
    return paper


def library() -> Paper:
    """An open book whose pages are a roof over a shelf of books."""
    paper = Paper(SUN)
    paper.ripple(800, 330, "#FFD768", first=130)
    paper.shape([(800, 220), (220, 130), (220, 360), (800, 470)], PAPER)
    paper.shape([(800, 220), (1380, 130), (1380, 360), (800, 470)], SAND)
    paper.rect(788, 220, 24, 250, MAGENTA)
    for place in range(3):
        y = 200 + place * 56
        paper.line([(290, y), (720, y + 66)], 12, "#DDD6C8")
        paper.line([(880, y + 66), (1310, y)], 12, "#CFC6B4")
    books = ((TEAL, 300), (MAGENTA, 250), (INK, 280), (PAPER, 230), (MAGENTA, 300), (TEAL, 240), (INK, 270))
    for place, (ink, height) in enumerate((*books, *books[:4])):
        x = 250 + place * 100
        paper.rect(x, 800 - height, 84, height, ink, 6)
        paper.rect(x, 800 - height + 40, 84, 16, SUN)
    paper.rect(0, 800, 1600, 100, INK)
    return paper


_ALL = (clinic, bus_stop, fountain, nurse, night_bus, crossing, student_pass, house_key)
_MORE = (cool_air, mobile_homes, interpreters, library, health, streets, roof, voice)
POSTERS: dict[str, Callable[[], Paper]] = {drawn.__name__: drawn for drawn in (*_ALL, *_MORE)}
