"""The unit file: a unit with the names of its authorities, its sites, who answers for it, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from server.core import clock
from server.core.statements import Prepared
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id
from server.units.bases.queries import kind_notes
from server.units.people.models import Person
from server.units.registry.models import Responsibility, Site, Unit
from server.units.registry.rules import Duty, Gap, Role, gaps_of, staff_gap_of


@dataclass(frozen=True)
class UnitFile:
    """Everything that one answer shows of a unit."""

    unit: Unit
    agencies: dict[UUID, Agency]
    sites: list[Site]
    responsibilities: list[Responsibility]  # with their person loaded
    gaps: list[Gap]
    basis_note: str | None

    def agency_name(self, id: UUID | None) -> str | None:
        return self.agencies[id].name if id else None


def unit_files(units: Iterable[Unit]) -> list[UnitFile]:
    """In the order given; 5 queries, however many units."""
    units = list(units)
    if not units:
        return []
    ids = [unit.id for unit in units]
    sites: dict[UUID, list[Site]] = defaultdict(list)
    for site in _sites.rows(ids=ids):
        sites[site.unit_id].append(site)
    duties: dict[UUID, list[Responsibility]] = defaultdict(list)
    for duty in _duties.rows(ids=ids):
        duties[duty.unit_id].append(duty)
    agencies = agencies_by_id(
        id
        for unit in units
        for id in (unit.managed_by_id, unit.guided_by_id, unit.station_id, unit.department_id, unit.supervised_by_id)
    )
    notes, day = kind_notes(), clock.today()
    return [
        UnitFile(
            unit,
            agencies,
            sites[unit.id],
            duties[unit.id],
            _gaps(unit, sites[unit.id], duties[unit.id], day),
            notes.get(unit.kind),
        )
        for unit in units
    ]


def _gaps(unit: Unit, sites: list[Site], duties: list[Responsibility], day: date) -> list[Gap]:
    staff = staff_gap_of(unit.key_unit_level, unit.facts)
    found = gaps_of([site.id for site in sites], [duty_of(row) for row in duties], day)
    return [*found, staff] if staff else found


_sites = Prepared(lambda ids: Site.select().where(Site.unit.in_(ids)).order_by(Site.id))
_duties = Prepared(
    lambda ids: (
        Responsibility.select(Responsibility, Person)
        .join(Person)
        .where(Responsibility.unit.in_(ids))
        .order_by(Responsibility.from_on, Responsibility.id)
    )
)


def unit_file(unit: Unit) -> UnitFile:
    return unit_files([unit])[0]


def duty_of(row: Responsibility) -> Duty:
    return Duty(row.site_id, Role(row.role), row.from_on, row.to_on)


def first_responsible_of(unit_id: UUID, site_id: UUID | None = None) -> Person | None:
    """Who answers first for a unit, or for one of its sites, today."""
    day = clock.today()
    query = (
        Person.select()
        .join(Responsibility, on=(Responsibility.person == Person.id))
        .where(
            (Responsibility.unit == unit_id)
            & (Responsibility.role == Role.FIRST_RESPONSIBLE.value)
            & (Responsibility.from_on <= day)
            & (Responsibility.to_on.is_null() | (Responsibility.to_on >= day))
            & (Responsibility.site.is_null() if site_id is None else Responsibility.site == site_id)
        )
    )
    person: Person | None = query.first()
    return person


def shape_of(file: UnitFile) -> dict[str, Any]:
    """The UNIT of the wire, as plain values."""
    unit = file.unit
    columns = ("id", "name", "uscc", "kind", "industry", "area_code", "address", "lat", "lon", "managed_by_id")
    columns += ("guided_by_id", "station_id", "department_id", "supervised_by_id", "key_unit_level")
    columns += ("counter_terror_target", "facts")
    return {
        **{column: getattr(unit, column) for column in columns},
        "version": unit.version,
        "managed_by": file.agency_name(unit.managed_by_id),
        "guided_by": file.agency_name(unit.guided_by_id),
        "station": file.agency_name(unit.station_id),
        "department": file.agency_name(unit.department_id),
        "supervised_by": file.agency_name(unit.supervised_by_id),
        "basis_note": file.basis_note,
        "sites": file.sites,
        "responsibilities": [
            {**row.__data__, **_ids(row), "person_name": row.person.name} for row in file.responsibilities
        ],
        "gaps": file.gaps,
    }


def _ids(row: Responsibility) -> dict[str, Any]:
    return {"person_id": row.person_id, "site_id": row.site_id}
