"""The blocks that papers of free structure are made of: paragraphs, fields, tables, charts, lines to sign on."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Heading:
    """一、 … of the first level, （一） … of the second; the number is part of the text."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text; `flush` starts at the margin. Line ends in the text start new paragraphs."""

    text: str
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """A ruled form: label beside value, row by row; an empty value is struck out (／)."""

    rows: tuple[tuple[str, str], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; `widths` are relative, empty for even ones; `numeric` columns stand to the right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    numeric: tuple[int, ...] = ()  # positions of columns of figures
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[float | None, ...]  # one a label; None leaves a gap


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its numbers in a table under it, so that nothing hangs on a shape or a colour."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Literal["bar", "line"] = "bar"
    unit: str = ""  # of the values: 件, %, 分


@dataclass(frozen=True, slots=True)
class SignatureLines:
    """Lines to sign on by hand, a label each: 被处罚人, 送达人, 年 月 日 beside."""

    labels: tuple[str, ...]
    dated: bool = True


Block = Heading | Paragraph | Fields | Table | Chart | SignatureLines
