"""What people send, and what a scheme must be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from reports.assessments.errors import AssessmentDay, SchemeWrong, SchemeYearTooEarly
from reports.assessments.rules.points import Indicator, indicator_of
from reports.assessments.rules.sources import SOURCES
from server.core.errors import FieldProblem

FIXED_TARGETS = ("area", "agency", "unit")


@dataclass(frozen=True)
class SchemeDraft:
    id: UUID
    year: int
    title: str
    target: str
    subjects: tuple[str, ...]
    indicators: tuple[dict[str, Any], ...]
    replaces_id: UUID | None


@dataclass(frozen=True)
class RunDraft:
    id: UUID
    scheme_id: UUID
    as_of: date


def check_scheme_year(year: int, first_year: int) -> None:
    """Raises SchemeYearTooEarly.  Source: JN-3.5b."""
    if year < first_year:
        problem = FieldProblem("year", f"可选 {first_year} 年及以后", SchemeYearTooEarly.code)
        raise SchemeYearTooEarly(fields=[problem], first_year=first_year)


def check_indicators(target: str, rows: tuple[dict[str, Any], ...]) -> list[Indicator]:
    """The indicators of a draft; each code once, each source known and fit for the target, each formula whole.

    Raises SchemeWrong, naming every fault.
    """
    indicators, problems = [indicator_of(row) for row in rows], []
    for number, one in enumerate(indicators):
        at = f"indicators.{number}"
        if [other.code for other in indicators].index(one.code) != number:
            problems.append(FieldProblem(f"{at}.code", "指标代码重复", "twice"))
        source = SOURCES.get(one.source)
        if not one.is_manual and source is None:
            problems.append(FieldProblem(f"{at}.source", "没有这个数据来源", "unknown_source"))
        if source and target not in source.targets:
            problems.append(FieldProblem(f"{at}.source", "该数据来源不适用于这类考核对象", "source_unfit"))
        if one.formula == "threshold" and not one.steps:
            problems.append(FieldProblem(f"{at}.steps", "请填写分档", "steps_missing"))
        if any(points > one.full_x100 for _, points in one.steps):
            problems.append(FieldProblem(f"{at}.steps", "分档得分不能超过满分", "too_high"))
        if one.formula == "deduction" and one.each_x100 < 1:
            problems.append(FieldProblem(f"{at}.each_x100", "请填写每起扣分", "each_missing"))
    if problems:
        raise SchemeWrong(fields=problems)
    return indicators


def check_as_of(year: int, as_of: date, today: date) -> None:
    """Raises AssessmentDay."""
    if as_of.year != year or as_of > today:
        raise AssessmentDay(fields=[FieldProblem("as_of", AssessmentDay.title, AssessmentDay.code)])
