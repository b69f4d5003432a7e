"""Reads of coverage: a unit's matrix, units within reach, places that lack something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import JOIN, SQL, ModelSelect, fn

from device_checks.coverage.rules import LONG_SIDE, SHORT_SIDE, WatchingCamera, gap_of, standing_of
from device_checks.registers.models import Camera, CameraPlace, Facility, Place
from device_checks.registers.queries.listing import place_shapes
from device_checks.registers.rules import WATCHED
from server.core.permissions import Actor
from server.units.registry.models import Unit
from server.units.registry.queries.reach import (
    is_within_reach,
    number_within_reach,
    unit_within_reach,
    units_within_reach,
)
from server.web.paging import decode_cursor, page

KINDS = [kind.value for kind in WATCHED]


@dataclass(frozen=True)
class CoverageFilter:
    kind: str | None = None
    failing: bool = False
    standing: str | None = None
    limit: int = 50
    after: str | None = None


def coverage_of_unit(actor: Actor, unit_id: UUID, wanted: CoverageFilter) -> dict[str, Any]:
    """A unit's places by the cameras that watch them, with how many of each kind lack one; 8 queries.

    Raises NotFound.  Source: JN-2.2.3c, LN-9.
    """
    unit = unit_within_reach(actor, unit_id)
    own = watched_places().where(Place.unit_id == unit.id)
    total, failing = _by_kind(own), _by_kind(own.where(lacks_camera()))
    counts = [
        {"kind": kind, "places": total.get(kind, 0), "failing": failing.get(kind, 0)} for kind in KINDS if kind in total
    ]
    return {
        "unit": {"id": unit.id, "name": unit.name},
        "standing": standing_of(sum(total.values()), sum(failing.values())),
        "places": sum(total.values()),
        "failing": sum(failing.values()),
        "counts": counts,
        **_page_of_places(own, wanted),
    }


def failing_places(actor: Actor, wanted: CoverageFilter) -> dict[str, Any]:
    """A page of places within reach that lack a camera as it must be, with what they lack.  Source: JN-2.2.3c."""
    within = watched_places().where(is_within_reach(actor, Place.unit_id) & lacks_camera())
    return _page_of_places(within, wanted)


def coverage_of_units(actor: Actor, wanted: CoverageFilter) -> dict[str, Any]:
    """A page of units within reach with how many of their places lack a camera; 3 queries.  Source: LN-9."""
    number = number_within_reach(actor)
    query = units_within_reach(actor).order_by(number)
    if wanted.standing:
        query = query.where(_stands(wanted.standing))
    if wanted.after:
        query = query.where(number > decode_cursor(wanted.after, int)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda unit: (unit.number,))
    ids = [unit.id for unit in found["items"]]
    own = watched_places().where(Place.unit_id.in_(ids))
    total, failing = _by_unit(own), _by_unit(own.where(lacks_camera()))
    return {
        **found,
        "items": [
            {
                "unit": {"id": unit.id, "name": unit.name},
                "places": total.get(unit.id, 0),
                "failing": failing.get(unit.id, 0),
                "standing": standing_of(total.get(unit.id, 0), failing.get(unit.id, 0)),
            }
            for unit in found["items"]
        ],
    }


def watching_cameras(place_ids: Iterable[UUID]) -> dict[UUID, list[WatchingCamera]]:
    """The cameras of each place, scrapped ones left out; one query."""
    rows = (
        CameraPlace.select(CameraPlace.place_id, Camera, Facility)
        .join(Camera, on=(Camera.id == CameraPlace.camera_id), attr="camera")
        .join(Facility, on=(Facility.id == Camera.id), attr="facility")
        .where(CameraPlace.place_id.in_(list(place_ids)) & (Facility.state != "scrapped"))
        .order_by(Facility.number)
    )
    found: dict[UUID, list[WatchingCamera]] = {}
    for row in rows:
        camera, facility = row.camera, row.camera.facility
        found.setdefault(row.place_id, []).append(
            WatchingCamera(
                id=camera.id,
                number=facility.number,
                name=facility.name,
                is_in_use=facility.state == "in_use" and facility.condition != "missing",
                width=camera.width,
                height=camera.height,
                is_onboarded=camera.is_onboarded,
                is_barred=camera.is_barred,
            )
        )
    return found


def _page_of_places(query: ModelSelect, wanted: CoverageFilter) -> dict[str, Any]:
    query = query.order_by(Place.id)
    if wanted.kind:
        query = query.where(Place.kind == wanted.kind)
    if wanted.failing:
        query = query.where(lacks_camera())
    if wanted.after:
        query = query.where(Place.id > decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": _rows(found["items"])}


def _rows(places: Sequence[Place]) -> list[dict[str, Any]]:
    cameras = watching_cameras([place.id for place in places])
    return [
        {
            "place": shape,
            "unit": shape["unit"],
            "gap": gap_of(watching := cameras.get(shape["id"], [])),
            "passes": gap_of(watching) is None,
            "cameras": watching,
        }
        for shape in place_shapes(places)
    ]


def watched_places() -> ModelSelect:
    """Places that a camera must watch, a query to compose."""
    return Place.select().where(Place.kind.in_(KINDS) & Place.ended_on.is_null())


def lacks_camera() -> Any:
    """The same as ``gap_of`` says, for the database."""
    lying = (Camera.width >= LONG_SIDE) & (Camera.height >= SHORT_SIDE)
    standing = (Camera.width >= SHORT_SIDE) & (Camera.height >= LONG_SIDE)
    in_use = (Facility.state == "in_use") & (Facility.condition != "missing")
    return ~fn.EXISTS(
        CameraPlace.select(SQL("1"))
        .join(Camera, JOIN.INNER, on=(Camera.id == CameraPlace.camera_id))
        .join(Facility, JOIN.INNER, on=(Facility.id == Camera.id))
        .where((CameraPlace.place_id == Place.id) & in_use & Camera.is_onboarded & (lying | standing))
    )


def _stands(standing: str) -> Any:
    own = Place.select(SQL("1")).where((Place.unit_id == Unit.id) & Place.kind.in_(KINDS) & Place.ended_on.is_null())
    if standing == "no_places":
        return ~fn.EXISTS(own)
    failing = fn.EXISTS(own.where(lacks_camera()))
    return failing if standing == "fails" else fn.EXISTS(own) & ~failing


def _by_kind(query: ModelSelect) -> dict[str, int]:
    return dict(query.select(Place.kind, fn.COUNT(Place.id)).group_by(Place.kind).tuples())


def _by_unit(query: ModelSelect) -> dict[UUID, int]:
    return dict(query.select(Place.unit_id, fn.COUNT(Place.id)).group_by(Place.unit_id).tuples())
