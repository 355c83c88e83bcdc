"""Reading a PDF of ours as a person would: its text, page by page."""

import re
import zlib

_SIGNS = re.compile(rb"/(F\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj|\b([qQ])\b", re.DOTALL)


def text(content: bytes) -> str:
    """Everything that is written in it, in its order; what has no letter of its own is lost."""
    objects = dict(re.findall(rb"(\d+) 0 obj\s(.*?)endobj", content, re.DOTALL))
    fonts = {name: _letters(objects, objects[number]) for name, number in _fonts(objects)}
    pages = [body for body in objects.values() if b"/Type /Page\n" in body]
    return "\n".join(_page(objects, body, fonts) for body in pages)


def _fonts(objects: dict[bytes, bytes]) -> set[tuple[bytes, bytes]]:
    found = set()
    for body in objects.values():
        for block in re.findall(rb"/Font <<(.*?)>>", body, re.DOTALL):
            found |= set(re.findall(rb"/(F\d+) (\d+) 0 R", block))
    return found


def _letters(objects: dict[bytes, bytes], font: bytes) -> dict[int, str]:
    """What each number of a font means, by its own table."""
    table = re.search(rb"/ToUnicode (\d+) 0 R", font)
    assert table, "a font without a table of its letters cannot be read or searched"
    pairs = re.findall(rb"<([0-9A-F]+)> <([0-9A-F]+)>", _stream(objects[table[1]]), re.IGNORECASE)
    return {int(code, 16): bytes.fromhex(value.decode()).decode("utf-16-be") for code, value in pairs}


def _page(objects: dict[bytes, bytes], page: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    number = re.search(rb"/Contents (\d+) 0 R", page)
    assert number
    found: list[str] = []
    letters: dict[int, str] = {}
    kept: list[dict[int, str]] = []  # `q` keeps the font, `Q` gives it back
    for name, shown, sign in re.findall(_SIGNS, _stream(objects[number[1]])):
        if name:
            letters = fonts[name]
        elif sign == b"q":
            kept.append(letters)
        elif sign == b"Q":
            letters = kept.pop()
            found.append("\n")
        elif shown:
            raw = re.sub(rb"\\(.)", _unescaped, shown, flags=re.DOTALL)
            found.append("".join(letters[code] for code in _codes(raw)))
    return "".join(found)


def _codes(raw: bytes) -> list[int]:
    return [int.from_bytes(raw[place : place + 2], "big") for place in range(0, len(raw), 2)]


def _unescaped(match: "re.Match[bytes]") -> bytes:
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(match[1], match[1])


def _stream(body: bytes) -> bytes:
    raw = body.split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0]
    return zlib.decompress(raw) if b"/FlateDecode" in body else raw
