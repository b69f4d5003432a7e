"""What looking at cameras needs, read for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from device_checks.pictures.models import CameraState, ReferenceView
from device_checks.pictures.rules.looking import Prepared
from device_checks.pictures.rules.references import boxes_of
from device_checks.registers.models import Camera, Facility
from device_checks.sources.models import CameraSource
from device_checks.sources.rules import SourceKind
from device_checks.verification.errors import PictureBroken, ViewUnreadable
from device_checks.verification.queries import thresholds_in_force
from device_checks.verification.rules import Box, Expectation, View, read_frame, view_of
from server.core import clock
from server.core.errors import NotFound
from server.core.files import WrongContent, files


def prepared_for(camera_ids: Iterable[UUID]) -> dict[UUID, Prepared]:
    """References, mask, expectation and thresholds of each camera that exists; six queries for a batch.

    Barred cameras and those out of use are among them, marked: whoever fetches leaves them out.  Source: LN-10.
    """
    ids = list(set(camera_ids))
    if not ids:
        return {}
    cameras = {row.id: row for row in Camera.select().where(Camera.id.in_(ids))}
    facilities = {
        row.id: row for row in Facility.select(Facility.id, Facility.type, Facility.state).where(Facility.id.in_(ids))
    }
    masks = {
        row.id: boxes_of(row.osd)
        for row in CameraState.select(CameraState.id, CameraState.osd).where(CameraState.id.in_(ids))
    }
    sources = dict(CameraSource.select(CameraSource.id, CameraSource.kind).where(CameraSource.id.in_(ids)).tuples())
    views, thresholds = _views_of(ids, masks), thresholds_in_force()
    return {
        id: Prepared(
            camera_id=id,
            unit_id=camera.unit_id,
            views=tuple(view for _, view in views.get(id, ())),
            reference_ids=tuple(reference for reference, _ in views.get(id, ())),
            expected=Expectation(camera.width, camera.height, masks.get(id, ()), facilities[id].type == "ptz"),
            thresholds=thresholds,
            source=sources.get(id, ""),
            is_barred=camera.is_barred,
            is_in_use=facilities[id].state == "in_use",
        )
        for id, camera in cameras.items()
    }


def due_second_looks(limit: int = 500, at: datetime | None = None) -> list[UUID]:
    """Cameras whose second look is due, the longest waiting first; one query. Laying a look down takes them off.

    Left out are those that nobody can look at any more: barred, out of use, without a source of their own.
    """
    due = CameraState.recheck_at <= (at or clock.now())
    rows = (
        CameraState.select(CameraState.id)
        .join(Camera, on=(Camera.id == CameraState.id))
        .join_from(CameraState, Facility, on=(Facility.id == CameraState.id))
        .join_from(CameraState, CameraSource, on=(CameraSource.id == CameraState.id))
        .where(due & (CameraSource.kind != SourceKind.PHONE.value) & (Facility.state == "in_use") & ~is_barred())
        .order_by(CameraState.recheck_at)
        .limit(limit)
    )
    return [row.id for row in rows]


def is_barred() -> Any:
    """A condition on cameras.  Source: LN-10."""
    return (Camera.secret_state == True) | (Camera.secret_trade == True)  # noqa: E712 (a term of the query)


def _views_of(ids: list[UUID], masks: dict[UUID, tuple[Box, ...]]) -> dict[UUID, list[tuple[UUID, View]]]:
    wanted = ReferenceView.camera_id.in_(ids) & ReferenceView.ended_at.is_null()
    found: dict[UUID, list[tuple[UUID, View]]] = {}
    for row in ReferenceView.select().where(wanted).order_by(ReferenceView.id):
        view = readable_view(row, masks.get(row.camera_id, ()))
        if view is not None:
            found.setdefault(row.camera_id, []).append((row.id, view))
    return found


def readable_view(row: ReferenceView, osd: tuple[Box, ...]) -> View | None:
    """The prepared reference; made anew from its picture where an earlier version of the program prepared it."""
    try:
        return View.from_bytes(bytes(row.view))
    except ViewUnreadable:
        try:
            return view_of(read_frame(files().read(row.sha256)), osd)
        except (PictureBroken, NotFound, WrongContent):
            return None
