"""Figures once laid down: tables of words and charts of numbers, the same for paper, workbook and screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TableData:
    """``numeric`` names the columns of figures; ``link`` is where the console lists the rows behind the table.

    ``links`` names the same for each cell, in the rows' order; empty where a cell is no count.
    """

    code: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    note: str = ""
    link: str = ""
    links: tuple[tuple[str, ...], ...] = ()

    @property
    def shape(self) -> dict[str, Any]:
        return {**{name: getattr(self, name) for name in ("code", "title", "note", "link")}, **self._lists()}

    def _lists(self) -> dict[str, Any]:
        rows = [list(row) for row in self.rows]
        links = [list(row) for row in self.links]
        return {"headings": list(self.headings), "rows": rows, "numeric": list(self.numeric), "links": links}


@dataclass(frozen=True)
class ChartData:
    code: str
    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]

    @property
    def shape(self) -> dict[str, Any]:
        series = [{"name": name, "values": list(values)} for name, values in self.series]
        return {
            "code": self.code,
            "title": self.title,
            "unit": self.unit,
            "labels": list(self.labels),
            "series": series,
        }


@dataclass(frozen=True)
class Figures:
    """All that a bulletin says in numbers; ``words`` fill the placeholders of its opening."""

    as_of: str
    words: dict[str, str]
    tables: tuple[TableData, ...]
    charts: tuple[ChartData, ...]

    @property
    def shape(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of,
            "words": self.words,
            "tables": [table.shape for table in self.tables],
            "charts": [chart.shape for chart in self.charts],
        }


def percent(part: int, whole: int) -> str:
    """One decimal, — of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


def change_words(now: int, before: int) -> str:
    """+3, −2, 持平."""
    change = now - before
    return "持平" if change == 0 else f"+{change}" if change > 0 else f"−{-change}"
