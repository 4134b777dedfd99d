"""Reads the glyphs of a PDF page into lines, leaving out those that nobody would see."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.lines import Line
from ingest.normalise import raise_digits

_INVISIBLE_MODES = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
_TINY = 2.0
"""Points; smaller type is not there to be read."""
_LIGHT = 225
"""From this value of its darkest colour on, of 255, a glyph may be lost on white paper."""
_CONTRAST = 24
"""Differences of brightness, of 255, below which a glyph is taken for unseen."""
_MOST_PIXELS = 2000
_COVERS = 0.5
"""A picture over half of a page makes invisible text on it the work of character recognition."""
_GAP = 0.9
"""A gap this many times the height of the line may part two cells of a table."""
_RAISED = 0.8


class _Glyph(NamedTuple):
    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool


class _Look(NamedTuple):
    """How the glyphs of one text object look."""

    size: float
    unseen: bool
    light: bool
    bold: bool


@dataclass
class PageText:
    """What a page says: its lines in reading order, and the characters left out of them."""

    lines: list[Line]
    hidden: str
    recognised: bool
    picture: bool


def read_page(page: pdfium.PdfPage) -> PageText:
    """Return the visible lines of a page."""
    reader = _Reader(page)
    lines = list(_lines(reader.glyphs()))
    return PageText(
        lines=lines,
        hidden="".join(reader.hidden),
        recognised=reader.recognised,
        picture=reader.covered,
    )


class _Reader:
    """Yields the visible glyphs of a page, ``None`` for the end of a line; notes the others."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._text = page.get_textpage()
        self._looks: dict[int, _Look] = {}
        self.hidden: list[str] = []
        self.recognised = False

    def glyphs(self) -> Iterator[_Glyph | None]:
        box = raw.FS_RECTF()
        for at in range(raw.FPDFText_CountChars(self._text.raw)):
            code = raw.FPDFText_GetUnicode(self._text.raw, at)
            if code in (0x0A, 0x0D):
                yield None
                continue
            # Lone halves of surrogate pairs are mended where all text is normalised.
            text = chr(code) if 0 < code < 0x110000 else ""
            if not text or not raw.FPDFText_GetLooseCharBox(self._text.raw, at, box):
                continue
            look = self._look(at)
            glyph = _Glyph(text, box.left, box.bottom, box.right, box.top, look.size, look.bold)
            made_up = text.isspace() or raw.FPDFText_IsGenerated(self._text.raw, at) == 1
            if made_up or self._is_seen(glyph, look):
                yield glyph
            else:
                self.hidden.append(text)

    def _look(self, at: int) -> _Look:
        found = raw.FPDFText_GetTextObject(self._text.raw, at)
        key = ctypes.addressof(found.contents) if found else 0
        if key not in self._looks:
            self._looks[key] = self._examined(at, found)
        return self._looks[key]

    def _examined(self, at: int, found: Any) -> _Look:
        red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
        alpha.value = 255
        raw.FPDFText_GetFillColor(self._text.raw, at, red, green, blue, alpha)
        mode = raw.FPDFTextObj_GetTextRenderMode(found) if found else 0
        name = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(self._text.raw, at, name, 128, ctypes.c_int())
        weight = raw.FPDFText_GetFontWeight(self._text.raw, at)
        size = raw.FPDFText_GetFontSize(self._text.raw, at)
        matrix = raw.FS_MATRIX()
        if raw.FPDFText_GetMatrix(self._text.raw, at, matrix):
            size *= math.hypot(matrix.c, matrix.d)
        return _Look(
            size=size,
            unseen=mode in _INVISIBLE_MODES or alpha.value < 16,
            light=min(red.value, green.value, blue.value) >= _LIGHT,
            bold=weight >= 600 or b"bold" in name.value.lower(),
        )

    def _is_seen(self, glyph: _Glyph, look: _Look) -> bool:
        if glyph.size < _TINY or not self._is_on_page(glyph):
            return False
        if look.unseen:
            self.recognised = self.recognised or self.covered
            return self.covered
        return not look.light or self._stands_out(glyph)

    def _is_on_page(self, glyph: _Glyph) -> bool:
        left, bottom, right, top = self._frame
        across, up = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
        return left <= across <= right and bottom <= up <= top

    @cached_property
    def _frame(self) -> tuple[float, float, float, float]:
        left, bottom, right, top = self._page.get_cropbox()
        return left, bottom, right, top

    @cached_property
    def covered(self) -> bool:
        """Whether one picture covers most of the page, as in a scan."""
        left, bottom, right, top = self._frame
        area = max((right - left) * (top - bottom), 1.0)
        for picture in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            x0, y0, x1, y1 = picture.get_bounds()
            if (x1 - x0) * (y1 - y0) > _COVERS * area:
                return True
        return False

    @cached_property
    def _drawn(self) -> pdfium.PdfBitmap:
        scale = min(2.0, _MOST_PIXELS / max(*self._page.get_size(), 1.0))
        return self._page.render(scale=scale, grayscale=True)

    def _stands_out(self, glyph: _Glyph) -> bool:
        """Whether the page as drawn differs in brightness where the glyph stands."""
        drawn = self._drawn
        x, y = ctypes.c_int(), ctypes.c_int()
        corners = []
        for across, up in ((glyph.left, glyph.top), (glyph.right, glyph.bottom)):
            frame = (0, 0, drawn.width, drawn.height, 0)
            raw.FPDF_PageToDevice(self._page.raw, *frame, across, up, x, y)
            corners.append((x.value, y.value))
        (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(*corners, strict=True))
        rows = range(max(y0, 0), min(y1 + 1, drawn.height))
        start, end = max(x0, 0), min(x1 + 1, drawn.width)
        pixels = b"".join(
            bytes(drawn.buffer[row * drawn.stride + start : row * drawn.stride + end])
            for row in rows
        )
        return bool(pixels) and max(pixels) - min(pixels) >= _CONTRAST


