"""Looks at cameras of the demo's units: grabbed pictures of drawn scenes, laid down as a patrol does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import numpy as np

from device_checks.pictures.models import PictureFault, ReferenceView, Snapshot
from device_checks.pictures.rules.looking import Look
from device_checks.pictures.rules.references import ReferenceDraft
from device_checks.pictures.services import lay_down, look, prepared_for
from device_checks.pictures.services.references import learn_reference
from device_checks.registers.models import Camera
from device_checks.sources.errors import GrabFailed
from device_checks.sources.models import CameraSource
from device_checks.sources.rules import Grabbed, GrabbedFrame
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.facilities import camera
from tests.factories.pictures import jpeg, scene

SIZE = {"width": 640, "height": 360}
WALL, FAULTS = "/api/v1/camera-wall", "/api/v1/picture-faults"


@cache
def yard(seed: int = 1) -> bytes:
    """A drawn yard, small, as JPEG."""
    return jpeg(scene(seed, **SIZE))


@cache
def black() -> bytes:
    return jpeg(np.zeros((SIZE["height"], SIZE["width"], 3), np.uint8))


def grabbed(content: bytes, at: datetime | None = None, **changes: Any) -> Grabbed:
    """One frame, as it comes from a camera."""
    values = {"frames": (GrabbedFrame(content, at or clock.now()),), "device_clock": None, "seconds": 0.2}
    return Grabbed(**{**values, **changes})


def seen(camera_id: UUID, came: bytes | Grabbed | str, at: datetime | None = None) -> Look:
    """A look at a camera; a text is the cause for which nothing came."""
    prepared = prepared_for([camera_id])[camera_id]
    if isinstance(came, str):
        return replace(look(prepared, GrabFailed(came)), taken_at=at or clock.now())
    return look(prepared, grabbed(came, at) if isinstance(came, bytes) else came)


def laid(camera_id: UUID, came: bytes | Grabbed | str, at: datetime | None = None, **changes: Any) -> Snapshot:
    """The same, laid down."""
    one = replace(seen(camera_id, came, at), **changes)
    lay_down(SYSTEM, [one])
    return Snapshot.get_by_id(one.id)


def learned(camera_id: UUID, snapshot: Snapshot, **changes: Any) -> ReferenceView:
    """The look's picture as a reference by day."""
    draft = {"id": new_id(), "camera_id": camera_id, "snapshot_id": snapshot.id, "light": "day", **changes}
    return learn_reference(SYSTEM, ReferenceDraft(**draft))


def fetched(camera_id: UUID) -> None:
    """The camera has an address from which the system fetches pictures."""
    unit_id = Camera.get_by_id(camera_id).unit_id
    CameraSource.insert(
        id=camera_id, unit_id=unit_id, kind="http", address="http://127.0.0.1/", sealed_login="", options={},
        changed_at=clock.now(), version=1,
    ).execute()  # fmt: skip


def known_camera(camera_id: UUID, at: datetime, seed: int = 1) -> Snapshot:
    """A camera that has been looked at once, and whose picture is its reference."""
    first = laid(camera_id, yard(seed), at)
    learned(camera_id, first, is_anchor=True)
    return first


def open_fault(camera_id: UUID, came: bytes | str = "offline", start: datetime | None = None) -> PictureFault:
    """A fault that lasts: seen twice, a quarter of an hour apart."""
    start = start or clock.now() - timedelta(hours=1)
    for minutes in (0, 16):
        laid(camera_id, came, start + timedelta(minutes=minutes))
    return PictureFault.get((PictureFault.camera_id == camera_id) & (PictureFault.state == "open"))


def confirmation(**changes: Any) -> dict[str, Any]:
    """A repair within a week."""
    day = clock.today() + timedelta(days=7)
    return {"id": str(new_id()), "outcome": "repair", "note": "已电话核实", "due_on": day.isoformat(), **changes}


def false_alarm(**changes: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "note": "逆光，画面正常", **changes}


def grow_pictures(unit_id: UUID) -> list[UUID]:
    """Five cameras that have been offline for an hour, and have shown a picture before."""
    start = clock.now() - timedelta(hours=1)
    ids = [camera(unit_id, camera=SIZE).id for _ in range(5)]
    lay_down(SYSTEM, [seen(id, black(), start - timedelta(hours=1)) for id in ids])
    for minutes in (0, 16):
        lay_down(SYSTEM, [seen(id, "offline", start + timedelta(minutes=minutes)) for id in ids])
    return ids
