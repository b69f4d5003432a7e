"""Reads the `relevant` and `constraint` of forms that others made, as far as our conditions can say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]

_TOKEN = re.compile(
    r"\s*(?:(?P<name>\$\{\s*[^}\s]+\s*\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<sign><=|>=|!=|=|<|>)|(?P<word>[A-Za-z][\w-]*)|(?P<mark>[(),.]))"
)
_BOUNDS = {">=": "at_least", "<=": "at_most", ">": "above", "<": "below"}
_MIRRORED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "=": "=", "!=": "!="}
DEEPEST = 8


class NotUnderstood(ValueError):
    """The expression says something that our conditions cannot."""


def predicate_of(expression: str, leaf: Callable[[str], Json]) -> Json:
    """The condition that means the same; `leaf` turns a question's name into {"item": id} or {"fact": id}.

    Raises NotUnderstood.
    """
    parser = _Parser(expression, leaf)
    predicate = parser.either(0)
    parser.expect_end()
    return predicate


def limits_of(constraint: str) -> Json:
    """{"min": …, "max": …} of a constraint such as `. >= 0 and . <= 50`. Raises NotUnderstood."""
    limits: Json = {}
    for part in re.split(r"\s+and\s+", constraint.strip()):
        found = re.fullmatch(r"\.\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)", part)
        name = {">=": "min", "<=": "max"}[found[1]] if found else ""
        if not found or name in limits:
            raise NotUnderstood(constraint)
        limits[name] = _number(found[2])
    return limits


class _Parser:
    """or over and over not, comparison, selected(…) and brackets."""

    def __init__(self, text: str, leaf: Callable[[str], Json]) -> None:
        self._leaf = leaf
        self._tokens: list[tuple[str, str]] = []
        position = 0
        text = text.strip()
        while position < len(text):
            found = _TOKEN.match(text, position)
            if not found or not found.lastgroup:
                raise NotUnderstood(text)
            self._tokens.append((found.lastgroup, found[found.lastgroup]))
            position = found.end()

    def either(self, depth: int) -> Json:
        return self._joined("or", "any", self._both, depth)

    def expect_end(self) -> None:
        if self._tokens:
            raise NotUnderstood(self._tokens[0][1])

    def _both(self, depth: int) -> Json:
        return self._joined("and", "all", self._single, depth)

    def _joined(self, word: str, name: str, part: Callable[[int], Json], depth: int) -> Json:
        parts = [part(depth)]
        while self._tokens[:1] == [("word", word)]:
            self._tokens.pop(0)
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else {name: parts}

    def _single(self, depth: int) -> Json:
        if depth > DEEPEST:
            raise NotUnderstood("too deep")
        kind, text = self._take()
        if (kind, text) == ("mark", "("):
            inner = self.either(depth + 1)
            self._expect("mark", ")")
            return inner
        if (kind, text) == ("word", "not"):
            self._expect("mark", "(")
            inner = self.either(depth + 1)
            self._expect("mark", ")")
            return {"not": inner}
        if (kind, text) == ("word", "selected"):
            return self._selected()
        sign = self._take("sign")[1]
        other_kind, other = self._take()
        if kind == "name":
            return self._comparison(text, sign, other_kind, other)
        return self._comparison(other if other_kind == "name" else "", _MIRRORED[sign], kind, text)

    def _selected(self) -> Json:
        self._expect("mark", "(")
        name = self._take("name")[1]
        self._expect("mark", ",")
        kind, text = self._take()
        self._expect("mark", ")")
        return self._comparison(name, "=", kind, text)

    def _comparison(self, name: str, sign: str, kind: str, text: str) -> Json:
        if not name or kind not in {"text", "number"}:
            raise NotUnderstood(name or text)
        leaf = self._leaf(name.strip("${} "))
        value: Any = text[1:-1] if kind == "text" else _number(text)
        if sign in _BOUNDS:
            if kind != "number":
                raise NotUnderstood(text)
            return {**leaf, _BOUNDS[sign]: value}
        if value == "":
            raise NotUnderstood("empty")  # whether a question was answered at all
        if "fact" in leaf and value in ("yes", "no"):
            value = value == "yes"
        return {"not": {**leaf, "is": value}} if sign == "!=" else {**leaf, "is": value}

    def _take(self, kind: str = "") -> tuple[str, str]:
        if not self._tokens or (kind and self._tokens[0][0] != kind):
            raise NotUnderstood(kind)
        return self._tokens.pop(0)

    def _expect(self, kind: str, text: str) -> None:
        if self._take() != (kind, text):
            raise NotUnderstood(text)


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
