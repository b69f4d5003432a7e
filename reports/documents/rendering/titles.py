"""Titles in lines of about one length, and the red mark in one line."""

from markupsafe import Markup, escape

from reports.documents.rendering.charts import FULL_WIDTH_FROM

_MOST_IN_A_LINE = 19  # characters of 2号 (22 pt) on 156 mm, one left free
_GLUED_BEFORE = frozenset("的了和与及、，。：；！？）》」』”’年月日号度期次年")
_GLUED_AFTER = frozenset("（《「『“‘第〔")
_GOOD_AFTER = ("关于", "》", "、", "的", "和", "　")
_MARK_HEIGHT_MM = 15.0
_MARK_WIDTH_MM = 152.0
_NARROWEST = 0.62  # of the natural width; longer names get smaller letters


def break_title(title: str) -> Markup:
    """Give the title with line ends that make its lines about equal (梯形、菱形); a line end in it is kept.

    Source: GB/T 9704-2012 7.3.1.
    """
    lines = [part.strip() for part in title.split("\n")] if "\n" in title else _balance(title)
    return Markup("<br>").join(escape(line) for line in lines if line)


def mark_style(mark: str) -> str:
    """How large and how narrow the red mark stands on one line. Source: GB/T 9704-2012 7.2.4."""
    natural = _MARK_HEIGHT_MM * sum(1.0 if ord(c) > FULL_WIDTH_FROM else 0.55 for c in mark)
    narrow = min(1.0, _MARK_WIDTH_MM / natural)
    height = _MARK_HEIGHT_MM * min(1.0, narrow / _NARROWEST)
    return f"font-size: {height:.2f}mm; transform: scaleX({max(narrow, _NARROWEST):.3f})"


def _balance(title: str) -> list[str]:
    count = -(-_width(title) // _MOST_IN_A_LINE)
    lines: list[str] = []
    rest = title
    for left in range(int(count), 1, -1):
        at = _best_break(rest, _width(rest) / left)
        lines.append(rest[:at])
        rest = rest[at:]
    return [*lines, rest]


def _best_break(text: str, aim: float) -> int:
    places = [at for at in range(1, len(text)) if _may_break(text, at) and _width(text[:at]) <= _MOST_IN_A_LINE]
    if not places:
        return min(len(text), _MOST_IN_A_LINE)
    return min(places, key=lambda at: abs(_width(text[:at]) - aim) - (2.5 if text[:at].endswith(_GOOD_AFTER) else 0))


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in _GLUED_BEFORE or before in _GLUED_AFTER:
        return False
    return not (before.isascii() and after.isascii())


def _width(text: str) -> float:
    return sum(1.0 if ord(character) > FULL_WIDTH_FROM else 0.5 for character in text)
