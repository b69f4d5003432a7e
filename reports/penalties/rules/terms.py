"""The numbers, tables and sentences of law that rule penalties: dated data with a basis, chosen by day.

Working and calendar days are told apart by the data. Source: 行政处罚法 art. 85; 公安机关办理行政案件程序规定 art. 35.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from reports.penalties.errors import OffenceUnknown, PenaltyTermInvalid
from reports.penalties.rules import shapes
from reports.penalties.rules.shapes import shape_of
from server.core.errors import FieldProblem
from server.units.calendar.rules import WorkingCalendar

OFFENCE, ARTICLE = shapes.OFFENCE, shapes.ARTICLE
RESPONDENTS, GRADES = tuple(shapes.RESPONDENTS), tuple(shapes.GRADES)


@dataclass(frozen=True)
class Span:
    """So many working or calendar days; the day it starts from is not counted."""

    days: int
    is_working: bool

    def end_after(self, day: date, calendar: WorkingCalendar) -> date:
        """Its last day; one that falls on a rest day moves on to the next working day."""
        if self.is_working:
            return calendar.add_working(day, self.days)
        return calendar.next_working(day + timedelta(days=self.days))


@dataclass(frozen=True)
class Offence:
    """A provision that penalties rest on, with the range and the conditions of each."""

    code: str
    title: str
    basis: str  # code of the policy basis
    article: str
    text: str
    warning_needs: frozenset[str]
    fine_needs: frozenset[str]
    with_warning: bool  # a unit is never fined without a warning
    spot_warning: bool
    range_fen: Mapping[str, tuple[int, int]]  # respondent → least, most


@dataclass(frozen=True)
class Article:
    """Where the law says it, and what it says in our words."""

    basis: str
    article: str
    text: str

    def __str__(self) -> str:
        return f"《{self.basis}》{self.article}：{self.text}"


@dataclass(frozen=True)
class Terms:
    """All that is in force on one day."""

    day: date
    values: Mapping[str, Any]
    articles: Mapping[str, Article]

    def span(self, code: str) -> Span:
        """Raises LookupError."""
        value = self.values[code]
        return Span(value["days"], value["kind"] == "working")

    def amount_fen(self, code: str, respondent: str) -> int:
        """A threshold for a unit or a person, in fen. Raises LookupError."""
        return int(self.values[code][f"{respondent}_fen"])

    def offence(self, code: str) -> Offence:
        """Raises OffenceUnknown for one that is not in force."""
        value = self.values.get(f"{OFFENCE}{code}")
        if value is None:
            raise OffenceUnknown(fields=[FieldProblem("offence", OffenceUnknown.title, OffenceUnknown.code)])
        return _offence(code, value)

    def offences(self) -> list[Offence]:
        """Those in force, by code."""
        codes = sorted(code for code in self.values if code.startswith(OFFENCE))
        return [_offence(code.removeprefix(OFFENCE), self.values[code]) for code in codes]

    def effects(self, factors: Collection[str]) -> set[str]:
        """What the factors make of the penalty: light, reduced, heavy."""
        return {factor["effect"] for factor in self.values["factors"] if factor["code"] in factors}

    def grade_fen(self, offence: str, respondent: str, grade: str) -> tuple[int, int] | None:
        """Least and most of a grade of the discretion table; None when it has no such line."""
        for line in self.values["discretion"]:
            if (line["offence"], line["respondent"], line["grade"]) == (offence, respondent, grade):
                return line["least_fen"], line["most_fen"]
        return None


def _offence(code: str, value: Mapping[str, Any]) -> Offence:
    return Offence(
        code,
        value["title"],
        value["basis"],
        value["article"],
        value["text"],
        frozenset(value["warning_needs"]),
        frozenset(value["fine_needs"]),
        value["with_warning"],
        value["spot_warning"],
        {name: (value[f"{name}_fen"][0], value[f"{name}_fen"][1]) for name in RESPONDENTS},
    )


def check_term(code: str, value: Any) -> None:
    """Refuse a value that its code cannot have, each fault by its path. Raises PenaltyTermInvalid."""
    shape = shape_of(code)
    if shape is None:
        raise PenaltyTermInvalid(fields=[FieldProblem("code", "没有这个设置项", PenaltyTermInvalid.code)])
    if problems := shape.problems(value, "value", PenaltyTermInvalid.code):
        raise PenaltyTermInvalid(fields=problems)
