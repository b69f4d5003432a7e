"""Whom a scheme assesses, and which units count to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.core.errors import FieldProblem, Invalid, NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id
from server.units.agencies.rules import AgencyKind
from server.units.areas.models import Area
from server.units.registry.models import Unit, UnitReach
from server.units.registry.queries.reach import units_by_id


@dataclass(frozen=True)
class Subject:
    """One of those assessed; ``agency`` is set for agencies."""

    target: str
    key: str
    name: str
    owner: Agency

    @property
    def units(self) -> Any:
        """A query of the ids of the units that count to it, within the owner's reach."""
        if self.target == "unit":
            return Unit.select(Unit.id).where(Unit.id == UUID(self.key))
        reach = UnitReach.alias("counted_reach")
        units = Unit.select(Unit.id).join(reach, on=(reach.unit_number == Unit.number))
        if self.target == "agency":
            own = Agency.select(Agency.number).where(Agency.id == UUID(self.key))
            return units.where(reach.agency_number.in_(own))
        return units.where((reach.agency_number == self.owner.number) & (Unit.area_code == self.key))

    @property
    def agencies(self) -> Any:
        """A query of the ids of the agencies that count to it; of a unit none."""
        if self.target == "agency":
            return Agency.select(Agency.id).where(Agency.id == UUID(self.key))
        return Agency.select(Agency.id).where((Agency.area_code == self.key) & (self.target == "area"))


def subjects_of(owner: Agency, target: str, keys: Sequence[str]) -> list[Subject]:
    """With their names, in the order given; one query."""
    names: dict[str, str] = {}
    if target == "area":
        rows = Area.select(Area.code, Area.name).where(Area.code.in_(list(keys))).order_by(Area.effective_from)
        names = {row.code: row.name for row in rows}
    else:
        ids = [UUID(key) for key in keys]
        table = Agency if target == "agency" else Unit
        names = {str(row.id): row.name for row in table.select(table.id, table.name).where(table.id.in_(ids))}
    return [Subject(target, key, names.get(key, key), owner) for key in keys]


def check_subjects(actor: Actor, owner: Agency, target: str, keys: Sequence[str]) -> None:
    """Each within the owner's reach, named once. Raises Invalid, NotFound (of a unit or agency out of reach)."""
    problems = [
        FieldProblem(f"subjects.{number}", "重复", "twice") for number, key in enumerate(keys) if key in keys[:number]
    ]
    if target == "area":
        stem = owner.area_code.removesuffix("00").removesuffix("00")
        known = {row.code for row in Area.select(Area.code).where(Area.code.in_(list(keys)))}
        problems += _unknown(keys, {key for key in keys if key in known and key.startswith(stem)})
    else:
        ids = _ids(keys)
        if target == "agency":
            found = agencies_by_id(ids)
            fit = {str(row.id) for row in found.values() if _is_below(owner, row)}
        else:
            fit = {str(unit.id) for unit in units_by_id(actor, ids)}
        if set(keys) - fit and not problems:
            raise NotFound(subjects=sorted(set(keys) - fit)[:5])
    if problems:
        raise Invalid(fields=problems)


def _ids(keys: Sequence[str]) -> list[UUID]:
    try:
        return [UUID(key) for key in keys]
    except ValueError as error:
        raise Invalid(fields=[FieldProblem("subjects", "编号格式有误", "invalid_id")]) from error


def _is_below(owner: Agency, agency: Agency) -> bool:
    if owner.kind == AgencyKind.GOVERNMENT:
        return agency.area_code.startswith(owner.area_code.removesuffix("00").removesuffix("00"))
    return bool(agency.path.startswith(owner.path))


def _unknown(keys: Sequence[str], known: set[str]) -> list[FieldProblem]:
    return [
        FieldProblem(f"subjects.{number}", "没有这个区划，或不在本机关辖区", "unknown_area")
        for number, key in enumerate(keys)
        if key not in known
    ]
