"""Posts with what was counted there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import fn

from device_checks.registers.models import Facility, Place
from device_checks.upkeep.models import EquipmentCount, PostStock, UpkeepTerm
from device_checks.upkeep.queries.terms import term_on
from device_checks.upkeep.rules.terms import EQUIPMENT, minimum_of
from server.core import clock
from server.core.permissions import Actor
from server.units.attachments.queries import attachments_of
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach, unit_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
COUNT = "equipment_count"  # what photos of a count are attached to


def minimums_of(units: Iterable[Unit]) -> dict[UUID, dict[str, int]]:
    """What each unit must have at each post: its own numbers, else those of its industry; 2 queries. Source: LN-8."""
    units = list(units)
    table, own = term_on("equipment_minimum"), {}
    if units:
        rows = UpkeepTerm.select().where(
            (UpkeepTerm.code == "unit_equipment_minimum")
            & UpkeepTerm.unit_id.in_([unit.id for unit in units])
            & (UpkeepTerm.from_on <= clock.today())
        )
        for row in rows.order_by(UpkeepTerm.from_on, UpkeepTerm.id):
            own[row.unit_id] = row.value
    return {unit.id: own.get(unit.id) or minimum_of(table, unit.industry) for unit in units}


def posts_of(actor: Actor, unit_id: UUID) -> Json:
    """Posts of a unit, each kind with register, newest count and minimum; 6 queries. Raises NotFound.

    Source: LN-8.
    """
    unit = unit_within_reach(actor, unit_id)
    minimum = minimums_of([unit])[unit.id]
    posts = list(open_posts([unit.id]))
    stock: dict[tuple[UUID, str], PostStock] = {
        (row.place_id, row.type): row for row in PostStock.select().where(PostStock.unit_id == unit.id)
    }
    registered = _registered(unit.id)
    shown = []
    for post in posts:
        rows = [stock.get((post.id, type)) for type in EQUIPMENT]
        lines = [
            {
                "type": type,
                "counted": row.counted if row else None,
                "minimum": minimum.get(type, 0),
                "registered": registered[post.id, type],
                "is_short": row.is_short if row else False,
            }
            for type, row in zip(EQUIPMENT, rows, strict=True)
        ]
        counted_at = max((row.counted_at for row in rows if row), default=None)
        shown.append({"place_id": post.id, "name": post.name, "counted_at": counted_at, "lines": lines})
    return {"unit": {"id": unit.id, "name": unit.name}, "posts": shown}


def open_posts(unit_ids: Iterable[UUID]) -> Any:
    """Posts that are still manned."""
    of_units = Place.unit_id.in_(list(unit_ids)) & (Place.kind == "post") & Place.ended_on.is_null()  # type: ignore[union-attr]
    return Place.select().where(of_units).order_by(Place.name, Place.id)


def _registered(unit_id: UUID) -> dict[tuple[UUID, str], int]:
    rows = (
        Facility.select(Facility.place_id, Facility.type, fn.SUM(Facility.quantity))
        .where((Facility.unit_id == unit_id) & (Facility.kind == "equipment") & (Facility.state == "in_use"))
        .group_by(Facility.place_id, Facility.type)
    )
    found: dict[tuple[UUID, str], int] = defaultdict(int)
    found.update({(place_id, type): int(quantity) for place_id, type, quantity in rows.tuples()})
    return found


@dataclass(frozen=True)
class CountFilter:
    unit_id: UUID | None = None
    place_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def find_counts(actor: Actor, wanted: CountFilter) -> Json:
    """A page of counts, newest first; 4 queries."""
    query = EquipmentCount.select().where(is_within_reach(actor, EquipmentCount.unit_id))
    if wanted.unit_id:
        query = query.where(EquipmentCount.unit_id == wanted.unit_id)
    if wanted.place_id:
        query = query.where(EquipmentCount.place_id == wanted.place_id)
    if wanted.after:
        query = query.where(EquipmentCount.id < decode_cursor(wanted.after, UUID)[0])
    rows = list(query.order_by(EquipmentCount.id.desc()).limit(wanted.limit + 1))
    found = page(rows, wanted.limit, lambda row: (row.id,))
    return {**found, "items": count_shapes(found["items"])}


def count_shapes(rows: list[EquipmentCount]) -> list[Json]:
    """As the wire shows them; 3 queries."""
    ids = [row.id for row in rows]
    names, files = unit_names(row.unit_id for row in rows), attachments_of(COUNT, ids)
    places = {row.id: row.name for row in Place.select().where(Place.id.in_([row.place_id for row in rows]))}
    return [
        {
            **row.__data__,
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "place": places.get(row.place_id, ""),
            "files": files[row.id],
        }
        for row in rows
    ]
