"""Reads of raised levels: what holds for which unit on a day, and the levels an actor has to do with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import JOIN, SQL, ModelSelect, fn

from server.alerts.levels.models import SecurityLevel, SecurityLevelEnding, SecurityLevelUnit
from server.alerts.levels.rules import LevelInForce, Scope, state_on, take_together
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_by_id, chain, is_police
from server.units.areas.rules import code_prefix
from server.units.registry.models import Unit, UnitReach
from server.units.registry.queries.reach import is_within_reach, scope_of
from server.web.paging import decode_cursor, page

BATCH = 5000


@dataclass(frozen=True)
class LevelFilter:
    state: str | None = None
    level: int | None = None
    limit: int = 50
    after: str | None = None


def levels_on(unit_ids: Collection[UUID], day: date) -> dict[UUID, LevelInForce]:
    """What raised level each of the units is under on a Beijing day; units under none are left out.

    One query on a day without levels, else one more for each five thousand units. Source: JN-3.3.
    """
    levels = {level.id: _as_in_force(level) for level in SecurityLevel.select().where(in_force(day))}
    wanted = list(set(unit_ids)) if levels else []
    by_unit: dict[UUID, list[LevelInForce]] = {}
    for start in range(0, len(wanted), BATCH):
        rows = SecurityLevelUnit.select(SecurityLevelUnit.unit_id, SecurityLevelUnit.level_id).where(
            SecurityLevelUnit.unit_id.in_(wanted[start : start + BATCH])
            & SecurityLevelUnit.level_id.in_(list(levels))
            & (SecurityLevelUnit.since_on <= day)
        )
        for unit_id, level_id in rows.tuples():
            by_unit.setdefault(unit_id, []).append(levels[level_id])
    return {unit_id: take_together(found) for unit_id, found in by_unit.items()}


def is_any_level_raised(first: date, last: date) -> bool:
    """Whether a level was in force on some day from one to another; most days there is none."""
    return bool(
        SecurityLevel.select(SecurityLevel.id)
        .where((SecurityLevel.from_on <= last) & (SecurityLevel.to_on >= first))
        .where(SecurityLevel.ended_on.is_null() | (SecurityLevel.ended_on >= first))
        .exists()
    )


def in_force(day: date) -> Any:
    """A condition on SecurityLevel, as rules.is_in_force has it."""
    return (
        (SecurityLevel.from_on <= day)
        & (SecurityLevel.to_on >= day)
        & (SecurityLevel.ended_on.is_null() | (SecurityLevel.ended_on > day))
    )


def units_in_scope(scope: Scope, agency_id: UUID) -> ModelSelect:
    """Units within the agency's reach that a scope means."""
    units = (
        Unit.select(Unit.id)
        .join(UnitReach, on=(UnitReach.unit_number == Unit.number))
        .join(Agency, on=(Agency.number == UnitReach.agency_number))
        .where(Agency.id == agency_id)
    )
    if scope.whole:
        return units
    met = SQL("1 = 0")
    if scope.unit_ids:
        met |= Unit.id.in_(list(scope.unit_ids))
    if scope.by_criteria:
        met |= _criteria(scope)
    return units.where(met)


def _criteria(scope: Scope) -> Any:
    met = SQL("1 = 1")
    if scope.area_codes:
        inside = SQL("1 = 0")
        for code in scope.area_codes:
            inside |= Unit.area_code.startswith(code_prefix(code))
        met &= inside
    if scope.industries:
        met &= Unit.industry.in_(list(scope.industries))
    if scope.kinds:
        met &= Unit.kind.in_(list(scope.kinds))
    if scope.key_levels:
        met &= fn.COALESCE(Unit.key_unit_level, 0).in_(list(scope.key_levels))
    return met


