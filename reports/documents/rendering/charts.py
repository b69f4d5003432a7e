"""Draw bars and lines as SVG: plain shapes that print in grey, every number in words beside or under them.

The same drawing serves a page of paper and a page of the web. Lengths are units of a quarter of a millimetre, so that the
drawing fills 156 mm of paper.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from reports.documents.rules.blocks import Chart

_WIDTH = 624
_FONT = 12.0
_INKS = ("#26425f", "#9db2c7", "#dfe6ee", "#6b7f93", "#c2a46a", "#7a4b4b")
_DASHES = ("", "7 3", "2 3", "10 3 2 3", "5 5", "1 4")
_TICKS = 5
FULL_WIDTH_FROM = 0x2E7F  # ideographs and their punctuation are as wide as high
_MOST_LABELLED_BARS = 40
_FAMILIES = "Shouwang Serif, Noto Serif CJK SC, Songti SC, SimSun, serif"


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of round numbers; `ticks` from the lowest to the highest."""

    ticks: tuple[float, ...]

    @property
    def low(self) -> float:
        return self.ticks[0]

    @property
    def high(self) -> float:
        return self.ticks[-1]

    def part(self, value: float) -> float:
        """Where a value lies between both ends, 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def draw_chart(chart: Chart) -> str:
    """Give the drawing of a chart as SVG; bars lie down when their labels are too long to stand beside each other."""
    values = [value for series in chart.series for value in series.values if value is not None]
    scale = round_scale(values)
    slot = (_WIDTH - 60) / max(len(chart.labels), 1)
    if chart.kind == "line":
        shapes, height = _lines(chart, scale), 260.0
    elif any(text_width(label) > slot - 4 for label in chart.labels):
        shapes, height = _lying_bars(chart, scale)
    else:
        shapes, height = _standing_bars(chart, scale), 260.0
    legend, used = _legend(chart, height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_number(height + used)}" '
        f'font-family={quoteattr(_FAMILIES)} font-size="{_FONT:g}" fill="#000">'
        f"<title>{escape(chart.title)}</title>{''.join(shapes)}{''.join(legend)}</svg>"
    )


def round_scale(values: Sequence[float]) -> Scale:
    """An axis that holds all values and zero, in steps of 1, 2 or 5 times a power of ten."""
    high, low = max(0.0, *values, 0.0), min(0.0, *values, 0.0)
    if high == low:
        high = 1.0
    raw = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return Scale(tuple(step * number for number in range(first, max(last, first + 1) + 1)))


def write_figure(value: float | None) -> str:
    """A value as the chart and its table write it: two decimals at most, — for none."""
    if value is None:
        return "—"
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def text_width(text: str) -> float:
    """About how wide a text is: an ideograph is as wide as high, a Latin letter half as wide."""
    return sum(_FONT if ord(character) > FULL_WIDTH_FROM else _FONT * 0.56 for character in text)


def _standing_bars(chart: Chart, scale: Scale) -> list[str]:
    left, top, bottom = _gutter(scale), 18.0, 232.0
    width = _WIDTH - left - 6
    shapes = _level_lines(scale, left, top, bottom)
    slot = width / len(chart.labels)
    bar = min(slot * 0.76 / len(chart.series), 44.0)
    is_labelled = len(chart.labels) * len(chart.series) <= _MOST_LABELLED_BARS
    zero = bottom - scale.part(0) * (bottom - top)
    for place, label in enumerate(chart.labels):
        middle = left + slot * (place + 0.5)
        shapes.append(_text(middle, 249, label, "middle"))
        start = middle - bar * len(chart.series) / 2
        for index, series in enumerate(chart.series):
            value = series.values[place]
            if value is None:
                continue
            end = bottom - scale.part(value) * (bottom - top)
            x = start + bar * index
            shapes.append(_box(x + bar * 0.06, min(zero, end), bar * 0.88, abs(zero - end), index))
            written = write_figure(value)
            if is_labelled and text_width(written) * 0.84 <= max(bar * 1.15, slot / len(chart.series)):
                y = end - 3 if value >= 0 else end + 11
                shapes.append(_text(x + bar / 2, y, written, "middle", 10))
    shapes.append(_line(left, zero, left + width, zero, 1))
    return shapes


def _lying_bars(chart: Chart, scale: Scale) -> tuple[list[str], float]:
    left = min(max(text_width(label) for label in chart.labels) + 8, _WIDTH * 0.42)
    right, top = _WIDTH - 44.0, 6.0
    bar = 14.0 if len(chart.series) == 1 else 11.0
    slot = bar * len(chart.series) + 8
    bottom = top + slot * len(chart.labels)
    shapes = []
    for tick in scale.ticks:
        x = left + scale.part(tick) * (right - left)
        shapes += [_line(x, top, x, bottom, 0.4, "#999"), _text(x, bottom + 14, write_figure(tick), "middle", 10)]
    zero = left + scale.part(0) * (right - left)
    for place, label in enumerate(chart.labels):
        y = top + slot * place + 4
        shapes.append(_text(left - 5, y + (slot - 8) / 2 + 4, _cut(label, left - 8), "end"))
        for index, series in enumerate(chart.series):
            value = series.values[place]
            if value is None:
                continue
            end = left + scale.part(value) * (right - left)
            shapes.append(_box(min(zero, end), y + bar * index + 0.5, abs(end - zero), bar - 1, index))
            shapes.append(_text(max(end, zero) + 3, y + bar * index + bar - 3, write_figure(value), "start", 10))
    shapes.append(_line(zero, top, zero, bottom, 1))
    return shapes, bottom + 22


def _lines(chart: Chart, scale: Scale) -> list[str]:
    left, top, bottom = _gutter(scale), 18.0, 232.0
    width = _WIDTH - left - 12
    shapes = _level_lines(scale, left, top, bottom)
    slot = width / max(len(chart.labels), 1)
    widest = max((text_width(label) for label in chart.labels), default=0.0)
    every = max(1, math.ceil((widest + 6) / slot))
    for place, label in enumerate(chart.labels):
        if place % every == 0:
            shapes.append(_text(left + slot * (place + 0.5), 249, label, "middle"))
    is_labelled = len(chart.series) == 1 and len(chart.labels) <= 16
    for index, series in enumerate(chart.series):
        for run in _runs(series.values):
            points = [
                (left + slot * (place + 0.5), bottom - scale.part(value) * (bottom - top)) for place, value in run
            ]
            joined = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
            dash = f' stroke-dasharray="{_DASHES[index % 6]}"' if _DASHES[index % 6] else ""
            ink = _line_ink(index)
            shapes.append(f'<polyline points="{joined}" fill="none" stroke="{ink}" stroke-width="1.8"{dash}/>')
            for (x, y), (_, value) in zip(points, run, strict=True):
                shapes.append(_marker(x, y, index))
                if is_labelled:
                    shapes.append(_text(x, y - 6, write_figure(value), "middle", 10))
    zero = bottom - scale.part(0) * (bottom - top)
    shapes.append(_line(left, zero, left + width, zero, 1))
    return shapes


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Stretches without a gap, with their positions."""
    runs: list[list[tuple[int, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((place, value))
    return [run for run in runs if run]


def _legend(chart: Chart, top: float) -> tuple[list[str], float]:
    """Names beside their ink, in rows; none for a single series, whose name is the title's business."""
    if len(chart.series) < 2:
        return [], 0.0
    shapes: list[str] = []
    x, y = 8.0, top + 14
    for index, series in enumerate(chart.series):
        width = 26 + text_width(series.name) + 14
        if x + width > _WIDTH and x > 8:
            x, y = 8.0, y + 18
        if chart.kind == "line":
            shapes += [_line(x, y - 4, x + 20, y - 4, 1.8, _line_ink(index)), _marker(x + 10, y - 4, index)]
        else:
            shapes.append(_box(x, y - 10, 20, 11, index))
        shapes.append(_text(x + 25, y, series.name, "start"))
        x += width
    return shapes, y - top + 8


def _level_lines(scale: Scale, left: float, top: float, bottom: float) -> list[str]:
    shapes = []
    for tick in scale.ticks:
        y = bottom - scale.part(tick) * (bottom - top)
        shapes.append(_line(left, y, _WIDTH - 6, y, 0.4, "#999"))
        shapes.append(_text(left - 5, y + 4, write_figure(tick), "end", 10))
    return shapes


def _gutter(scale: Scale) -> float:
    return max(text_width(write_figure(tick)) for tick in scale.ticks) + 10


def _cut(text: str, width: float) -> str:
    while text_width(text) > width and len(text) > 1:
        text = text[:-2] + "…"
    return text


def _line_ink(index: int) -> str:
    return ("#26425f", "#7a4b4b", "#556b2f", "#6b7f93", "#8a6d1f", "#444444")[index % 6]


def _marker(x: float, y: float, index: int) -> str:
    ink = _line_ink(index)
    if index % 3 == 1:
        return f'<rect x="{_number(x - 3)}" y="{_number(y - 3)}" width="6" height="6" fill="{ink}"/>'
    if index % 3 == 2:
        corners = f"{_number(x)},{_number(y - 4)} {_number(x + 4)},{_number(y + 3)} {_number(x - 4)},{_number(y + 3)}"
        return f'<polygon points="{corners}" fill="{ink}"/>'
    return f'<circle cx="{_number(x)}" cy="{_number(y)}" r="3.2" fill="{ink}"/>'


def _box(x: float, y: float, width: float, height: float, index: int) -> str:
    return (
        f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}" '
        f'fill="{_INKS[index % 6]}" stroke="#26425f" stroke-width="0.6"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, width: float, ink: str = "#000") -> str:
    ends = f'x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"'
    return f'<line {ends} stroke="{ink}" stroke-width="{width:g}"/>'


def _text(x: float, y: float, text: str, anchor: str, size: float = _FONT) -> str:
    return f'<text x="{_number(x)}" y="{_number(y)}" text-anchor="{anchor}" font-size="{size:g}">{escape(text)}</text>'


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
