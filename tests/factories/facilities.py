"""Places and facilities of the demo's units, entered through the services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from device_checks.registers.models import Facility, Place
from device_checks.registers.rules import CameraDraft, FacilityDraft, PlaceDraft
from device_checks.registers.services import register_facility, register_place
from server.core.ids import new_id
from server.core.permissions import SYSTEM


def place(unit_id: UUID, **changes: Any) -> Place:
    """The unit's main entrance, unless said otherwise."""
    return register_place(
        SYSTEM, PlaceDraft(**{"id": new_id(), "unit_id": unit_id, "kind": "entrance", "name": "正门", **changes})
    )


def facility(unit_id: UUID, **changes: Any) -> Facility:
    """A one-button alarm, unless said otherwise; its number is its own."""
    id = changes.pop("id", None) or new_id()
    draft = {"kind": "alarm", "type": "one_button", "number": str(id)[-12:], "name": "一键报警按钮", **changes}
    return register_facility(SYSTEM, FacilityDraft(id=id, unit_id=unit_id, **draft))


def camera(unit_id: UUID, camera: dict[str, Any] | None = None, **changes: Any) -> Facility:
    """A full-HD fixed camera; ``camera`` changes what cameras have besides."""
    besides = CameraDraft(**{"width": 1920, "height": 1080, **(camera or {})})
    return facility(unit_id, **{"kind": "camera", "type": "bullet", "name": "正门摄像机", "camera": besides, **changes})


def grow_facilities(unit_id: UUID) -> None:
    """Two of everything, so that each list has rows; needs an open connection."""
    for number in range(2):
        spot = place(unit_id, name=f"东门{number}")
        camera(unit_id, {"place_ids": (spot.id,)}, number=f"K{number}")
        facility(unit_id)
        facility(unit_id, kind="recorder", type="nvr", name="录像机")
