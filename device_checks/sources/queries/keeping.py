"""Sources and lists as people see them: never a password."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from device_checks.registers.models import Facility
from device_checks.registers.queries import facility_within_reach
from device_checks.registers.rules import FacilityKind
from device_checks.sources.models import AllowedNetwork, CameraSource
from device_checks.sources.queries.targets import open_login
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.core.sealing import SealBroken
from server.units.agencies.queries import agencies_by_id

#: A camera shows pictures, a recorder says what it kept.
WITH_SOURCE = (FacilityKind.CAMERA.value, FacilityKind.RECORDER.value)


def facility_with_source(actor: Actor, id: UUID) -> Facility:
    """A camera or recorder within reach. Raises NotFound, also for any other facility."""
    facility = facility_within_reach(actor, id)
    if facility.kind not in WITH_SOURCE:
        raise NotFound(facility_id=str(id))
    return facility


def find_source(facility_id: UUID) -> CameraSource | None:
    """Whoever asks has checked reach."""
    return CameraSource.get_or_none(CameraSource.id == facility_id)


def source_shape(row: CameraSource) -> dict[str, Any]:
    """The wire shape: the user's name, and only whether there is a password."""
    try:
        user, password = open_login(row.sealed_login)
        is_readable = True
    except SealBroken:
        user, password, is_readable = "", "", False
    return {
        "facility_id": row.id,
        "kind": row.kind,
        "address": row.address,
        "user": user,
        "has_password": bool(password),
        "is_readable": is_readable,
        "options": row.options,
        "changed_at": row.changed_at,
        "version": row.version,
    }


def networks(*, with_ended: bool = False) -> list[dict[str, Any]]:
    """All entries of all lists, by agency; two queries. A city has a few hundred at most."""
    query = AllowedNetwork.select().order_by(AllowedNetwork.id)
    rows = list(query if with_ended else query.where(AllowedNetwork.ended_at.is_null()))
    return network_shapes(rows)


def network_shapes(rows: list[AllowedNetwork]) -> list[dict[str, Any]]:
    """Wire shapes; one query."""
    agencies = agencies_by_id([row.agency_id for row in rows])
    names = ("id", "network", "ports", "note", "by_name", "created_at", "ended_at", "ended_by_name")
    return [
        {
            **{name: getattr(row, name) for name in names},
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
        }
        for row in sorted(rows, key=lambda row: (agencies[row.agency_id].number, row.id))
    ]


def network_by_id(id: UUID) -> AllowedNetwork:
    """Raises NotFound."""
    row = AllowedNetwork.get_or_none(AllowedNetwork.id == id)
    if row is None:
        raise NotFound(network_id=str(id))
    return row
