"""Raising the level of prevention for a time, and what that asks of units. Source: JN-3.3."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from server.alerts.levels.errors import LevelWindowImpossible, ScopeNotStated
from server.core.clock import BEIJING
from server.core.errors import FieldProblem

LEVELS = (1, 2, 3)  # 1 is the highest
REASON_KINDS = ("major_event", "sensitive_case", "government_warning")  # Source: JN-3.3
STATES = ("planned", "in_force", "ended")
REPORT_STATES = ("reported", "happened", "late", "missing", "waiting")
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Scope:
    """Which units: those listed, and those that meet every criterion given; ``key_levels`` 0 is no key unit."""

    whole: bool = False
    area_codes: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    key_levels: tuple[int, ...] = ()
    unit_ids: tuple[UUID, ...] = ()

    @property
    def by_criteria(self) -> bool:
        return bool(self.area_codes or self.industries or self.kinds or self.key_levels)

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "whole": self.whole,
            "area_codes": list(self.area_codes),
            "industries": list(self.industries),
            "kinds": list(self.kinds),
            "key_levels": list(self.key_levels),
            "unit_ids": [str(id) for id in self.unit_ids],
        }


def scope_from(plain: dict[str, Any]) -> Scope:
    """Back from JSON, or from a request."""
    values = {name: tuple(plain[name]) for name in ("area_codes", "industries", "kinds", "key_levels")}
    return Scope(whole=plain["whole"], unit_ids=tuple(UUID(str(id)) for id in plain["unit_ids"]), **values)


@dataclass(frozen=True)
class LevelDraft:
    """A level as an officer raises it; both end days are included."""

    id: UUID
    title: str
    level: int
    reason_kind: str
    reason: str
    from_on: date
    to_on: date
    scope: Scope
    check_interval_days: int | None
    zero_report_by: time | None  # Beijing time of day by which each day's report is due; None: no reports
    extra_template_codes: tuple[str, ...]
    measures: str

    def plain(self) -> dict[str, Any]:
        """Plain JSON, for the hash that recognises a resubmission."""
        return {
            "id": str(self.id),
            "title": self.title,
            "level": self.level,
            "reason_kind": self.reason_kind,
            "reason": self.reason,
            "from_on": self.from_on.isoformat(),
            "to_on": self.to_on.isoformat(),
            "scope": self.scope.plain(),
            "check_interval_days": self.check_interval_days,
            "zero_report_by": clock_text(self.zero_report_by),
            "extra_template_codes": list(self.extra_template_codes),
            "measures": self.measures,
        }


@dataclass(frozen=True)
class ReportDraft:
    """What a unit reports of one day; ``text`` tells what happened, if anything did."""

    id: UUID
    day: date
    happened: bool
    text: str = ""


@dataclass(frozen=True)
class LevelInForce:
    """What holds for one unit on one day, all its levels taken together; ``id`` is the highest level's."""

    id: UUID
    level: int
    check_interval_days: int | None
    zero_report: bool
    extra_template_codes: tuple[str, ...] = field(default=())


def check_draft(draft: LevelDraft, today: date) -> None:
    """Raises LevelWindowImpossible, ScopeNotStated."""
    name = "to_on" if draft.from_on >= today else "from_on"
    if not today <= draft.from_on <= draft.to_on or draft.to_on - draft.from_on > LONGEST:
        raise LevelWindowImpossible(
            fields=[FieldProblem(name, LevelWindowImpossible.title, LevelWindowImpossible.code)]
        )
    if not (draft.scope.whole or draft.scope.by_criteria or draft.scope.unit_ids):
        raise ScopeNotStated(fields=[FieldProblem("scope", ScopeNotStated.title, ScopeNotStated.code)])


def is_in_force(from_on: date, to_on: date, ended_on: date | None, day: date) -> bool:
    """Both end days count; the day on which it is ended early does not: what was shortened is long again at once."""
    return from_on <= day <= to_on and (ended_on is None or day < ended_on)


def state_on(from_on: date, to_on: date, ended_on: date | None, day: date) -> str:
    """planned, in_force or ended, as of a day."""
    if is_in_force(from_on, to_on, ended_on, day):
        return "in_force"
    return "planned" if day < from_on and ended_on is None else "ended"


def due_at(day: date, by: time) -> datetime:
    """The instant by which a day's report is due."""
    return datetime.combine(day, by, BEIJING)


def take_together(levels: Iterable[LevelInForce]) -> LevelInForce:
    """The strictest of each: a unit under two levels meets both. At least one is given."""
    found = sorted(levels, key=lambda one: (one.level, one.id))
    intervals = [one.check_interval_days for one in found if one.check_interval_days is not None]
    codes = dict.fromkeys(code for one in found for code in one.extra_template_codes)
    return LevelInForce(
        id=found[0].id,
        level=found[0].level,
        check_interval_days=min(intervals, default=None),
        zero_report=any(one.zero_report for one in found),
        extra_template_codes=tuple(codes),
    )


def report_state(*, received: bool, happened: bool, late: bool, due: datetime, moment: datetime) -> str:
    """How a unit stands with one day's report; that something happened outweighs that it came late."""
    if received:
        return "happened" if happened else "late" if late else "reported"
    return "missing" if moment > due else "waiting"


def clock_text(by: time | None) -> str | None:
    """18:00."""
    return by.strftime("%H:%M") if by else None


def clock_from(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def say_day(day: date) -> str:
    """11月22日."""
    return f"{day.month}月{day.day}日"


LEVEL_WORDS = {1: "一级", 2: "二级", 3: "三级"}


def say_raised(agency: str, level: Any) -> str:
    """What the units are told when a level is raised; ``level`` is the draft or its row."""
    parts = [
        f"{agency}决定自{say_day(level.from_on)}起至{say_day(level.to_on)}，"
        f"将防范等级提升为{LEVEL_WORDS[level.level]}：{level.title}。"
    ]
    if level.check_interval_days:
        often = "每天" if level.check_interval_days == 1 else f"每 {level.check_interval_days} 天"
        parts.append(f"{often}自查一次。")
    if level.zero_report_by:
        parts.append(f"每天 {str(level.zero_report_by)[:5]} 前零报告。")
    return "".join(parts) + str(level.measures)
