"""Paper to print on: our face, letters for every name, and the few shapes that all our prints are made of."""

import io
import unicodedata
from collections.abc import Iterable

import segno
from django.conf import settings
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from petitions.handover import faces

INK, INK_2, MAGENTA, SUN, TEAL, HAIR = "#1B1A2E", "#55536B", "#B3175B", "#FFC93C", "#0B6B66", "#C9C2B4"
EDGE = 18.0  # millimetres
_NEXT = {"new_x": XPos.LMARGIN, "new_y": YPos.NEXT}


class Sheet(FPDF):
    """A document in millimetres. Every text goes through `plain`, so no name can break a print.

    `foot` stands at the lower edge of each page, beside its number.
    """

    def __init__(self, paper: str, title: str, foot: str) -> None:
        super().__init__(format=paper)
        self.foot = ""
        for style in ("", "B"):
            self.add_font("face", style, faces.face(style))
        for name in faces.FALLBACKS:
            self.add_font(name, fname=faces.fallback(name))
        self.set_fallback_fonts(list(faces.FALLBACKS), exact_match=False)
        self._known = {
            code for font in self.fonts.values() if isinstance(font, TTFFont) for code in font.cmap
        }
        self.foot = self.plain(foot)
        self.set_margin(EDGE)
        self.set_auto_page_break(True, margin=EDGE + 4)
        self.set_title(title)
        self.set_creator(settings.SITE_NAME)
        self.write_in(10)

    def plain(self, text: str) -> str:
        """`text` with nothing in it that our letters cannot write: its plain form, or else its number."""
        if all(ord(c) in self._known for c in text):
            return text
        return "".join(map(self._written, unicodedata.normalize("NFC", text)))

    def write_in(self, size: float, *, bold: bool = False, ink: str = INK) -> None:
        """The size is in points."""
        self.set_font("face", "B" if bold else "", size)
        self.set_text_color(ink)

    def line_of(self, text: str, height: float) -> None:
        """One line over the whole width."""
        self.cell(0, height, self.plain(text), **_NEXT)  # type: ignore[arg-type]

    def paragraphs(self, text: str, height: float, width: float = 0) -> None:
        for part in text.splitlines():
            if part.strip():
                self.multi_cell(width, height, self.plain(part.strip()), align="L", **_NEXT)  # type: ignore[arg-type]
            self.ln(height * 0.4)

    def fitted(self, text: str, width: float, height: float) -> None:
        """A cell; what is too long for it is written narrower, never cut."""
        text = self.plain(text)
        need = self.get_string_width(text) + 2 * self.c_margin
        if need > width:
            self.set_stretching(max(100 * width / need, 30))
        self.cell(width, height, text)
        self.set_stretching(100)

    def heading(self, text: str) -> None:
        self.ln(4)
        self.write_in(14, bold=True)
        self.multi_cell(0, 7, self.plain(text), align="L", **_NEXT)  # type: ignore[arg-type]
        self.ln(1)
        self.write_in(10)

    def number(self, text: str, size: float) -> None:
        """The number on a stroke of the highlighter, as on the site."""
        self.write_in(size, bold=True)
        height = size * 0.42
        wide = self.get_string_width(text) + 8
        self.set_fill_color(SUN)
        self.rect(self.l_margin, self.get_y(), wide, height, style="F")
        self.set_x(self.l_margin + 4)
        self.cell(wide, height, text, **_NEXT)  # type: ignore[arg-type]
        self.ln(2)

    def picture_code(self, address: str, x: float, y: float, size: float) -> None:
        """A QR code with its quiet margin."""
        out = io.BytesIO()
        segno.make(address, error="m", micro=False).save(out, kind="png", scale=10, border=2)
        self.image(out, x=x, y=y, w=size, h=size)

    def steps(self, points: Iterable[tuple[float, float]], box: tuple[float, float, float, float]) -> None:
        """A line through points in 0..1 (right, up) inside `box` (x, y, width, height)."""
        x, y, width, height = box
        drawn = [(x + right * width, y + (1 - up) * height) for right, up in points]
        self.set_draw_color(HAIR)
        self.set_line_width(0.3)
        self.line(x, y + height, x + width, y + height)
        self.set_draw_color(TEAL)
        self.set_line_width(0.8)
        self.polyline(drawn)

    def footer(self) -> None:
        self.set_y(-EDGE + 4)
        self.write_in(8, ink=INK_2)
        self.cell(0, 4, self.foot)
        self.set_x(self.l_margin)
        self.cell(0, 4, str(self.page_no()), align="R")

    def _written(self, letter: str) -> str:
        if ord(letter) in self._known:
            return letter
        if unicodedata.category(letter).startswith("C") or unicodedata.category(letter) == "Mn":
            return ""
        plain = unicodedata.normalize("NFKC", letter)
        return plain if all(ord(c) in self._known for c in plain) else f"[U+{ord(letter):X}]"