def levels_within_reach(actor: Actor) -> ModelSelect:
    """Police: levels raised by their own agency, those above and those below. Others: those over units they reach."""
    levels = SecurityLevel.select(SecurityLevel, SecurityLevelEnding).join(
        SecurityLevelEnding, JOIN.LEFT_OUTER, on=(SecurityLevelEnding.level_id == SecurityLevel.id), attr="ending"
    )
    scope = scope_of(actor)
    if scope.everything:
        return levels
    if scope.agency_id and is_police(own := agency_by_id(scope.agency_id)):
        above = [agency.id for agency in chain(own)]
        below = Agency.select(Agency.id).where(Agency.path.startswith(own.path))
        return levels.where(SecurityLevel.agency_id.in_(above) | SecurityLevel.agency_id.in_(below))
    member = SecurityLevelUnit.alias("member")
    touched = member.select(SQL("1")).where(
        (member.level_id == SecurityLevel.id) & is_within_reach(actor, member.unit_id)
    )
    return levels.where(fn.EXISTS(touched))


def level_within_reach(actor: Actor, id: UUID) -> SecurityLevel:
    """Raises NotFound."""
    level = levels_within_reach(actor).where(SecurityLevel.id == id).first()
    if level is None:
        raise NotFound(level_id=str(id))
    return level


def find_levels(actor: Actor, wanted: LevelFilter) -> dict[str, Any]:
    """A page of levels, the latest raised first."""
    query, today = levels_within_reach(actor).order_by(SecurityLevel.id.desc()), clock.today()
    over = (SecurityLevel.to_on < today) | SecurityLevel.ended_on.is_null(False)
    if wanted.state == "in_force":
        query = query.where(in_force(today))
    elif wanted.state == "planned":
        query = query.where((SecurityLevel.from_on > today) & SecurityLevel.ended_on.is_null())
    elif wanted.state == "ended":
        query = query.where(over)
    if wanted.level:
        query = query.where(SecurityLevel.level == wanted.level)
    if wanted.after:
        query = query.where(SecurityLevel.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda level: (level.id,))
    return {**found, "items": shapes(found["items"])}


def levels_in_force(actor: Actor) -> list[SecurityLevel]:
    """Those in force today that the actor has to do with, the highest first."""
    query = levels_within_reach(actor).where(in_force(clock.today()))
    return list(query.order_by(SecurityLevel.level, SecurityLevel.id).limit(20))


def shapes(levels: list[SecurityLevel]) -> list[dict[str, Any]]:
    """Levels in their wire shape; 2 queries."""
    agencies, today = agencies_by_id(level.agency_id for level in levels), clock.today()
    counted = (
        SecurityLevelUnit.select(SecurityLevelUnit.level_id, fn.COUNT(SecurityLevelUnit.id))
        .where(SecurityLevelUnit.level_id.in_([level.id for level in levels]))
        .group_by(SecurityLevelUnit.level_id)
        .tuples()
    )
    units = dict(counted) if levels else {}
    same = ("id", "title", "level", "reason_kind", "reason", "from_on", "to_on", "scope", "check_interval_days")
    return [
        {
            **{name: getattr(level, name) for name in same},
            "zero_report_by": level.zero_report_by,
            "extra_template_codes": level.extra_template_codes,
            "measures": level.measures,
            "agency": {"id": level.agency_id, "name": agencies[level.agency_id].name},
            "state": state_on(level.from_on, level.to_on, level.ended_on, today),
            "units": units.get(level.id, 0),
            "created_by": level.created_by_name,
            "created_at": level.created_at,
            "ending": {"reason": ending.reason, "by": ending.by_name, "at": ending.at} if ending else None,
        }
        for level in levels
        for ending in [getattr(level, "ending", None)]
    ]


def _as_in_force(level: SecurityLevel) -> LevelInForce:
    return LevelInForce(
        id=level.id,
        level=level.level,
        check_interval_days=level.check_interval_days,
        zero_report=level.zero_report_by is not None,
        extra_template_codes=tuple(level.extra_template_codes),
    )
