"""Values in cells that a person can read and change, and that read back as the same value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

Json = dict[str, Any]

#: What pyxform takes for a reference, what spreadsheet programs take for an escape, what XML cannot hold.
_UNSAFE = re.compile(r"\$\{|_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")

_STAND_INS = {"${": "$ {", "\r": " "}


def shown(text: str) -> str:
    """The text without what a form cannot show."""
    return _UNSAFE.sub(lambda found: _STAND_INS.get(found.group(), "□"), text).strip()


def exact(text: str) -> str:
    """What a further cell has to say so that the text is not lost; nothing where `shown` says it all."""
    return "" if shown(text) == text else to_json(text)


def text_of(cell: str, exactly: str) -> str:
    """The text of a cell; where it is still what we showed, the exact text it stood for. Raises ValueError."""
    if exactly:
        text = json.loads(exactly)
        if not isinstance(text, str):
            raise ValueError("not a text")
        if shown(text) == cell.strip():
            return text
    return cell.strip()


def to_json(value: Any) -> str:
    """JSON that a spreadsheet program and pyxform leave alone."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if _UNSAFE.search(text):
        text = json.dumps(value, allow_nan=False)
    return text.replace("${", "\\u0024{").replace("_x", "\\u005fx").replace("\x7f", "\\u007f")


def from_json(text: str) -> Any:
    """Raises ValueError for what is no JSON, and for the numbers that JSON does not have."""

    def refuse(name: str) -> Any:
        raise ValueError(name)

    return json.loads(text, parse_constant=refuse)


def lines(values: Sequence[str]) -> str:
    """One value a line; as JSON where lines would read back otherwise."""
    text = "\n".join(values)
    try:
        return text if not _UNSAFE.search(text) and from_lines(text) == list(values) else to_json(list(values))
    except ValueError:
        return to_json(list(values))


def from_lines(text: str) -> list[str]:
    """Raises ValueError."""
    if text.lstrip().startswith("["):
        values = from_json(text)
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise ValueError("not a list of texts")
        return values
    return [line.strip() for line in text.splitlines() if line.strip()]


def citations(bases: Sequence[Json]) -> str:
    """A basis a line: its code, a space, the article."""
    text = "\n".join(f"{one['basis']} {one['article']}".strip() for one in bases)
    try:
        return text if not _UNSAFE.search(text) and from_citations(text) == list(bases) else to_json(list(bases))
    except ValueError:
        return to_json(list(bases))


def from_citations(text: str) -> list[Json]:
    """Raises ValueError."""
    if text.lstrip().startswith("["):
        return _list_of_objects(from_json(text))
    parted = [line.partition(" ") for line in from_lines(text)]
    return [{"basis": basis, "article": article.strip()} for basis, _, article in parted]


def from_object(text: str) -> Json:
    """Raises ValueError."""
    value = from_json(text)
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def from_number(text: str) -> int | float:
    """Raises ValueError."""
    value = from_json(text)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("not a number")
    return value


def from_whole(text: str) -> int:
    """Raises ValueError."""
    value = from_number(text)
    if value != int(value):
        raise ValueError("not a whole number")
    return int(value)


def from_list(text: str) -> list[Any]:
    """Raises ValueError."""
    value = from_json(text)
    if not isinstance(value, list):
        raise ValueError("not a list")
    return value


def yes(value: bool) -> str:
    return "yes" if value else "no"


def from_yes(text: str) -> bool:
    """Raises ValueError."""
    word = text.strip().lower()
    if word in {"yes", "true", "true()", "1", "是"}:
        return True
    if word in {"no", "false", "false()", "0", "否"}:
        return False
    raise ValueError(text)


def _list_of_objects(value: Any) -> list[Json]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError("not a list of objects")
    return value


Parser = Callable[[str], Any]
