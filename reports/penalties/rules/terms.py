"""The numbers, tables and sentences of law that rule penalties: dated data with a basis, chosen by day.

Working and calendar days are told apart by the data. Source: 行政处罚法 art. 85; 公安机关办理行政案件程序规定 art. 35.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from reports.penalties.errors import OffenceUnknown, PenaltyTermInvalid
from server.core.errors import FieldProblem
from server.units.calendar.rules import WorkingCalendar

SPANS: tuple[str, ...] = ("hearing_request", "hearing_notice", "preservation", "decision", "delivery", "payment")
SPANS += ("review", "suit_after_review", "demand", "credit_report", "credit_withdrawal")
WHOLES = ("case_officers", "spot_report_hours", "suit_months", "court_months")
AMOUNTS = ("hearing_threshold", "collective_threshold")
CODES: tuple[str, ...] = (
    *SPANS,
    *WHOLES,
    *AMOUNTS,
    "late_surcharge",
    "limitation",
    "review_when",
    "reminder_days",
    "factors",
)
CODES += ("discretion", "credit_kinds", "credit_publicity", "credit_columns")
OFFENCE, ARTICLE = "offence.", "article."
CONDITIONS = ("order_issued", "deadline_passed", "recheck_failed", "consequence_recorded")
RESPONDENTS = ("unit", "person")
GRADES = ("reduced", "light", "ordinary", "heavy")
EFFECTS = ("reduced", "light", "heavy")
REVIEW_WHEN = ("hearing_right", "serious")  # after a hearing always
MOST_DAYS, MOST_FEN = 3660, 10**12


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
    """Raises PenaltyTermInvalid for a value that its code cannot have."""
    reason = "没有这个设置项"
    if code.startswith(OFFENCE):
        reason = _wrong_offence(value)
    elif code.startswith(ARTICLE):
        reason = "" if isinstance(value, str) and 2 <= len(value) <= 400 else "应为 2 到 400 字的条文要旨"
    elif code in CODES:
        reason = "" if _CHECKS[_shape_of(code)](value) else "取值不符合该项的格式"
    if reason:
        raise PenaltyTermInvalid(fields=[FieldProblem("value", reason, PenaltyTermInvalid.code)])


def _shape_of(code: str) -> str:
    for shape, codes in (("span", SPANS), ("whole", WHOLES), ("amount", AMOUNTS)):
        if code in codes:
            return shape
    return code


def _whole(value: Any, least: int = 1, most: int = MOST_DAYS) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _has(value: Any, *names: str) -> bool:
    return isinstance(value, dict) and set(value) == set(names)


def _range(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not all(_whole(fen, 0, MOST_FEN) for fen in value):
        return False
    return bool(value[0] <= value[1])


def _list_of(value: Any, allowed: Collection[str]) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one in allowed for one in value)


def _text(value: Any, most: int = 200) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= most


def _factor(value: Any) -> bool:
    if not _has(value, "code", "effect", "text"):
        return False
    return _text(value["code"], 40) and value["effect"] in EFFECTS and _text(value["text"])


def _line(value: Any) -> bool:
    if not _has(value, "offence", "respondent", "grade", "least_fen", "most_fen"):
        return False
    named = _text(value["offence"], 40) and value["respondent"] in RESPONDENTS and value["grade"] in GRADES
    return named and _range([value["least_fen"], value["most_fen"]])


def _columns(value: Any) -> bool:
    """A set of columns in their order, each with its code, heading and source."""
    return (
        isinstance(value, list)
        and 1 <= len(value) <= 80
        and all(_has(one, "code", "heading", "field") and all(map(_text, one.values())) for one in value)
    )


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "span": lambda v: _has(v, "days", "kind") and _whole(v["days"]) and v["kind"] in ("working", "calendar"),
    "whole": _whole,
    "amount": lambda v: _has(v, "unit_fen", "person_fen") and all(_whole(fen, 1, MOST_FEN) for fen in v.values()),
    "late_surcharge": lambda v: _has(v, "percent_a_day", "cap_percent") and all(_whole(n, 1, 1000) for n in v.values()),
    "limitation": lambda v: _has(v, "years", "harm_years") and all(_whole(n, 1, 50) for n in v.values()),
    "review_when": lambda v: _list_of(v, REVIEW_WHEN),
    "reminder_days": lambda v: isinstance(v, list) and len(v) <= 20 and all(_whole(day, 0, 60) for day in v),
    "factors": lambda v: isinstance(v, list) and len(v) <= 60 and all(map(_factor, v)),
    "discretion": lambda v: isinstance(v, list) and len(v) <= 200 and all(map(_line, v)),
    "credit_kinds": lambda v: _has(v, "spot", "warning", "fine") and all(isinstance(one, bool) for one in v.values()),
    "credit_publicity": lambda v: _has(v, "warning_months", "fine_months") and all(map(_whole, v.values())),
    "credit_columns": lambda v: isinstance(v, dict) and 1 <= len(v) <= 10 and all(map(_columns, v.values())),
}


def _wrong_offence(value: Any) -> str:
    names = ("title", "basis", "article", "text", "warning_needs", "fine_needs", "with_warning", "spot_warning")
    if not _has(value, *names, "unit_fen", "person_fen"):
        return f"应有 {'、'.join((*names, 'unit_fen', 'person_fen'))}"
    if not (_text(value["title"]) and _text(value["basis"], 64) and _text(value["article"], 60)):
        return "title、basis 或 article 无效"
    if not _text(value["text"], 1000):
        return "text 无效"
    if not all(_list_of(value[name], CONDITIONS) for name in ("warning_needs", "fine_needs")):
        return f"warning_needs、fine_needs 只能取 {'、'.join(CONDITIONS)}"
    if not all(isinstance(value[name], bool) for name in ("with_warning", "spot_warning")):
        return "with_warning、spot_warning 应为是或否"
    if not (_range(value["unit_fen"]) and _range(value["person_fen"])):
        return "罚款幅度应为［最低，最高］两个数，单位为分"
    return ""
