"""Small reads for the packages above: names for lists, and facts about one unit. Whoever asks has checked reach."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from server.core.database import lock_row
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.core.statements import Prepared
from server.units.agencies.models import Agency
from server.units.registry.models import Responsibility, Site, Unit, UnitReach
from server.units.registry.queries.reach import scope_of, units_within_reach
from server.units.registry.rules import Role


def unit_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """One query."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    return {row.id: row.name for row in Unit.select(Unit.id, Unit.name).where(Unit.id.in_(wanted))}


def site_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """One query."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    return {row.id: row.name for row in Site.select(Site.id, Site.name).where(Site.id.in_(wanted))}


def unit_by_id(id: UUID) -> Unit:
    """For jobs, which act for nobody. Raises NotFound."""
    unit = Unit.get_or_none(Unit.id == id)
    if unit is None:
        raise NotFound(unit_id=str(id))
    return unit


def unit_exists(id: UUID) -> bool:
    return bool(Unit.select(Unit.id).where(Unit.id == id).exists())


def key_unit_level(id: UUID) -> int | None:
    """The level by the register; None for what is no key unit."""
    row = _levels.first(id=id)
    return row.key_unit_level if row else None


_levels = Prepared(lambda id: Unit.select(Unit.key_unit_level).where(Unit.id == id))


def reaches_unit(actor: Actor, id: UUID) -> bool:
    scope = scope_of(actor)
    if scope.agency_id:
        return _agency_reaches.exists(id=id, agency_id=scope.agency_id)
    return bool(units_within_reach(actor).where(Unit.id == id).exists())


_agency_reaches = Prepared(
    lambda id, agency_id: (
        UnitReach.select(UnitReach.unit_number)
        .join(Unit, on=(Unit.number == UnitReach.unit_number))
        .join(Agency, on=(Agency.number == UnitReach.agency_number))
        .where((Unit.id == id) & (Agency.id == agency_id))
    )
)


def agencies_answering_for(unit_id: UUID, agency_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the agencies that reach the unit themselves or as stations of a bureau that does: these help
    each other out. 2 queries.
    """
    agencies = list(Agency.select(Agency.id, Agency.kind, Agency.parent).where(Agency.id.in_(list(agency_ids))))
    by_way_of = {row.id: {row.id, row.parent_id} if row.kind == "police_station" else {row.id} for row in agencies}
    wanted = {id for ids in by_way_of.values() for id in ids if id}
    rows = (
        UnitReach.select(Agency.id)
        .join(Unit, on=(Unit.number == UnitReach.unit_number))
        .join_from(UnitReach, Agency, on=(Agency.number == UnitReach.agency_number))
        .where((Unit.id == unit_id) & Agency.id.in_(list(wanted)))
    )
    reaching = {id for (id,) in rows.tuples()}
    return {id for id, ways in by_way_of.items() if ways & reaching}


def lock_unit(id: UUID) -> None:
    """Have others wait who would write of the unit under this lock, until the transaction ends."""
    lock_row(Unit.select(Unit.id).where(Unit.id == id))


def site_belongs(site_id: UUID, unit_id: UUID) -> bool:
    return bool(Site.select(Site.id).where((Site.id == site_id) & (Site.unit == unit_id)).exists())


def check_site_of(unit_id: UUID, site_id: UUID | None) -> None:
    """Raises NotFound for a site of another unit."""
    if site_id is not None and not site_belongs(site_id, unit_id):
        raise NotFound(site_id=str(site_id))


def lacks_first_responsible(unit_id: UUID, site_id: UUID | None, day: date) -> bool:
    """Whether nobody is first responsible for the unit (or for this site of it) on a day. Source: JN-2.2.1a, c."""
    if site_id is None:
        return not _unit_answered_for.exists(unit_id=unit_id, first_day=day, last_day=day)
    return not _site_answered_for.exists(unit_id=unit_id, site_id=site_id, first_day=day, last_day=day)


def _answered_for(unit_id: Any, place: Any, first_day: Any, last_day: Any) -> Any:
    return Responsibility.select(Responsibility.id).where(
        (Responsibility.unit == unit_id)
        & place
        & (Responsibility.role == Role.FIRST_RESPONSIBLE.value)
        & (Responsibility.from_on <= first_day)
        & (Responsibility.to_on.is_null() | (Responsibility.to_on >= last_day))
    )


_unit_answered_for = Prepared(
    lambda unit_id, first_day, last_day: _answered_for(unit_id, Responsibility.site.is_null(), first_day, last_day)
)
_site_answered_for = Prepared(
    lambda unit_id, site_id, first_day, last_day: _answered_for(
        unit_id, Responsibility.site == site_id, first_day, last_day
    )
)
