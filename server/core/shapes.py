"""Shapes of settings: one description checks a value on the server and draws the form to edit it on a screen.

A shape says what a value may be; ``describe`` gives it to the wire, ``problems`` names each fault by its dotted path,
so that a form can say it beside the field. Labels, units and choices are Chinese: people read them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from server.core.errors import FieldProblem

Json = dict[str, Any]


class Shape(ABC):
    """What a value may be."""

    @abstractmethod
    def describe(self) -> Json:
        """The shape as the wire has it; ``type`` tells which."""

    @abstractmethod
    def faults(self, value: Any, path: str) -> Iterator[tuple[str, str]]:
        """Every fault as its path and a Chinese sentence."""

    def problems(self, value: Any, path: str, code: str) -> list[FieldProblem]:
        """The faults of a value as complaints about fields; none for one that fits."""
        return [FieldProblem(place, message, code) for place, message in self.faults(value, path)]


@dataclass(frozen=True)
class Whole(Shape):
    """A whole number; ``unit`` is what it counts. Sums are in fen and shown in yuan (``is_fen``)."""

    least: int
    most: int
    unit: str = ""
    is_fen: bool = False

    def describe(self) -> Json:
        return {"type": "fen" if self.is_fen else "whole", "least": self.least, "most": self.most, "unit": self.unit}

    def faults(self, value: Any, path: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, int) or isinstance(value, bool) or not self.least <= value <= self.most:
            yield path, f"应为 {self.least} 到 {self.most} 的整数{'（单位为分）' if self.is_fen else ''}"


@dataclass(frozen=True)
class Words(Shape):
    """Text of one line, or of several."""

    least: int
    most: int
    is_long: bool = False

    def describe(self) -> Json:
        return {"type": "words", "least": self.least, "most": self.most, "is_long": self.is_long}

    def faults(self, value: Any, path: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, str) or not self.least <= len(value) <= self.most:
            yield path, f"应为 {self.least} 到 {self.most} 字"


@dataclass(frozen=True)
class Flag(Shape):
    """Yes or no."""

    def describe(self) -> Json:
        return {"type": "flag"}

    def faults(self, value: Any, path: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, bool):
            yield path, "应为是或否"


@dataclass(frozen=True)
class Choice(Shape):
    """One of some codes, each with its Chinese word; several of them with ``is_many``."""

    options: Mapping[str, str]
    is_many: bool = False
    least: int = 0

    def describe(self) -> Json:
        options = [{"value": value, "label": label} for value, label in self.options.items()]
        return {"type": "choices" if self.is_many else "choice", "options": options, "least": self.least}

    def faults(self, value: Any, path: str) -> Iterator[tuple[str, str]]:
        chosen = value if self.is_many else [value]
        if not isinstance(chosen, list) or not all(isinstance(one, str) and one in self.options for one in chosen):
            yield path, f"只能取 {'、'.join(self.options)}"
        elif self.is_many and (len(set(chosen)) != len(chosen) or len(chosen) < self.least):
            yield path, "不能重复" if len(set(chosen)) != len(chosen) else f"至少选 {self.least} 项"


@dataclass(frozen=True)
class Basis(Shape):
    """The code of a policy basis; whether anybody knows it is asked where there is a database."""

    def describe(self) -> Json:
        return {"type": "basis"}

    def faults(self, value: Any, path: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, str) or not 1 <= len(value) <= 64:
            yield path, "请选择依据"


@dataclass(frozen=True)
class FenRange(Shape):
    """[least, most] in fen."""

    most: int

    def describe(self) -> Json:
        return {"type": "fen_range", "least": 0, "most": self.most}

    def faults(self, value: Any, path: str) -> Iterator[tuple[str, str]]:
        sum_of = Whole(0, self.most, is_fen=True)
        if not isinstance(value, list) or len(value) != 2:
            yield path, "应为［最低，最高］两个数，单位为分"
            return
        faults = [*sum_of.faults(value[0], f"{path}.0"), *sum_of.faults(value[1], f"{path}.1")]
        yield from faults
        if not faults and value[0] > value[1]:
            yield f"{path}.1", "最高不能低于最低"


@dataclass(frozen=True)
class Part:
    """A named field of a group; ``label`` is what people read beside it."""

    name: str
    label: str
    shape: Shape


@dataclass(frozen=True)
class Group(Shape):
    """Named fields, all of them and no other; ``ordered`` names two numbers of which the first is not the greater."""

    parts: tuple[Part, ...]
    ordered: tuple[str, str] | None = None

    def describe(self) -> Json:
        parts = [{"name": one.name, "label": one.label, "shape": one.shape.describe()} for one in self.parts]
        return {"type": "group", "parts": parts}

    def faults(self, value: Any, path: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, dict):
            yield path, f"应有 {'、'.join(one.name for one in self.parts)}"
            return
        known = {one.name for one in self.parts}
        yield from ((f"{path}.{name}", "没有这一项") for name in value if name not in known)
        faults = []
        for one in self.parts:
            if one.name not in value:
                faults.append((f"{path}.{one.name}", "请填写"))
            else:
                faults += one.shape.faults(value[one.name], f"{path}.{one.name}")
        yield from faults
        if self.ordered and not faults and value[self.ordered[0]] > value[self.ordered[1]]:
            yield f"{path}.{self.ordered[1]}", "最高不能低于最低"


@dataclass(frozen=True)
class Rows(Shape):
    """A list of values of one shape; ``title`` is what one row is called."""

    row: Shape
    title: str
    least: int
    most: int

    def describe(self) -> Json:
        row = self.row.describe()
        return {"type": "rows", "row": row, "title": self.title, "least": self.least, "most": self.most}

    def faults(self, value: Any, path: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, list) or not self.least <= len(value) <= self.most:
            yield path, f"应有 {self.least} 到 {self.most} 行"
            return
        for place, one in enumerate(value):
            yield from self.row.faults(one, f"{path}.{place}")


@dataclass(frozen=True)
class Sets(Shape):
    """Values of one shape under names that people choose (字段的各个版本)."""

    row: Shape
    title: str
    most: int

    def describe(self) -> Json:
        return {"type": "sets", "row": self.row.describe(), "title": self.title, "least": 1, "most": self.most}

    def faults(self, value: Any, path: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, dict) or not 1 <= len(value) <= self.most:
            yield path, f"应有 1 到 {self.most} 项"
            return
        for name, one in value.items():
            yield from self.row.faults(one, f"{path}.{name}")


def group(*parts: tuple[str, str, Shape], ordered: tuple[str, str] | None = None) -> Group:
    """A group of (name, label, shape)."""
    return Group(tuple(Part(*one) for one in parts), ordered)
