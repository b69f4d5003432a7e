"""What a draw asks for, and who is in its pools."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from checklists.draws.errors import OfficersTooFewForUnit, PoolEmpty, PoolTooSmall
from server.core.canonical import content_hash
from server.core.errors import FieldProblem

Json = dict[str, Any]
STATES = ("committed", "frozen", "drawn", "abandoned")
SCOPES = ("process", "result")  # what is public: that it happens, or everything
LEVELS = (0, 1, 2, 3)  # of key units; 0: none
MOST_UNITS = 1000  # a draw: each becomes a task in one transaction


@dataclass(frozen=True)
class LeftOut:
    """A unit taken out of the pool by name, and why."""

    unit_id: UUID
    reason: str


@dataclass(frozen=True)
class UnitConditions:
    """Which units go into the pool; an empty tuple asks for nothing in particular."""

    area_code: str | None = None
    station_id: UUID | None = None
    kinds: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    unchecked_months: int | None = None  # not inspected within so many calendar months
    left_out: tuple[LeftOut, ...] = ()

    def content(self) -> Json:
        """Plain JSON in a stable order."""
        return {
            "area_code": self.area_code,
            "station_id": str(self.station_id) if self.station_id else None,
            "kinds": sorted(self.kinds),
            "industries": sorted(self.industries),
            "levels": sorted(self.levels),
            "facts": dict(self.facts),
            "unchecked_months": self.unchecked_months,
            "left_out": sorted(str(one.unit_id) for one in self.left_out),
        }

    def kind_of_pool(self) -> str:
        """The hash by which a second draw over the same pool is known; exclusions by name don't make it another."""
        return content_hash({name: value for name, value in self.content().items() if name != "left_out"})


@dataclass(frozen=True)
class DrawDraft:
    """A draw as its organiser opens it. ``weights`` by key-unit level, whole numbers. Source: LN-aims-3b."""

    id: UUID
    name: str
    reason: str
    units: UnitConditions
    agency_ids: tuple[UUID, ...]  # whose officers; empty: the own agency and all below it
    unit_count: int
    officers_per_unit: int
    weights: Mapping[int, int]
    repeats_id: UUID | None = None
    repeat_reason: str = ""

    def content(self) -> Json:
        """Plain JSON: what is committed to together with the seed."""
        return {
            "id": str(self.id),
            "name": self.name,
            "reason": self.reason,
            "units": self.units.content(),
            "officers": {"agency_ids": sorted(str(id) for id in self.agency_ids)},
            "unit_count": self.unit_count,
            "officers_per_unit": self.officers_per_unit,
            "weights": {str(level): self.weights[level] for level in LEVELS},
            "repeats": {"id": str(self.repeats_id), "reason": self.repeat_reason} if self.repeats_id else None,
        }


@dataclass(frozen=True)
class Pool:
    """Those in, by id, and those left out with the reason's code."""

    entries: list[Json]
    left_out: list[Json]

    def counts(self) -> dict[str, int]:
        """How many were left out, by reason."""
        return dict(sorted(Counter(one["reason"] for one in self.left_out).items()))


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months ago, or that month's last day."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def check_sizes(units: int, officers: int, draft_units: int, each: int) -> None:
    """Raises PoolEmpty, PoolTooSmall, each naming the pool."""
    for name, have, want in (("unit_count", units, draft_units), ("officers_per_unit", officers, each)):
        if have == 0:
            raise PoolEmpty(fields=[FieldProblem(name, PoolEmpty.title, PoolEmpty.code)])
        if have < want:
            message = f"符合条件的有 {have}，要抽 {want}"
            raise PoolTooSmall(fields=[FieldProblem(name, message, PoolTooSmall.code)], have=have, want=want)


def check_every_unit_has_officers(officers: Collection[Json], names: Mapping[str, str], each: int) -> None:
    """Whichever unit is drawn, enough officers must be free of conflict. Raises OfficersTooFewForUnit naming units."""
    barred = Counter(unit_id for officer in officers for unit_id in officer["conflicts"])
    short = sorted(unit_id for unit_id, count in barred.items() if len(officers) - count < each)
    if short:
        named: Iterable[str] = (names[unit_id] for unit_id in short[:10])
        message = f"{'、'.join(named)}：回避后合格人员不足 {each} 名"
        field_ = FieldProblem("officers_per_unit", message, OfficersTooFewForUnit.code)
        raise OfficersTooFewForUnit(message, fields=[field_], unit_ids=short)
