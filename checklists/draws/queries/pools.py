"""Who may be drawn today: units by the draw's conditions, officers by certificate, leave and recusal."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from checklists.draws.rules.pools import Json, LeftOut, Pool, UnitConditions, months_before
from checklists.exclusions.queries import in_force
from checklists.inspections.models import Inspection
from server.core import clock
from server.core.files import files
from server.units.agencies.models import Agency
from server.units.areas.rules import code_prefix
from server.units.people.models import Person
from server.units.people.rules import is_qualified
from server.units.registry.models import Unit, UnitReach


def unit_pool(agency: Agency, wanted: UnitConditions, weights: dict[int, int], day: date) -> Pool:
    """Units within the agency's reach that meet the conditions, by id; 2 queries, 0.5 KB a unit."""
    named = {one.unit_id: one for one in wanted.left_out}
    checked = _checked_since(months_before(day, wanted.unchecked_months)) if wanted.unchecked_months else set()
    entries, left_out = [], []
    for id, name, uscc, level, facts in _units(agency, wanted).tuples().iterator():
        if wanted.facts and any(facts.get(fact) != value for fact, value in wanted.facts.items()):
            continue
        if reason := _reason_out(id, named, checked):
            left_out.append({"id": str(id), **reason})
        else:
            entries.append({"id": str(id), "name": name, "uscc": uscc or "", "weight": weights[level or 0]})
    return Pool(_by_id(entries), _by_id(left_out))


def officer_pool(agency: Agency, agency_ids: Collection[UUID], unit_ids: Collection[str], day: date) -> Pool:
    """Officers of the agency and below who may be sent on the day, each with the pool's units barred to them.

    Bears certificate numbers, no names: it is published.  Source: JN-2.3.2a.
    """
    officers = _officers(agency, agency_ids)
    away: set[UUID] = set()
    conflicts: dict[UUID, set[str]] = {}
    for row in in_force([officer.id for officer in officers], day):
        if row.kind == "leave":
            away.add(row.person_id)
        else:
            conflicts.setdefault(row.person_id, set()).add(str(row.unit_id))
    known = set(unit_ids)
    entries, left_out = [], []
    for officer in officers:
        if reason := _reason_unfit(officer, away, day):
            left_out.append({"id": str(officer.id), "reason": reason})
            continue
        barred = sorted(conflicts.get(officer.id, set()) & known)
        entries.append({"id": str(officer.id), "certificate_no": officer.certificate_no, "conflicts": barred})
    return Pool(_by_id(entries), _by_id(left_out))


def frozen_pool(sha256: str) -> list[Json]:
    """A pool as it was frozen, checked against its hash."""
    entries: list[Json] = json.loads(files().read(sha256))
    return entries


def conditions_of(terms: Json, reasons: dict[str, str]) -> UnitConditions:
    """The conditions back from the terms that were committed to."""
    units = terms["units"]
    return UnitConditions(
        area_code=units["area_code"],
        station_id=UUID(units["station_id"]) if units["station_id"] else None,
        kinds=tuple(units["kinds"]),
        industries=tuple(units["industries"]),
        levels=tuple(units["levels"]),
        facts=units["facts"],
        unchecked_months=units["unchecked_months"],
        left_out=tuple(LeftOut(UUID(id), reasons.get(id, "")) for id in units["left_out"]),
    )


def _units(agency: Agency, wanted: UnitConditions) -> ModelSelect:
    query = (
        Unit.select(Unit.id, Unit.name, Unit.uscc, Unit.key_unit_level, Unit.facts)
        .join(UnitReach, on=(UnitReach.unit_number == Unit.number))
        .where(UnitReach.agency_number == agency.number)
    )
    if not wanted.facts:
        query = query.select(Unit.id, Unit.name, Unit.uscc, Unit.key_unit_level, Unit.kind)
    if wanted.area_code:
        query = query.where(Unit.area_code.startswith(code_prefix(wanted.area_code)))
    if wanted.station_id:
        query = query.where(Unit.station == wanted.station_id)
    if wanted.kinds:
        query = query.where(Unit.kind.in_(list(wanted.kinds)))
    if wanted.industries:
        query = query.where(Unit.industry.in_(list(wanted.industries)))
    if wanted.levels:
        level = Unit.key_unit_level.in_([level for level in wanted.levels if level])
        query = query.where(level | Unit.key_unit_level.is_null() if 0 in wanted.levels else level)
    return query


def _checked_since(first: date) -> set[UUID]:
    since = clock.start_of(first)
    rows = Inspection.select(Inspection.unit_id).where((Inspection.received_at >= since) & (Inspection.kind != "self"))
    return {row[0] for row in rows.distinct().tuples()}


def _reason_out(id: UUID, named: dict[UUID, LeftOut], checked: set[UUID]) -> dict[str, str] | None:
    if id in named:
        return {"reason": "listed", "words": named[id].reason}
    return {"reason": "recently_checked"} if id in checked else None


def _officers(agency: Agency, agency_ids: Collection[UUID]) -> list[Person]:
    query = Person.select().join(Agency, on=(Person.agency == Agency.id)).where(Agency.path.startswith(agency.path))
    return list(query.where(Agency.id.in_(list(agency_ids))) if agency_ids else query)


def _reason_unfit(officer: Person, away: set[UUID], day: date) -> str | None:
    if not officer.certificate_no:
        return "no_certificate"
    if not is_qualified(officer.certificate_no, officer.certificate_valid_to, day):
        return "certificate_expired"
    return "on_leave" if officer.id in away else None


def _by_id(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row["id"])
