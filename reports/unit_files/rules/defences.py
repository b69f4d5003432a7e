"""The three defences (人防、物防、技防): what is counted, and how what was met becomes a bar.  Source: LN-aims-2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from reports.unit_files.errors import DefenceItemInvalid
from server.core.errors import FieldProblem

PEOPLE, BARRIER, TECHNOLOGY = "people", "barrier", "technology"
DEFENCES = {PEOPLE: "人防", BARRIER: "物防", TECHNOLOGY: "技防"}
#: How an item may be counted, and which settings that way of counting reads.
MEASURES: Mapping[str, frozenset[str]] = {
    "responsible": frozenset(),
    "security_staff": frozenset(),
    "rotation": frozenset(),
    "duties": frozenset({"duties"}),
    "facilities": frozenset({"kinds"}),
    "post_equipment": frozenset(),
    "camera_coverage": frozenset(),
    "cameras_online": frozenset(),
    "alarms_tested": frozenset(),
    "recordings": frozenset(),
}
_CHOICES = {
    "duties": ("rulebook", "plan", "drill", "training", "standard"),
    "kinds": ("camera", "recorder", "alarm", "access", "vehicle_device", "barrier", "equipment"),
}


class Tally(NamedTuple):
    """How many are asked for, and how many of them are as they should be."""

    met: int = 0
    required: int = 0

    def plus(self, other: Tally) -> Tally:
        return Tally(self.met + other.met, self.required + other.required)

    @property
    def percent(self) -> int | None:
        """Rounded down, so that only what is complete says 100; None where nothing is asked for."""
        return self.met * 100 // self.required if self.required else None


@dataclass(frozen=True)
class Defended:
    """One thing behind an item, and whether it is as it should be."""

    id: UUID | None
    subject: str  # which register it lies in: facility, place, person, duty…
    title: str
    detail: str
    is_met: bool


@dataclass(frozen=True)
class DefenceItemDraft:
    id: UUID
    code: str
    defence: str
    position: int
    title: str
    measure: str
    settings: dict[str, Any]
    bases: list[dict[str, str]]
    is_counted: bool
    from_on: date
    verified: bool = field(default=False)


def check_item(draft: DefenceItemDraft) -> None:
    """Raises DefenceItemInvalid for settings that the measure does not read, or lacks."""
    wanted = MEASURES[draft.measure]
    if set(draft.settings) != wanted:
        named = "、".join(sorted(wanted)) or "无"
        raise DefenceItemInvalid(fields=[FieldProblem("settings", f"此项的设置应为：{named}", "wrong_settings")])
    for name, values in draft.settings.items():
        if not isinstance(values, list) or not values or not set(map(str, values)) <= set(_CHOICES[name]):
            raise DefenceItemInvalid(fields=[FieldProblem(f"settings.{name}", "取值无效", "wrong_settings")])


def bar_of(items: Sequence[Tally]) -> Tally:
    """Items of one defence as one bar."""
    total = Tally()
    for item in items:
        total = total.plus(item)
    return total
