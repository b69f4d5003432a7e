"""What protects some of the demo's units, and what their cameras showed; all through the services, for a first look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from device_checks.registers.rules import CameraDraft, FacilityDraft, PlaceDraft
from device_checks.registers.services import register_facility, register_place
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import SYSTEM

WORLD = Path(__file__).with_name("demo.json")
_CENTRE = "37010200"  # Lixia; the ids below are of nobody's cameras
_LIFE_DAYS = 2200


@dataclass
class DemoCamera:
    """A camera of the demo with what it is to show: one scene and what became of it, oldest first."""

    id: UUID
    unit_id: UUID
    number: int
    scene: str
    history: tuple[str, ...]
    is_confirmed: bool


@dataclass
class DemoFacilities:
    """What was registered, for those who go on building."""

    cameras: list[DemoCamera] = field(default_factory=list)
    recorders: dict[str, UUID] = field(default_factory=dict)  # by the unit's key
    facilities: dict[tuple[str, str], UUID] = field(default_factory=dict)  # by the unit's key and the number
    places: dict[tuple[str, str], UUID] = field(default_factory=dict)
    reports: list[tuple[str, UUID, str, str]] = field(default_factory=list)  # unit's key, facility, condition, note


def register_demo(units: dict[str, UUID]) -> DemoFacilities:
    """Places, cameras, recorders, alarms, barriers, equipment; into a database that has none."""
    made = DemoFacilities()
    for key, unit in json.loads(WORLD.read_text(encoding="utf-8"))["units"].items():
        for name, (kind, label) in unit["places"].items():
            place = PlaceDraft(id=new_id(), unit_id=units[key], kind=kind, name=label)
            made.places[key, name] = register_place(SYSTEM, place).id
        for row in unit["recorders"]:
            made.recorders[key] = _register(units[key], "recorder", "nvr", row["number"], row["name"], row)
        for channel, row in enumerate(unit["cameras"], start=1):
            made.cameras.append(_camera(made, key, units[key], channel, row))
        for kind, type, number, name, row in unit["facilities"]:
            place_id = made.places.get((key, row.get("place", "")))
            id = _register(units[key], kind, type, number, name, row, place_id=place_id)
            made.facilities[key, number] = id
            if condition := row.get("checked"):
                made.reports.append((key, id, condition, row.get("note", "")))
    return made


def _camera(made: DemoFacilities, key: str, unit_id: UUID, channel: int, row: dict[str, Any]) -> DemoCamera:
    number = len(made.cameras) + 1
    besides = CameraDraft(
        catalogue_id=f"{_CENTRE}07131{number:07d}",
        place_class=row["class"],
        width=1280 if row.get("onboarded") is False else 1920,
        height=720 if row.get("onboarded") is False else 1080,
        recorder_id=made.recorders.get(key),
        channel=channel,
        is_onboarded=row.get("onboarded", True),
        onboarded_on=clock.today() - timedelta(days=500) if row.get("onboarded", True) else None,
        secret_trade="secret" in row,
        secret_reason=row.get("secret", ""),
        place_ids=tuple(made.places[key, place] for place in row["places"]),
    )
    type = "dome" if row["scene"] in {"hall", "corridor"} else "bullet"
    id = _register(unit_id, "camera", type, row["number"], row["name"], row, camera=besides)
    return DemoCamera(id, unit_id, number, row["scene"], tuple(row.get("history", ())), row.get("confirmed", False))


def _register(unit_id: UUID, kind: str, type: str, number: str, name: str, row: dict[str, Any], **besides: Any) -> UUID:
    since = clock.today() - timedelta(days=row.get("in_use_days", 800))
    ends = clock.today() + timedelta(days=row["life_end_in"]) if "life_end_in" in row else None
    draft = FacilityDraft(
        id=new_id(),
        unit_id=unit_id,
        kind=kind,
        type=type,
        number=number,
        name=name,
        quantity=row.get("quantity", 1),
        in_use_since_on=since,
        life_end_on=ends or since + timedelta(days=_LIFE_DAYS),
        is_networked=row.get("networked"),
        networked_on=since if row.get("networked") else None,
        details=row.get("details", {}),
        **besides,
    )
    return register_facility(SYSTEM, draft).id


def looks_of(camera: DemoCamera) -> Iterator[tuple[str, int]]:
    """(what is seen, hours ago) of its looks, oldest first and the last of them lately."""
    for index, seen in enumerate(camera.history):
        yield seen, 3 * (len(camera.history) - index) - 2
