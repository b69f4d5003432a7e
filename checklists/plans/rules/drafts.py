"""What a plan says, and what must hold of it before it may run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from checklists.plans.errors import (
    AssignmentUnfit,
    KindNotYours,
    PlanAlwaysFires,
    PlanNeverFires,
    WindowsOverlap,
)
from checklists.plans.rules.periods import Interval, Schedule, Timing, Window, is_day_of_year, window_days
from server.core.errors import FieldProblem, RuleViolation

KINDS = ("periodic", "special", "industry", "self")
STATES = ("running", "paused", "ended")
NEXT_STATES = {"running": {"paused", "ended"}, "paused": {"running", "ended"}, "ended": set()}
ASSIGNMENTS = ("station", "named", "nobody", "unit")
TEMPLATE_MODES = ("explicit", "by_industry")
#: Which kinds each may plan. Source: JN-2.3.1b, JN-2.4b, JN-2.2.5e.
KINDS_OF_OWNER = {
    "police": frozenset({"periodic", "special", "self"}),
    "department": frozenset({"industry", "special", "self"}),
    "unit": frozenset({"self"}),
}


@dataclass(frozen=True)
class Selection:
    """Which units within the owner's reach: every condition given must hold, an empty one asks nothing.

    ``key_levels`` name levels of key unit, 0 being no key unit; ``area_codes`` stand for all that lies in them.
    """

    kinds: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    key_levels: tuple[int, ...] = ()
    area_codes: tuple[str, ...] = ()
    counter_terror_target: bool | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def facts_hold(self, facts: Mapping[str, Any]) -> bool:
        return all(facts.get(name) == value for name, value in self.facts.items())


@dataclass(frozen=True)
class PlanDraft:
    """A plan as it is written. ``grace_days``: how long after the due day it goes to the level above."""

    id: UUID
    title: str
    kind: str
    selection: Selection
    template_mode: str
    template_ids: tuple[UUID, ...]
    schedule: Schedule
    spread: bool
    working_days_only: bool
    grace_days: int
    assignment: str
    officer_ids: tuple[UUID, ...]
    starts_on: date
    ends_on: date | None

    def timing(self, active_from: date) -> Timing:
        return Timing(self.schedule, self.starts_on, self.ends_on, active_from, self.spread, self.working_days_only)


def find_problems(draft: PlanDraft, owner: str, today: date, matching: int) -> Iterator[RuleViolation]:
    """What keeps a draft from being a plan, each as the error it would be refused with.

    ``owner`` is police, department or unit; ``matching`` how many units the selection finds today.
    """
    if draft.kind not in KINDS_OF_OWNER.get(owner, ()):
        yield _at(KindNotYours, "kind")
    if (draft.kind == "self") != (draft.assignment == "unit"):
        yield _at(AssignmentUnfit, "assignment")
    broken = list(_schedule_problems(draft.schedule))
    yield from broken
    if not broken and not _has_future(draft, today):
        yield _at(PlanNeverFires, "ends_on", "起止日期之间没有任何时段")
    if matching == 0:
        yield _at(PlanNeverFires, "selection", "没有符合条件的单位")


def check_next_state(state: str, wanted: str) -> bool:
    return wanted in NEXT_STATES[state]


def _schedule_problems(schedule: Schedule) -> Iterator[RuleViolation]:
    if schedule.mode == "interval":
        if schedule.interval is None:
            yield _at(PlanNeverFires, "schedule.interval", "没有填写间隔")
        named = {"interval": schedule.interval, **{f"by_level.{k}": v for k, v in schedule.by_level.items()}}
        for name, interval in named.items():
            if interval is not None and interval.every < 1:
                yield _at(PlanAlwaysFires, f"schedule.{name}.every")
        return
    if not schedule.windows:
        yield _at(PlanNeverFires, "schedule.windows", "没有填写时段")
    taken: set[int] = set()
    for place, window in enumerate(schedule.windows):
        if not (is_day_of_year(*window.first) and is_day_of_year(*window.last)):
            yield _at(PlanNeverFires, f"schedule.windows.{place}", "没有这样的日期，时段永远不会到来")
        elif not taken.isdisjoint(days := window_days(window)):
            yield _at(WindowsOverlap, f"schedule.windows.{place}")
        else:
            taken |= days


def _has_future(draft: PlanDraft, today: date) -> bool:
    if draft.ends_on is not None and draft.ends_on < max(draft.starts_on, today):
        return False
    start = max(draft.starts_on, today)
    last = draft.ends_on or date(start.year + 2, 12, 31)
    levels = {0, *draft.schedule.by_level}
    return any(next(draft.timing(start).periods(level, start, last), None) for level in levels)


def _at(error: type[RuleViolation], where: str, detail: str = "") -> RuleViolation:
    return error(detail, fields=[FieldProblem(where, detail or error.title, error.code)])


def to_plain(draft: PlanDraft) -> dict[str, Any]:
    """A draft as the plain values its row and its wire shape hold."""
    return {
        "title": draft.title,
        "kind": draft.kind,
        "selection": {
            **vars(draft.selection),
            **{name: list(getattr(draft.selection, name)) for name in _LISTS},
            "facts": dict(draft.selection.facts),
        },
        "template_mode": draft.template_mode,
        "template_ids": [str(id) for id in draft.template_ids],
        "schedule": _plain_schedule(draft.schedule),
        "spread": draft.spread,
        "working_days_only": draft.working_days_only,
        "grace_days": draft.grace_days,
        "assignment": draft.assignment,
        "officer_ids": [str(id) for id in draft.officer_ids],
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
    }


def from_plain(id: UUID, plain: Mapping[str, Any]) -> PlanDraft:
    """The draft that ``to_plain`` wrote down, or that came over the wire in its shape."""
    values = dict(plain)
    selection = dict(values.pop("selection"))
    return PlanDraft(
        id=id,
        selection=Selection(**{**selection, **{name: tuple(selection.get(name, ())) for name in _LISTS}}),
        schedule=_read_schedule(values.pop("schedule")),
        template_ids=tuple(UUID(str(one)) for one in values.pop("template_ids")),
        officer_ids=tuple(UUID(str(one)) for one in values.pop("officer_ids")),
        **values,
    )


_LISTS = ("kinds", "industries", "key_levels", "area_codes")


def _plain_schedule(schedule: Schedule) -> dict[str, Any]:
    return {
        "mode": schedule.mode,
        "interval": vars(schedule.interval) if schedule.interval else None,
        "by_level": {str(level): vars(interval) for level, interval in sorted(schedule.by_level.items())},
        "windows": [
            {"first": "{:02d}-{:02d}".format(*one.first), "last": "{:02d}-{:02d}".format(*one.last)}
            for one in schedule.windows
        ],
    }


def _read_schedule(plain: Mapping[str, Any]) -> Schedule:
    interval = plain.get("interval")
    return Schedule(
        mode=plain["mode"],
        interval=Interval(**interval) if interval else None,
        by_level={int(level): Interval(**one) for level, one in (plain.get("by_level") or {}).items()},
        windows=tuple(
            Window(_month_and_day(one["first"]), _month_and_day(one["last"])) for one in plain.get("windows") or ()
        ),
    )


def _month_and_day(text: str) -> tuple[int, int]:
    month, _, day = text.partition("-")
    return int(month), int(day)
