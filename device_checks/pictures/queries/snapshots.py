"""Reads of looks within reach, and of their pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from device_checks.pictures.errors import PictureGone
from device_checks.pictures.models import ReferenceView, Snapshot
from device_checks.pictures.queries.references import reference_within_reach
from device_checks.registers.errors import PictureBarred
from device_checks.registers.models import Camera, Facility
from device_checks.registers.queries import camera_within_reach
from server.core.errors import NotFound
from server.core.files import files
from server.core.permissions import Actor
from server.core.pictures import preview
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

SIZES = {"thumb": "thumb", "preview": "display"}
EVIDENCE, ORIGINAL = "evidence", "original"


@dataclass(frozen=True)
class HistoryFilter:
    verdict: str | None = None
    limit: int = 50
    after: str | None = None


def snapshot_within_reach(actor: Actor, id: UUID) -> Snapshot:
    """Raises NotFound."""
    row = Snapshot.select().where((Snapshot.id == id) & is_within_reach(actor, Snapshot.unit_id)).first()
    if row is None:
        raise NotFound(snapshot_id=str(id))
    return row


def find_history(actor: Actor, camera_id: UUID, wanted: HistoryFilter) -> dict[str, Any]:
    """A page of a camera's looks, the latest first. Raises NotFound."""
    camera_within_reach(actor, camera_id)
    query = Snapshot.select().where(Snapshot.camera_id == camera_id)
    query = query.order_by(Snapshot.taken_at.desc(), Snapshot.id.desc())
    if wanted.verdict:
        query = query.where(Snapshot.verdict == wanted.verdict)
    if wanted.after:
        at, id = decode_cursor(wanted.after, _instant, UUID)
        query = query.where((Snapshot.taken_at < at) | ((Snapshot.taken_at == at) & (Snapshot.id < id)))
    rows = list(query.limit(wanted.limit + 1))
    found = page(rows, wanted.limit, lambda row: (row.taken_at.isoformat(), row.id))
    return {**found, "items": snapshot_shapes(found["items"])}


def snapshot_shapes(rows: list[Snapshot]) -> list[dict[str, Any]]:
    """Looks in their wire shape; two queries. Whoever asks has checked reach."""
    if not rows:
        return []
    barred = {row.id for row in Camera.select().where(Camera.id.in_([row.camera_id for row in rows])) if row.is_barred}
    others = [row.same_as_camera_id for row in rows if row.same_as_camera_id]
    names = (
        {row.id: row.name for row in Facility.select(Facility.id, Facility.name).where(Facility.id.in_(others))}
        if others
        else {}
    )
    return [
        {
            **{name: getattr(row, name) for name in _PLAIN},
            "has_picture": row.camera_id not in barred and row.sha256 is not None and row.dropped_at is None,
            "has_evidence": row.camera_id not in barred and row.evidence_sha256 is not None and row.dropped_at is None,
            "is_same_as_another": row.same_as_camera_id is not None,
            "same_as": names.get(row.same_as_camera_id, ""),
        }
        for row in rows
    ]


_PLAIN = (
    "id", "camera_id", "taken_at", "received_at", "source", "width", "height", "verdict", "findings", "cause",
    "reference_id", "clock_offset_seconds", "grab_seconds", "thresholds_version", "note", "dropped_at",
)  # fmt: skip


def picture_of(actor: Actor, id: UUID, size: str) -> tuple[bytes, str, str]:
    """(bytes, media type, name for the cache) of a look's picture: made anew for screens, or as it came, for saving.

    Raises NotFound, PictureBarred (also for old pictures of a camera that was barred later), PictureGone,
    NotAPicture, WrongContent.  Source: LN-10.
    """
    row = snapshot_within_reach(actor, id)
    _check_not_barred(row.camera_id)
    sha256 = row.evidence_sha256 if size == EVIDENCE else row.sha256
    if sha256 is None or row.dropped_at is not None:
        raise PictureGone()
    return _bytes(sha256, size)


def reference_picture(actor: Actor, id: UUID, size: str) -> tuple[bytes, str, str]:
    """The same of a reference, which keeps its picture.

    Raises NotFound, PictureBarred, NotAPicture, WrongContent.  Source: LN-10.
    """
    row: ReferenceView = reference_within_reach(actor, id)
    _check_not_barred(row.camera_id)
    return _bytes(row.sha256, size)


def _bytes(sha256: str, size: str) -> tuple[bytes, str, str]:
    if size == ORIGINAL:
        return files().read(sha256), "application/octet-stream", f"{sha256}-{size}"
    content, media_type = preview(files(), sha256, SIZES.get(size, "display"))
    return content, media_type, f"{sha256}-{size}"


def _check_not_barred(camera_id: UUID) -> None:
    camera = Camera.get_or_none(Camera.id == camera_id)
    if camera is None:
        raise NotFound()
    if camera.is_barred:
        raise PictureBarred()


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a naive datetime is no instant")
    return moment