def _lines(glyphs: Iterator[_Glyph | None]) -> Iterator[Line]:
    held: list[_Glyph] = []
    for glyph in glyphs:
        if glyph is not None and glyph.text not in "\x02\ufffe":
            held.append(glyph)
            continue
        if any(not g.text.isspace() for g in held):
            yield _line(held, hyphenated=glyph is not None)
        held = []
    if any(not g.text.isspace() for g in held):
        yield _line(held, hyphenated=False)


def _line(glyphs: Sequence[_Glyph], *, hyphenated: bool) -> Line:
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
    sizes = sorted(glyph.size for glyph in inked)
    usual = sizes[len(sizes) // 2]
    base = min(g.bottom for g in inked if g.size >= usual)
    text = ""
    gaps: list[tuple[int, float, float]] = []
    right: float | None = None
    for glyph in glyphs:
        if glyph.text.isspace():
            text += " " if text and not text.endswith(" ") else ""
            continue
        if right is not None and glyph.left - right > _GAP * usual:
            text = text.rstrip() + " "
            gaps.append((len(text), right, glyph.left))
        right = glyph.right
        text += _as_seen(glyph, usual, base)
    return Line(
        text=text.rstrip(),
        left=min(g.left for g in inked),
        right=max(g.right for g in inked),
        bottom=base,
        top=base + usual,
        size=usual,
        bold=sum(g.bold for g in inked) > 0.8 * len(inked),
        hyphenated=hyphenated,
        gaps=tuple(gaps),
    )


def _as_seen(glyph: _Glyph, usual: float, base: float) -> str:
    """Return a raised digit as one, so that a footnote's marker is not taken for a number."""
    raised = glyph.size < _RAISED * usual and glyph.bottom > base + 0.1 * usual
    return raise_digits(glyph.text) if raised else glyph.text
