"""What a unit owes on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from server.units.bases.rules import Status, Validity, region_covers

ANY = "any"  # of whatever kind: a drill, a class or an activity
FOREVER = date(9999, 12, 31)


class DutyKind(StrEnum):
    RULEBOOK = "rulebook"  # 治安保卫制度. Source: JN-2.2.2c.
    PLAN = "plan"  # 预案. Source: JN-2.2.5c, JN-2.2.6c.
    DRILL = "drill"  # 演练. Source: LN-4.
    TRAINING = "training"  # 培训. Source: JN-2.2.5c.
    STANDARD = "standard"  # 标准. Source: LN-6a.
    PROJECT = "project"  # 三同步. Source: LN-6b.
    FUNCTION = "function"  # 保卫人员职责. Source: LN-3a.


class DutyState(StrEnum):
    OK = "ok"
    OPEN = "open"  # the year is young
    DUE = "due"  # the year draws to its end
    MISSING = "missing"
    OVERDUE = "overdue"
    FAILED = "failed"  # the year is over
    LAPSED = "lapsed"  # every basis has lapsed: for reference
    OPTIONAL = "optional"
    STANDING = "standing"  # shown, not proved by a paper


#: Counted by the year: so many times until 31 December. Source: LN-4, JN-2.2.5c.
COUNTED = frozenset({DutyKind.DRILL, DutyKind.TRAINING})
GAPS = frozenset({DutyState.DUE, DutyState.MISSING, DutyState.OVERDUE, DutyState.FAILED})


class UnitTraits(Protocol):
    """What of a unit decides which duties it has."""

    industry: Any
    area_code: Any
    key_unit_level: Any
    counter_terror_target: Any
    facts: dict[str, Any]


@dataclass(frozen=True)
class Conditions:
    """Whom a requirement meets; what is not named is no condition."""

    key_levels: tuple[int, ...] = ()
    industries: tuple[str, ...] = ()
    counter_terror_target: bool = False
    fact: str | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Conditions:
        return cls(
            tuple(stored.get("key_levels", ())),
            tuple(stored.get("industries", ())),
            bool(stored.get("counter_terror_target")),
            stored.get("fact"),
        )

    def meet(self, unit: UnitTraits) -> bool:
        return (
            (not self.key_levels or unit.key_unit_level in self.key_levels)
            and (not self.industries or unit.industry in self.industries)
            and (not self.counter_terror_target or bool(unit.counter_terror_target))
            and (self.fact is None or unit.facts.get(self.fact) is True)
        )


@dataclass(frozen=True)
class CitedBasis:
    """One basis of a requirement, with what it is on the day asked for."""

    basis_id: str
    article: str
    title: str
    doc_no: str | None
    region_code: str | None
    status: Status
    effective_to: date | None

    @property
    def holds(self) -> bool:
        return self.status in (Status.IN_FORCE, Status.UNKNOWN)


@dataclass(frozen=True)
class Requirement:
    """One dated rule: whom it meets, how many are asked for, and on what it rests."""

    code: str
    duty: str
    item: str
    title: str
    count: int
    conditions: Conditions
    bases: tuple[CitedBasis, ...]
    remind_from: tuple[int, int] = (10, 1)  # month, day
    is_product_default: bool = False
    note: str = ""

    def regions(self) -> list[str | None]:
        """Where a basis carries it on the day: region codes, None for the whole country."""
        return list(dict.fromkeys(basis.region_code for basis in self.bases if basis.holds))

    def is_cited_in(self, area_code: str) -> bool:
        return any(region_covers(basis.region_code, area_code) for basis in self.bases)

    def binds_in(self, area_code: str) -> bool:
        """Whether a basis that holds in the area is in force; else the duty is for reference. Source: JN-end-a."""
        return any(region_covers(region, area_code) for region in self.regions())


@dataclass(frozen=True)
class Cover:
    """Something that fulfils a duty from a day to a day, both included."""

    duty: str
    item: str
    from_on: date
    until_on: date


@dataclass(frozen=True)
class Owed:
    """One duty of one unit on a day."""

    duty: str
    item: str
    title: str
    state: DutyState
    required: int
    counted: int
    due_on: date | None
    bases: tuple[CitedBasis, ...]
    is_product_default: bool
    note: str


def owed_by(unit: UnitTraits, requirements: Iterable[Requirement], covers: Collection[Cover], day: date) -> list[Owed]:
    """All duties of a unit on a day, in the order of the requirements.

    Several requirements for one thing are one duty: the highest number asked for by one that binds, and its bases.
    Those no longer carried by any basis ask for nothing and are shown as lapsed. Source: JN-2.2.2c, LN-4, LN-6a.
    """
    grouped: dict[tuple[str, str], list[Requirement]] = {}
    for requirement in requirements:
        if requirement.is_cited_in(unit.area_code) and requirement.conditions.meet(unit):
            grouped.setdefault((requirement.duty, requirement.item), []).append(requirement)
    return [_owed(unit.area_code, group, covers, day) for group in grouped.values()]


def _owed(area_code: str, group: Sequence[Requirement], covers: Collection[Cover], day: date) -> Owed:
    binding = [requirement for requirement in group if requirement.binds_in(area_code)]
    count = max(requirement.count for requirement in binding or group)
    used = [requirement for requirement in binding or group if requirement.count == count]
    mine = [cover for cover in covers if answers(cover, group[0])]
    counted = sum(cover.from_on <= day <= cover.until_on for cover in mine)
    state = state_on(group[0].duty, count, mine, day, used[0].remind_from) if binding else DutyState.LAPSED
    bases = {
        (basis.basis_id, basis.article): basis
        for requirement in used
        for basis in requirement.bases
        if region_covers(basis.region_code, area_code)
    }
    first = used[0]
    return Owed(
        first.duty, first.item, first.title, state, count, counted, _due_on(first.duty, mine, day), tuple(bases.values()),
        all(requirement.is_product_default for requirement in used), first.note,
    )  # fmt: skip


def answers(cover: Cover, requirement: Requirement) -> bool:
    """Whether this is the thing asked for; for a drill or a training of any kind every one is."""
    return cover.duty == requirement.duty and requirement.item in (ANY, cover.item)


def state_on(duty: str, count: int, covers: Collection[Cover], day: date, remind_from: tuple[int, int]) -> DutyState:
    """Where one duty stands. A year of drills or trainings is judged on its last day: 1 of 2 on 31 December has failed.

    Source: LN-4, JN-2.2.5c.
    """
    if duty == DutyKind.FUNCTION:
        return DutyState.STANDING
    active = sum(cover.from_on <= day <= cover.until_on for cover in covers)
    if count == 0:
        return DutyState.OK if active else DutyState.OPTIONAL
    if active >= count:
        return DutyState.OK
    if duty in COUNTED:
        if day == year_end(day):
            return DutyState.FAILED
        return DutyState.DUE if is_reminding(day, remind_from) else DutyState.OPEN
    return DutyState.OVERDUE if any(cover.from_on <= day for cover in covers) else DutyState.MISSING


def is_reminding(day: date, remind_from: tuple[int, int]) -> bool:
    """From 1 October a year that lacks drills or trainings is spoken of. Source: LN-4."""
    return (day.month, day.day) >= remind_from


def year_end(day: date) -> date:
    return date(day.year, 12, 31)


def _due_on(duty: str, covers: Collection[Cover], day: date) -> date | None:
    if duty in COUNTED:
        return year_end(day)
    ends = [cover.until_on for cover in covers if cover.from_on <= day and cover.until_on != FOREVER]
    return max(ends, default=None)


def is_valid_on(validity: Validity, day: date) -> bool:
    """For rows of ours, whose empty first day is an open one."""
    return Validity(validity.effective_from or date.min, validity.effective_to).status_on(day) is Status.IN_FORCE
