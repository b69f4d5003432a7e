"""Reads of registers; the only way to load a facility or place that somebody names."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from device_checks.registers.models import Camera, CameraPlace, Facility, Place
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.registry.queries.reach import is_within_reach


def facility_within_reach(actor: Actor, id: UUID) -> Facility:
    """One query. Raises NotFound."""
    row = Facility.select().where((Facility.id == id) & is_within_reach(actor, Facility.unit_id)).first()
    if row is None:
        raise NotFound(facility_id=str(id))
    return row


def camera_within_reach(actor: Actor, id: UUID) -> tuple[Facility, Camera]:
    """Two queries. Raises NotFound, also when the facility is no camera."""
    facility = facility_within_reach(actor, id)
    camera = Camera.get_or_none(Camera.id == id)
    if camera is None:
        raise NotFound(camera_id=str(id))
    return facility, camera


def place_within_reach(actor: Actor, id: UUID) -> Place:
    """Raises NotFound."""
    row = Place.select().where((Place.id == id) & is_within_reach(actor, Place.unit_id)).first()
    if row is None:
        raise NotFound(place_id=str(id))
    return row


def places_of_cameras(ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The places each of the cameras covers; one query."""
    found: dict[UUID, list[UUID]] = {}
    for row in CameraPlace.select().where(CameraPlace.camera_id.in_(list(ids))).order_by(CameraPlace.place_id):
        found.setdefault(row.camera_id, []).append(row.place_id)
    return found


def is_barred(facility_id: UUID) -> bool:
    """Whether no picture of it may be taken, shown or handed out; False for what is no camera.  Source: LN-10."""
    row = Camera.get_or_none(Camera.id == facility_id)
    return row is not None and row.is_barred


def barred_ids(ids: Iterable[UUID]) -> set[UUID]:
    """Those of the cameras that are barred; one query.  Source: LN-10."""
    secret = Camera.secret_state | Camera.secret_trade
    return {row.id for row in Camera.select(Camera.id).where(Camera.id.in_(list(ids)) & secret)}
