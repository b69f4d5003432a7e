"""Escaped characters, moved out of the way while a text is taken apart at its signs."""

from __future__ import annotations

import re

#: Where no text of ours is: the end of the last plane of private use.
_AWAY = 0x10F000
_MOST = 0xFFF
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def put_away(text: str, line_break: str = "") -> str:
    """``line_break``: the letter that, escaped, means a new line."""
    return _ESCAPE.sub(lambda found: _moved("\n" if found[1] == line_break else found[1]), text)


def bring_back(text: str) -> str:
    return "".join(chr(ord(letter) - _AWAY) if ord(letter) >= _AWAY else letter for letter in text)


def _moved(letter: str) -> str:
    return chr(_AWAY + ord(letter)) if ord(letter) <= _MOST else letter
