"""Set Chinese lines flush right.

WeasyPrint 70 justifies by widening spaces, of which Chinese has none, so every line whose last character had to move down
ends ragged. This spreads what is left over between the characters of the line, up to a limit, beyond which (a line broken
before a long hash) a ragged edge is the lesser evil.
"""

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

_MOST_PER_CHARACTER = 0.14  # of the font size
_CJK_START = 0x2E80
_space_only = inline.justify_line


def justify_chinese() -> None:
    """Replace WeasyPrint's line justification in this process; harmless when called again."""
    inline.justify_line = _justify_line


def _justify_line(context: Any, line: Any, extra_width: float) -> None:
    count = _count_characters(line)
    has_chinese = any(_is_chinese(box) for box in _text_boxes(line))
    if not has_chinese:
        _space_only(context, line, extra_width)
    elif count > 1:
        spacing = extra_width / (count - 1)
        if spacing <= _MOST_PER_CHARACTER * line.style["font_size"]:
            _spread(context, line, spacing, 0)


def _text_boxes(box: Any) -> list[Any]:
    if isinstance(box, boxes.TextBox):
        return [box]
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        return [text for child in box.children if child.is_in_normal_flow() for text in _text_boxes(child)]
    return []


def _count_characters(line: Any) -> int:
    return sum(len(box.text) for box in _text_boxes(line))


def _is_chinese(box: Any) -> bool:
    return any(ord(character) >= _CJK_START for character in box.text)


def _spread(context: Any, box: Any, spacing: float, advance: float) -> float:
    """Widen a box's text by `spacing` a character and shift it by `advance`; give the advance for what follows."""
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        if box.text:
            own = box.style["letter_spacing"]
            box.style = box.style.copy()
            box.style["letter_spacing"] = spacing + (0 if own == "normal" else own)
            layout = inline.create_layout(box.text, box.style, context, None, box.justification_spacing)
            layout.deactivate()
            box.pango_layout = layout
            box.width += spacing * len(box.text)
            advance += spacing * len(box.text)
        return advance
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += advance
        before = advance
        for child in box.children:
            if child.is_in_normal_flow():
                advance = _spread(context, child, spacing, advance)
        box.width += advance - before
        return advance
    box.translate(advance, 0)
    return advance
