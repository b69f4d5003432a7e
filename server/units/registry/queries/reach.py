"""Whose units an actor may see: the only way to load a unit that somebody names.

Police see the units of the own subtree, departments those they lead, people of a unit their own; administrators
none. What is out of reach looks as if it were not there. Source: JN-2.3.1b.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect, fn

from server.core.errors import NotFound
from server.core.permissions import Actor
from server.core.statements import Prepared
from server.units.agencies.models import Agency
from server.units.registry.models import Site, Unit, UnitReach


@dataclass(frozen=True)
class Scope:
    """Either everything (the system), or an agency's reach, or one unit, or nothing."""

    everything: bool = False
    agency_id: UUID | None = None
    unit_id: UUID | None = None


def scope_of(actor: Actor) -> Scope:
    """No query."""
    if actor.account_id is None:
        return Scope(everything=True)
    if not actor.may("unit.view"):
        return Scope()
    if actor.agency_id:
        return Scope(agency_id=actor.agency_id)
    return Scope(unit_id=actor.unit_id)


def units_within_reach(actor: Actor) -> ModelSelect:
    """A query to compose. Costs an index range of the actor's units, however many there are elsewhere."""
    scope = scope_of(actor)
    units = Unit.select()
    if scope.everything:
        return units
    if scope.agency_id:
        return units.join(UnitReach, on=(UnitReach.unit_number == Unit.number)).where(
            UnitReach.agency_number == _number_of(scope.agency_id)
        )
    return units.where(Unit.id == scope.unit_id) if scope.unit_id else units.where(SQL("1 = 0"))


def number_within_reach(actor: Actor) -> Any:
    """The column to walk ``units_within_reach`` along: the reach's own, so that no unit outside is looked at."""
    return UnitReach.unit_number if scope_of(actor).agency_id else Unit.number


def is_within_reach(actor: Actor, unit_id: Any) -> Any:
    """A condition on another table's column of unit ids: ``Inspection.select().where(is_within_reach(actor, …))``.

    Two index look-ups a row.
    """
    scope = scope_of(actor)
    if scope.everything:
        return SQL("1 = 1")
    if scope.agency_id:
        named, reach = Unit.alias("reached_unit"), UnitReach.alias("reach")
        return fn.EXISTS(
            reach.select(SQL("1"))
            .join(named, on=(named.number == reach.unit_number))
            .where((named.id == unit_id) & (reach.agency_number == _number_of(scope.agency_id)))
        )
    return (unit_id == scope.unit_id) if scope.unit_id else SQL("1 = 0")


def unit_within_reach(actor: Actor, id: UUID) -> Unit:
    """One query. Raises NotFound."""
    agency_id = scope_of(actor).agency_id
    unit: Unit | None
    if agency_id:
        unit = _reached.first(agency_id=agency_id, id=id)
    else:
        unit = units_within_reach(actor).where(Unit.id == id).first()
    if unit is None:
        raise NotFound(unit_id=str(id))
    return unit


def units_by_id(actor: Actor, ids: Iterable[UUID]) -> list[Unit]:
    """Those of the units that are within reach; one query."""
    wanted = list(set(ids))
    return list(units_within_reach(actor).where(Unit.id.in_(wanted))) if wanted else []


def site_within_reach(actor: Actor, unit_id: UUID, site_id: UUID) -> Site:
    """A site of a unit within reach. Raises NotFound."""
    unit = unit_within_reach(actor, unit_id)
    site = Site.get_or_none((Site.id == site_id) & (Site.unit == unit.id))
    if site is None:
        raise NotFound(site_id=str(site_id))
    return site


def _number_of(agency_id: UUID) -> Any:
    agency = Agency.alias("own_agency")
    return agency.select(agency.number).where(agency.id == agency_id)


_reached = Prepared(
    lambda agency_id, id: Unit.select().where(
        (Unit.id == id)
        & fn.EXISTS(
            UnitReach.select(SQL("1")).where(
                (UnitReach.unit_number == Unit.number) & (UnitReach.agency_number == _number_of(agency_id))
            )
        )
    )
)
