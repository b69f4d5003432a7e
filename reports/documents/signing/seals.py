"""Draw an authority's seal as vector paths: once as SVG for a screen, once as PDF operators for a signature's appearance.

Letters become outlines, so that the appearance needs no font. Size, texts and colour are the authority's data.
Source: 国发〔1999〕25号 for the shape (round, star in the middle, name in an arc from left to right).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

_MILLIMETRE = 72 / 25.4
_RED = (0.80, 0.06, 0.09)
_ARC_DEGREES = 250.0  # how far round the name may reach
_CODE_ARC_DEGREES = 76.0


@dataclass(frozen=True, slots=True)
class SealDesign:
    """What is on a seal."""

    ring: str  # the authority's name, along the upper arc
    line: str = ""  # 治安管理专用章, below the star
    code: str = ""  # the number on the lower arc
    diameter_mm: float = 42.0


@dataclass(frozen=True, slots=True)
class SealDrawing:
    """A seal as PDF operators in a square of `size` points, origin lower left."""

    operators: bytes
    size: float
    svg: str


def draw_seal(design: SealDesign, font: Path) -> SealDrawing:
    """Draw a seal with the outlines of a font."""
    size = design.diameter_mm * _MILLIMETRE
    with TTFont(font, lazy=True) as opened:
        paths = _paths(design, size, opened)
    border = 1.2 * _MILLIMETRE * design.diameter_mm / 42
    radius = size / 2 - border / 2
    colour = " ".join(f"{part:.2f}" for part in _RED)
    operators = [
        f"{colour} rg {colour} RG {border:.3f} w",
        _circle_operators(size / 2, radius),
        *(path.operators() for path in paths),
    ]
    html_colour = "#" + "".join(f"{round(part * 255):02x}" for part in _RED)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size:.2f} {size:.2f}" fill="{html_colour}">'
        f'<circle cx="{size / 2:.2f}" cy="{size / 2:.2f}" r="{radius:.2f}" fill="none" stroke="{html_colour}" '
        f'stroke-width="{border:.2f}"/>{"".join(path.svg(size) for path in paths)}</svg>'
    )
    return SealDrawing("\n".join(operators).encode(), size, svg)


class _Path(BasePen):
    """Collects one outline; quadratic curves arrive here as cubic ones."""

    def __init__(self, glyphs: Any = None) -> None:
        super().__init__(glyphs)
        self.steps: list[tuple[str, tuple[float, ...]]] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 (fontTools' name)
        self.steps.append(("m", pt))

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.steps.append(("l", pt))

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.steps.append(("c", (*pt1, *pt2, *pt3)))

    def _closePath(self) -> None:  # noqa: N802
        self.steps.append(("h", ()))

    def operators(self) -> str:
        return (
            " ".join(f"{' '.join(f'{n:.2f}' for n in numbers)} {step}".strip() for step, numbers in self.steps) + " f"
        )

    def svg(self, height: float) -> str:
        letters = {"m": "M", "l": "L", "c": "C", "h": "Z"}
        parts = []
        for step, numbers in self.steps:
            flipped = (f"{height - n:.2f}" if i % 2 else f"{n:.2f}" for i, n in enumerate(numbers))
            parts.append(letters[step] + " ".join(flipped))
        return f'<path d="{"".join(parts)}"/>'


def _paths(design: SealDesign, size: float, font: TTFont) -> list[_Path]:
    letters = _Letters(font)
    centre, scale = size / 2, size / (42 * _MILLIMETRE)
    paths = [_star(centre, 7.0 * _MILLIMETRE * scale)]
    ring_size = _ring_letter(design.ring) * _MILLIMETRE * scale
    paths += letters.along_arc(
        design.ring, centre, size / 2 - 2.2 * _MILLIMETRE * scale - ring_size, ring_size, _ARC_DEGREES, over=True
    )
    if design.line:
        width = min(24.0, len(design.line) * 3.6) * _MILLIMETRE * scale
        paths += letters.along_line(design.line, centre, centre - 12.5 * _MILLIMETRE * scale, width)
    if design.code:
        code_size = 2.0 * _MILLIMETRE * scale
        paths += letters.along_arc(
            design.code, centre, size / 2 - 2.0 * _MILLIMETRE * scale, code_size, _CODE_ARC_DEGREES, over=False
        )
    return paths


def _ring_letter(ring: str) -> float:
    """Height of a letter in millimetres: long names get smaller ones."""
    return max(3.4, min(5.6, 66.0 / max(len(ring), 1)))


class _Letters:
    """Puts a font's outlines where they belong."""

    def __init__(self, font: TTFont) -> None:
        self._glyphs = font.getGlyphSet()
        self._names = font.getBestCmap()
        self._units = font["head"].unitsPerEm

    def along_arc(
        self, text: str, centre: float, radius: float, height: float, most_degrees: float, *, over: bool
    ) -> list[_Path]:
        """Spread a text evenly over an arc, upright towards the rim above (`over`) or towards the middle below."""
        step = min(most_degrees / max(len(text) - 1, 1), math.degrees(height * 1.9 / radius))
        first = -step * (len(text) - 1) / 2
        middle = radius + height / 2 if over else radius - height / 2

        def place(index: int) -> Transform:
            angle = math.radians(first + index * step)
            if over:
                return Identity.translate(centre, centre).rotate(-angle).translate(0, middle)
            return Identity.translate(centre, centre).rotate(angle).translate(0, -middle)

        narrow = 0.86 if over else 1.0
        return self._set(text, height, narrow, place)

    def along_line(self, text: str, centre: float, y: float, width: float) -> list[_Path]:
        advance = width / len(text)
        start = centre - width / 2 + advance / 2
        return self._set(text, advance * 0.96, 1.0, lambda index: Identity.translate(start + index * advance, y))

    def _set(self, text: str, height: float, narrow: float, place: Callable[[int], Transform]) -> list[_Path]:
        scale = height / self._units
        paths = []
        for index, character in enumerate(text):
            glyph = self._names.get(ord(character))
            if glyph is None:
                continue
            path = _Path(self._glyphs)
            advance = self._glyphs[glyph].width
            middle = 0.38 * self._units  # of an ideograph's body above the base line
            shape = place(index).scale(scale * narrow, scale).translate(-advance / 2, -middle)
            self._glyphs[glyph].draw(TransformPen(path, shape))
            paths.append(path)
        return paths


def _star(centre: float, radius: float) -> _Path:
    path = _Path()
    inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(54))
    for corner in range(10):
        angle = math.radians(90 + corner * 36)
        reach = inner if corner % 2 else radius
        point = (centre + reach * math.cos(angle), centre + reach * math.sin(angle))
        path.steps.append(("l" if corner else "m", point))
    path.steps.append(("h", ()))
    return path


def _circle_operators(centre: float, radius: float) -> str:
    handle = radius * 0.5522847498
    c, r = centre, radius
    quarters = (
        (c + r, c + handle, c + handle, c + r, c, c + r),
        (c - handle, c + r, c - r, c + handle, c - r, c),
        (c - r, c - handle, c - handle, c - r, c, c - r),
        (c + handle, c - r, c + r, c - handle, c + r, c),
    )
    curves = " ".join(" ".join(f"{n:.3f}" for n in quarter) + " c" for quarter in quarters)
    return f"{c + r:.3f} {c:.3f} m {curves} s"
