"""References are learned and ended by persons alone; so are the rectangles that no comparison looks into."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from device_checks.pictures.errors import PictureGone, PictureUnusable, ReferenceEnded
from device_checks.pictures.models import CameraState, OsdMask, ReferenceView, Snapshot
from device_checks.pictures.queries.references import reference_within_reach
from device_checks.pictures.rules.references import ReferenceDraft, boxes_of, check_room
from device_checks.pictures.services.laying import lock_states
from device_checks.registers.errors import PictureBarred
from device_checks.registers.queries import camera_within_reach
from device_checks.verification.errors import PictureBroken
from device_checks.verification.rules import Box, View, read_frame, view_of
from server.core import clock
from server.core.database import database
from server.core.errors import NotFound, ResubmissionConflict
from server.core.events import record_event
from server.core.files import WrongContent, files
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once


def learn_reference(actor: Actor, draft: ReferenceDraft) -> ReferenceView:
    """Take a picture of the camera for how it should look. Sent twice it is learned once.

    Raises NotFound, PictureBarred, PictureGone, PictureUnusable, TooManyReferences, SecondAnchor,
    ResubmissionConflict.  Source: JN-2.2.5g, LN-10.
    """
    _, camera = camera_within_reach(actor, draft.camera_id)
    if camera.is_barred:
        raise PictureBarred()
    known = {name: value for name, value in vars(draft).items() if name != "id"}
    find = partial(find_resubmitted, ReferenceView, draft.id, **known)
    if earlier := find():
        return earlier
    snapshot = _comparable(draft)
    check_room(draft, *_room(draft.camera_id))
    state = CameraState.get_or_none(CameraState.id == draft.camera_id)
    view = _view(snapshot.sha256, boxes_of(state.osd) if state else ())

    def create() -> ReferenceView:
        lock_states({draft.camera_id: camera.unit_id})
        check_room(draft, *_room(draft.camera_id))
        row = ReferenceView.create(
            id=draft.id,
            unit_id=camera.unit_id,
            sha256=snapshot.sha256,
            view=view.to_bytes(),
            width=view.width,
            height=view.height,
            learned_by=actor.account_id,
            learned_by_name=actor.name,
            learned_at=clock.now(),
            **known,
        )
        details = {"camera_id": str(draft.camera_id), "snapshot_id": str(snapshot.id), "light": draft.light}
        record_event(actor, "reference_view.learned", subject=row, about_unit_id=camera.unit_id, details=details)
        return row

    return once(create, find)[0]


def end_reference(actor: Actor, id: UUID, reason: str) -> ReferenceView:
    """Compare with it no longer; it stays on record with who ended it and why. The same again changes nothing.

    Raises NotFound, ReferenceEnded.
    """
    row = reference_within_reach(actor, id)
    with database.atomic():
        lock_states({row.camera_id: row.unit_id})
        row = ReferenceView.get_by_id(id)
        if row.ended_at is not None:
            if (row.ended_by, row.ended_reason) == (actor.account_id, reason):
                return row
            raise ReferenceEnded()
        row.ended_at, row.ended_by, row.ended_by_name = clock.now(), actor.account_id, actor.name
        row.ended_reason = reason
        row.save()
        details = {"camera_id": str(row.camera_id)}
        record_event(actor, "reference_view.ended", subject=row, about_unit_id=row.unit_id, details=details)
    return row


def set_mask(actor: Actor, camera_id: UUID, id: UUID, boxes: Sequence[dict[str, float]]) -> OsdMask:
    """Say where the camera writes time and name into the picture; all its references are prepared anew.

    Sent twice it is one mask. Raises NotFound, Invalid, PictureBarred, ResubmissionConflict.
    """
    _, camera = camera_within_reach(actor, camera_id)
    if camera.is_barred:
        raise PictureBarred()
    masked = boxes_of(boxes)
    known = {"camera_id": camera_id, "boxes": [dict(box) for box in boxes]}
    find = partial(find_resubmitted, OsdMask, id, **known)
    if earlier := find():
        return earlier
    views = {row.id: _view(row.sha256, masked).to_bytes() for row in _live(camera_id)}

    def create() -> OsdMask:
        state = lock_states({camera_id: camera.unit_id})[camera_id]
        if {row.id for row in _live(camera_id)} - set(views):
            raise ResubmissionConflict("参考画面刚刚有变动，请重试")
        CameraState.update(osd=known["boxes"]).where(CameraState.id == state.id).execute()
        for reference_id, view in views.items():
            ReferenceView.update(view=view).where(ReferenceView.id == reference_id).execute()
        row = OsdMask.create(id=id, by_account_id=actor.account_id, by_name=actor.name, at=clock.now(), **known)
        details = {"camera_id": str(camera_id), "count": len(boxes)}
        record_event(actor, "osd_mask.set", subject=row, about_unit_id=camera.unit_id, details=details)
        return row

    return once(create, find)[0]


def _comparable(draft: ReferenceDraft) -> Snapshot:
    """Raises NotFound, PictureGone, PictureUnusable (a photo of a monitor compares with nothing)."""
    snapshot = Snapshot.get_or_none((Snapshot.id == draft.snapshot_id) & (Snapshot.camera_id == draft.camera_id))
    if snapshot is None:
        raise NotFound(snapshot_id=str(draft.snapshot_id))
    if snapshot.sha256 is None or snapshot.dropped_at is not None:
        raise PictureGone()
    if snapshot.source == "phone":
        raise PictureUnusable("手机拍摄的照片不能作为参考画面")
    return snapshot


def _view(sha256: str | None, osd: tuple[Box, ...]) -> View:
    if sha256 is None:
        raise PictureGone()
    try:
        return view_of(read_frame(files().read(sha256)), osd)
    except (PictureBroken, NotFound, WrongContent) as error:
        raise PictureUnusable("图像已损坏，不能作为参考画面") from error


def _live(camera_id: UUID) -> list[ReferenceView]:
    wanted = (ReferenceView.camera_id == camera_id) & ReferenceView.ended_at.is_null()
    return list(ReferenceView.select(ReferenceView.id, ReferenceView.sha256).where(wanted))


def _room(camera_id: UUID) -> tuple[int, int]:
    """How many anchors and how many others there are."""
    wanted = (ReferenceView.camera_id == camera_id) & ReferenceView.ended_at.is_null()
    rows = [row.is_anchor for row in ReferenceView.select(ReferenceView.is_anchor).where(wanted)]
    return sum(rows), len(rows) - sum(rows)
