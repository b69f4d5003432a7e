"""Reads of the catalogue: cameras that are in it, and those that are left out with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import ModelSelect, fn

from device_checks.catalogues.rules import CODES, REASONS, CatalogueEntry
from device_checks.registers.models import Camera, Facility
from server.core.permissions import Actor
from server.units.areas.models import Area
from server.units.areas.queries import areas_on
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

BATCH = 1000


@dataclass(frozen=True)
class CatalogueFilter:
    unit_id: UUID | None = None
    place_class: int | None = None
    onboarded: bool | None = None


def catalogue_entries(actor: Actor, wanted: CatalogueFilter) -> Iterator[list[CatalogueEntry]]:
    """The cameras within reach that belong into the catalogue, a batch at a time; 2 queries a batch.

    Source: JN-2.2.3c, LN-10.
    """
    after: UUID | None = None
    while True:
        query = _cameras(actor, wanted).where(_is_listed()).order_by(Camera.id).limit(BATCH)
        rows = list(query.where(Camera.id > after) if after else query)
        if rows:
            yield _entries(rows)
        if len(rows) < BATCH:
            return
        after = rows[-1].id


def catalogue_counts(actor: Actor, wanted: CatalogueFilter) -> dict[str, Any]:
    """How many cameras are in the catalogue, and how many are left out for each reason; 5 queries."""
    cameras = _cameras(actor, wanted)
    left_out = [{"reason": reason, "cameras": cameras.where(_left_out(reason)).count()} for reason in REASONS]
    return {"listed": cameras.where(_is_listed()).count(), "left_out": left_out}


def cameras_left_out(actor: Actor, wanted: CatalogueFilter, limit: int, after: str | None) -> dict[str, Any]:
    """A page of cameras that are not in the catalogue, with the reason; 3 queries."""
    query = _cameras(actor, wanted).where(~_is_listed()).order_by(Camera.id)
    if after:
        query = query.where(Camera.id > decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    rows = found["items"]
    names = unit_names([row.unit_id for row in rows])
    return {
        **found,
        "items": [
            {
                "id": row.id,
                "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
                "number": row.facility.number,
                "name": row.facility.name,
                "catalogue_id": row.catalogue_id,
                "reason": _reason(row),
            }
            for row in rows
        ],
    }


def _reason(row: Camera) -> str:
    if row.is_barred:
        return "secret"
    if row.facility.state == "scrapped":
        return "scrapped"
    return "no_id" if row.catalogue_id is None else "unknown_area"


def _cameras(actor: Actor, wanted: CatalogueFilter) -> ModelSelect:
    query = (
        Camera.select(Camera, Facility)
        .join(Facility, on=(Facility.id == Camera.id), attr="facility")
        .where(is_within_reach(actor, Camera.unit_id))
    )
    if wanted.unit_id:
        query = query.where(Camera.unit_id == wanted.unit_id)
    if wanted.place_class:
        query = query.where(Camera.place_class == wanted.place_class)
    if wanted.onboarded is not None:
        query = query.where(Camera.is_onboarded == wanted.onboarded)
    return query


def _is_listed() -> Any:
    return ~_is_secret() & (Facility.state != "scrapped") & Camera.catalogue_id.is_null(False) & _has_area()


def _left_out(reason: str) -> Any:
    """Cameras whose first reason this is."""
    if reason == "secret":
        return _is_secret()
    if reason == "scrapped":
        return ~_is_secret() & (Facility.state == "scrapped")
    used = ~_is_secret() & (Facility.state != "scrapped")
    if reason == "no_id":
        return used & Camera.catalogue_id.is_null()
    return used & Camera.catalogue_id.is_null(False) & ~_has_area()


def _is_secret() -> Any:
    return Camera.secret_state | Camera.secret_trade


def _has_area() -> Any:
    return fn.EXISTS(areas_on().where(Area.code == fn.SUBSTR(Camera.catalogue_id, 1, 6)))


def _entries(rows: Sequence[Camera]) -> list[CatalogueEntry]:
    names = unit_names([row.unit_id for row in rows])
    return [_entry(row, row.facility, names.get(row.unit_id, "")) for row in rows]


def _entry(camera: Camera, facility: Facility, owner: str) -> CatalogueEntry:
    details = facility.details
    return CatalogueEntry(
        id=camera.id,
        device_id=camera.catalogue_id,
        name=facility.name,
        maker=facility.maker,
        model=facility.model,
        owner=owner,
        address=details.get("address", "") or details.get("landmark", ""),
        ip_address=details.get("ipv4", "") or details.get("ipv6", ""),
        port=details.get("port"),
        is_on=facility.state == "in_use" and facility.condition not in {"damaged", "missing"},
        lon=facility.lon,
        lat=facility.lat,
        resolution=f"{camera.width}x{camera.height}" if camera.width and camera.height else "",
        codes={name: details[name] for name, _ in CODES if name in details},
    )
