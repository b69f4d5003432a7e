"""What protects some of the demo's units, and what their cameras showed; all through the services, for a first look."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from device_checks.alarms.rules.lines import LineDraft
from device_checks.alarms.services.lines import register_line
from device_checks.demo_scenes import STAMPED, draw_view, encode_view
from device_checks.pictures.models import PictureFault
from device_checks.pictures.queries.prepared import prepared_for
from device_checks.pictures.rules.faults import Confirmation
from device_checks.pictures.rules.looking import Look, look, without_picture
from device_checks.pictures.rules.references import ReferenceDraft
from device_checks.pictures.services import lay_down
from device_checks.pictures.services.judging import confirm_fault
from device_checks.pictures.services.references import learn_reference, set_mask
from device_checks.recordings.rules import DeclarationDraft
from device_checks.recordings.services.checking import declare_recordings
from device_checks.registers.rules import CameraDraft, FacilityDraft, PlaceDraft
from device_checks.registers.services import register_facility, register_place
from device_checks.sources.rules import Grabbed, GrabbedFrame
from device_checks.upkeep.rules.acts import ReportDraft, TestDraft
from device_checks.upkeep.services.reports import report_status
from device_checks.upkeep.services.tests import record_test
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.units.attachments.rules import AttachedFile
from server.units.attachments.services import deliver_file

WORLD = Path(__file__).with_name("demo.json")
_CENTRE = "37010200"  # Lixia; the ids below are of nobody's cameras
_LIFE_DAYS = 2200
DEMO_ACCOUNT = "A0001"  # of the school's button, for whoever sends a frame to try


@dataclass
class DemoCamera:
    """A camera of the demo with what it is to show: one scene and what became of it, oldest first."""

    id: UUID
    unit_id: UUID
    number: int
    scene: str
    high: int  # pixels
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
    history, is_confirmed = tuple(row.get("history", ())), row.get("confirmed", False)
    return DemoCamera(id, unit_id, number, row["scene"], besides.height or 1080, history, is_confirmed)


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


def upkeep_demo(actors: dict[str, Actor], made: DemoFacilities) -> None:
    """What was reported of facilities, buttons that were tried, a recorder that keeps enough, lines for alarms."""
    now = clock.now()
    for key, facility_id, condition, note in made.reports:
        photo = _photo(actors[key], made.cameras[0], now)
        report_status(actors[key], ReportDraft(new_id(), facility_id, condition, note, now, (photo,)))
    for key, number in (("school_first", "B01"), ("hospital", "B01"), ("bank", "B01"), ("bank", "B02")):
        tested_at = now - timedelta(days=12)
        record_test(
            SYSTEM, TestDraft(new_id(), made.facilities[key, number], "alarm", True, tested_at, {"seconds": 2.4})
        )
    for key, days in (("school_first", 31), ("hospital", 62), ("bank", 45)):
        earliest_on = clock.today() - timedelta(days=days)
        photo = _photo(actors[key], made.cameras[0], now)
        draft = DeclarationDraft(
            id=new_id(), earliest_on=earliest_on, longest_gap_hours=0, note="演示数据", files=(photo,)
        )
        declare_recordings(actors[key], made.recorders[key], draft)
    line = LineDraft(new_id(), made.facilities["school_first", "B01"], "dc09", account=DEMO_ACCOUNT)
    register_line(SYSTEM, line)


def _photo(actor: Actor, camera: DemoCamera, at: datetime) -> AttachedFile:
    content = encode_view(draw_view(camera.scene, camera.number, at, high=720))
    sha256 = hashlib.sha256(content).hexdigest()
    deliver_file(actor, sha256, content, "image/jpeg")
    return AttachedFile(sha256, "photo", "现场.jpg")


def show_demo(officer: Actor, cameras: list[DemoCamera]) -> None:
    """Let the cameras be looked at as by patrols of the last hours, with references the officer took for right."""
    for camera in cameras:
        if not camera.history:
            continue
        set_mask(officer, camera.id, new_id(), STAMPED)
        yesterday = clock.start_of(clock.today()) - timedelta(days=1)
        for hour, light in ((10, "day"), (22, "infrared")):
            seen = _seen(camera, "fine", yesterday + timedelta(hours=hour))
            lay_down(SYSTEM, [seen])
            learn_reference(
                officer,
                ReferenceDraft(
                    id=new_id(), camera_id=camera.id, snapshot_id=seen.id, light=light, is_anchor=light == "day"
                ),
            )
        for index, what in enumerate(camera.history):
            hours = 3 * (len(camera.history) - index) - 2
            lay_down(SYSTEM, [_seen(camera, what, clock.now() - timedelta(hours=hours))])
        if camera.is_confirmed:
            fault = PictureFault.get((PictureFault.camera_id == camera.id) & (PictureFault.state == "open"))
            due_on = clock.today() + timedelta(days=7)
            confirm_fault(officer, fault.id, Confirmation(new_id(), "repair", "已电话通知学校调整角度。", due_on))


def _seen(camera: DemoCamera, what: str, at: datetime) -> Look:
    prepared = replace(prepared_for([camera.id])[camera.id], source="folder")
    if what == "offline":
        return replace(without_picture(prepared, what, at, 10.0), received_at=at)
    view = draw_view(camera.scene, camera.number, at, fault=None if what == "fine" else what, high=camera.high)
    return look(prepared, Grabbed((GrabbedFrame(encode_view(view), at),), None, 0.2))
