"""Pages of places and facilities, their shapes, and who changed what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from device_checks.registers.models import Camera, Facility, Place
from device_checks.registers.queries.reach import places_of_cameras
from server.core.events import Event
from server.core.permissions import Actor
from server.units.registry.queries.lookups import site_names, unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page
from server.web.signin.models import Account


@dataclass(frozen=True)
class PlaceFilter:
    unit_id: UUID | None = None
    kind: str | None = None
    ended: bool = False
    limit: int = 50
    after: str | None = None


@dataclass(frozen=True)
class FacilityFilter:
    """What a list of facilities is narrowed to; ``q`` is a part of the name or the number."""

    unit_id: UUID | None = None
    place_id: UUID | None = None
    kind: str | None = None
    type: str | None = None
    condition: str | None = None
    state: str | None = None
    life_end_before: date | None = None
    q: str = ""
    limit: int = 50
    after: str | None = None


def find_places(actor: Actor, wanted: PlaceFilter) -> dict[str, Any]:
    """A page of places within reach, in the order they were entered."""
    query = Place.select().where(is_within_reach(actor, Place.unit_id)).order_by(Place.id)
    if wanted.unit_id:
        query = query.where(Place.unit_id == wanted.unit_id)
    if wanted.kind:
        query = query.where(Place.kind == wanted.kind)
    if not wanted.ended:
        query = query.where(Place.ended_on.is_null())
    if wanted.after:
        query = query.where(Place.id > decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": place_shapes(found["items"])}


def place_shapes(rows: Sequence[Place]) -> list[dict[str, Any]]:
    """Places in their wire shape; 2 queries."""
    names = unit_names([row.unit_id for row in rows])
    sites = site_names([row.site_id for row in rows if row.site_id])
    return [
        {
            **row.__data__,
            "unit": _party(row.unit_id, names),
            "site": _party(row.site_id, sites) if row.site_id else None,
        }
        for row in rows
    ]


def facilities_where(actor: Actor, wanted: FacilityFilter) -> ModelSelect:
    """Facilities within reach that match, without an order."""
    query = Facility.select().where(is_within_reach(actor, Facility.unit_id))
    for name in ("unit_id", "kind", "type", "condition", "state", "place_id"):
        if (value := getattr(wanted, name)) is not None:
            query = query.where(getattr(Facility, name) == value)
    if wanted.life_end_before:
        query = query.where(Facility.life_end_on < wanted.life_end_before)
    if wanted.q:
        query = query.where(Facility.name.contains(wanted.q) | Facility.number.startswith(wanted.q))
    return query


def find_facilities(actor: Actor, wanted: FacilityFilter) -> dict[str, Any]:
    """A page of facilities within reach, unit by unit in the order of their numbers."""
    query = facilities_where(actor, wanted).order_by(Facility.unit_id, Facility.number)
    if wanted.after:
        unit_id, number = decode_cursor(wanted.after, UUID, str)
        query = query.where((Facility.unit_id > unit_id) | ((Facility.unit_id == unit_id) & (Facility.number > number)))
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.unit_id, row.number))
    return {**found, "items": facility_shapes(found["items"])}


def facility_shape(row: Facility) -> dict[str, Any]:
    return facility_shapes([row])[0]


def facility_shapes(rows: Sequence[Facility]) -> list[dict[str, Any]]:
    """Facilities in their wire shape; 5 queries."""
    cameras = {row.id: row for row in Camera.select().where(Camera.id.in_([row.id for row in rows]))}
    covered = places_of_cameras(cameras)
    wanted = {row.place_id for row in rows if row.place_id} | {id for ids in covered.values() for id in ids}
    places = {row.id: row.name for row in Place.select(Place.id, Place.name).where(Place.id.in_(list(wanted)))}
    names = unit_names([row.unit_id for row in rows])
    sites = site_names([row.site_id for row in rows if row.site_id])
    return [
        {
            **row.__data__,
            "unit": _party(row.unit_id, names),
            "site": _party(row.site_id, sites) if row.site_id else None,
            "place": _party(row.place_id, places) if row.place_id else None,
            "camera": _camera(cameras[row.id], covered.get(row.id, ()), places) if row.id in cameras else None,
        }
        for row in rows
    ]


def _camera(row: Camera, covered: Iterable[UUID], places: dict[UUID, str]) -> dict[str, Any]:
    return {
        **row.__data__,
        "is_barred": row.is_barred,
        "places": [_party(id, places) for id in covered],
        "place_ids": list(covered),
    }


def changes_of(facility: Facility) -> list[dict[str, Any]]:
    """The latest acts on a facility, newest first; 2 queries."""
    rows = list(Event.select().where(Event.subject_id == facility.id).order_by(Event.id.desc()).limit(100))
    actors = {row.actor_id for row in rows if row.actor_id}
    names = {row.id: row.name for row in Account.select().where(Account.id.in_(list(actors)))}
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "at": row.at,
            "by": names.get(row.actor_id, "系统"),
            "changed": [str(name) for name in row.details.get("changed", ())],
            "state": str(row.details.get("state", "")),
        }
        for row in rows
    ]


def _party(id: UUID, names: dict[UUID, str]) -> dict[str, Any]:
    return {"id": id, "name": names.get(id, "")}
