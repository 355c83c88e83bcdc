"""QR codes of share links: drawn here, so that no other site hears which link it is."""

import io

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

_QUIET = 4  # squares of white around it: less, and some cameras do not find it


def file(address: str) -> bytes:
    """The code as an SVG file for paper: of its eight patterns the best, with room for dirt and creases."""
    out = io.BytesIO()
    segno.make_qr(address, error="q").save(out, kind="svg", border=_QUIET, scale=10, xmldecl=False)
    return out.getvalue()


def picture(address: str) -> bytes:
    """The code as a picture of its own, for an `<img>`."""
    return svg(address, "QR").replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()


def svg(address: str, title: str) -> SafeString:
    """The code as one `<svg>`, dark on white in every theme: cameras want it so."""
    # The first of the eight patterns will do on a screen, and is found four times as quickly.
    code = segno.make_qr(address, error="m", boost_error=False, mask=3)
    rows = [bytes(row) for row in code.matrix]
    side = len(rows) + 2 * _QUIET
    runs = "".join(run for y, row in enumerate(rows, _QUIET) for run in _runs(row, y))
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}"'
        ' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{}v{}H0z"/><path fill="#000" d="{}"/></svg>',
        title, side, side, side * 6, side * 6, side, side, runs,
    )  # fmt: skip


def _runs(row: bytes, y: int) -> list[str]:
    """The dark squares of one row as rectangles, those that touch as one."""
    found, start = [], -1
    for x, dark in enumerate([*row, 0]):
        if dark and start < 0:
            start = x
        elif not dark and start >= 0:
            found.append(f"M{start + _QUIET} {y}h{x - start}v1H{start + _QUIET}z")
            start = -1
    return found
