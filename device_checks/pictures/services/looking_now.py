"""A person looks: at a camera now, or hands in the photo of a monitor."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from device_checks.pictures.errors import LooksUnderWay, NotInUse, PictureUnusable, SourceMissing
from device_checks.pictures.models import Snapshot
from device_checks.pictures.queries.prepared import prepared_for
from device_checks.pictures.rules.faults import check_taken_at
from device_checks.pictures.rules.looking import Prepared, look, look_at_photo
from device_checks.pictures.services.laying import lay_down
from device_checks.registers.errors import PictureBarred
from device_checks.registers.queries import camera_within_reach
from device_checks.sources.errors import GrabFailed
from device_checks.sources.queries.targets import targets_of
from device_checks.sources.rules import Grabbed, Limits, Target
from device_checks.sources.services.grabbing import grab
from device_checks.verification.errors import PictureBroken
from server.core import clock
from server.core.errors import FieldProblem, ResubmissionConflict
from server.core.files import files
from server.core.permissions import Actor
from server.units.attachments.errors import FileMissing
from server.units.attachments.models import Delivery
from server.units.attachments.rules import PICTURES

LIMITS = Limits(seconds=10.0, second_after_seconds=5.0)
#: Each look holds a thread of the server for seconds; the rest of the bureau waits for none of them.
MOST_AT_ONCE = 4
_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True)
class PhotoDraft:
    """A photo of a monitor or a device, already delivered by this account."""

    id: UUID
    camera_id: UUID
    sha256: str
    taken_at: datetime
    note: str = ""


def look_now(actor: Actor, camera_id: UUID, id: UUID) -> Snapshot:
    """Fetch a picture of a camera and judge it, within eleven seconds and its checks. Sent twice it is one look.

    Raises NotFound, PictureBarred, NotInUse, SourceMissing, LooksUnderWay, ResubmissionConflict.
    Source: JN-2.2.5g, LN-10.
    """
    prepared = _lookable(actor, camera_id)
    if earlier := _known(id, camera_id, "taken"):
        return earlier
    target = targets_of([camera_id]).get(camera_id)
    if target is None:
        raise SourceMissing()
    if not _turns.acquire(blocking=False):
        raise LooksUnderWay(retry_after_seconds=10)
    try:
        seen = look(prepared, _came(target))
    finally:
        _turns.release()
    lay_down(actor, [replace(seen, id=id)])
    return _laid(id)


def add_photo(actor: Actor, draft: PhotoDraft) -> Snapshot:
    """Take in the photo of a monitor or a device; nothing but a blank or unreadable one is found in it.

    Raises NotFound, PictureBarred, FileMissing, TakenAtImpossible, PictureUnusable, ResubmissionConflict.
    Source: JN-2.2.2d, LN-10.
    """
    prepared = _lookable(actor, draft.camera_id)
    if earlier := _known(draft.id, draft.camera_id, "phone", draft.sha256):
        return earlier
    check_taken_at(draft.taken_at, clock.now())
    own = (Delivery.account_id == actor.account_id) & (Delivery.sha256 == draft.sha256)
    if not Delivery.select().where(own & Delivery.media_type.in_(list(PICTURES))).exists():
        raise FileMissing(fields=[FieldProblem("sha256", FileMissing.title, FileMissing.code)], missing=[draft.sha256])
    try:
        seen = look_at_photo(prepared, files().read(draft.sha256), draft.taken_at)
    except PictureBroken as error:
        raise PictureUnusable("照片无法读取，请重新拍摄", reason=error.reason) from error
    lay_down(actor, [replace(seen, id=draft.id, note=draft.note)])
    return _laid(draft.id)


def _lookable(actor: Actor, camera_id: UUID) -> Prepared:
    _, camera = camera_within_reach(actor, camera_id)
    if camera.is_barred:
        raise PictureBarred()
    prepared = prepared_for([camera_id])[camera_id]
    if not prepared.is_in_use:
        raise NotInUse()
    return prepared


def _came(target: Target) -> Grabbed | GrabFailed:
    try:
        return grab(target, LIMITS)
    except GrabFailed as error:
        return error


def _known(id: UUID, camera_id: UUID, source: str, sha256: str | None = None) -> Snapshot | None:
    """The look that this very request made before. Raises ResubmissionConflict."""
    earlier: Snapshot | None = Snapshot.get_or_none(Snapshot.id == id)
    if earlier is None:
        return None
    is_photo = source == "phone"
    if earlier.camera_id != camera_id or (earlier.source == "phone") != is_photo:
        raise ResubmissionConflict(id=str(id), field="camera_id")
    if is_photo and earlier.sha256 != sha256:
        raise ResubmissionConflict(id=str(id), field="sha256")
    return earlier


def _laid(id: UUID) -> Snapshot:
    """Raises PictureBarred when the camera was barred while it was looked at."""
    row: Snapshot | None = Snapshot.get_or_none(Snapshot.id == id)
    if row is None:
        raise PictureBarred()
    return row
