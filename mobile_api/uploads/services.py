"""Acts on uploads: announce, go on, finish, sweep."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from checklists.inspections.services import media_arrived
from mobile_api.uploads.errors import BodyCut, ChecksumMismatch, ImageTooLarge, NotAnImage, UploadConflict, WrongOffset
from mobile_api.uploads.models import PartialFile, Upload
from mobile_api.uploads.queries import upload_by_id
from mobile_api.uploads.rules import Limits, UploadDraft, check_announced, look_at_image, upload_id
from server.core import clock
from server.core.database import database
from server.core.errors import TooLarge
from server.core.events import record_event
from server.core.files import files
from server.core.permissions import Actor
from server.core.records import once
from server.core.statements import Prepared, insert_rows
from server.units.attachments.services import note_delivered

PIECE = 16 * 1024  # what a broken line can lose
KEPT_FOR = timedelta(days=14)

#: Reads at most so many bytes of the request's body; b"" at its end. Raises OSError when the line breaks.
Body = Callable[[int], bytes]


def announce_upload(actor: Actor, draft: UploadDraft, limits: Limits, body: Body | None) -> tuple[Upload, int]:
    """Begin an upload, or find it again; (upload, offset to go on from). A body counts only for a fresh one.

    A whole photo in one body is stored with one row in one transaction.
    Raises WrongMediaType, TooLarge, UploadConflict, and what receive_bytes raises.
    """
    check_announced(draft, limits)
    id = upload_id(actor.account_id, draft.sha256)  # type: ignore[arg-type]
    earlier = upload_by_id(id)
    upload = earlier or Upload(id=id, account_id=actor.account_id, created_at=clock.now(), **vars(draft))
    if (upload.byte_count, upload.media_type) != (draft.byte_count, draft.media_type):
        raise UploadConflict()
    if upload.completed_at:
        return upload, upload.byte_count
    partial = PartialFile(id)
    if partial.size() > upload.byte_count:  # left by an announcement that was never entered
        partial.remove()
    if body is None or partial.size():
        upload = _enter(upload, partial, is_new=earlier is None)
        return upload, offset_of(actor, upload, limits)
    offset = receive_bytes(actor, upload, limits, 0, body)
    if not upload.completed_at:
        upload = _enter(upload, partial, is_new=earlier is None)
    return upload, offset


def _enter(upload: Upload, partial: PartialFile, *, is_new: bool) -> Upload:
    """Give the upload its row. Bytes that came in one go, or before a process was killed, never had one."""
    if not is_new:
        return upload
    if partial.size():
        partial.sync_name()

    def create() -> Upload:
        upload.save(force_insert=True)
        return upload

    return once(create, lambda: upload_by_id(upload.id))[0]


def offset_of(actor: Actor, upload: Upload, limits: Limits) -> int:
    """Bytes that are on disk and need not travel again. Finishes what was whole when a process was killed."""
    if upload.completed_at:
        return upload.byte_count
    partial = PartialFile(upload.id)
    size = partial.sync()
    if size == upload.byte_count:
        _finish(actor, upload, partial, limits)
    return size


def receive_bytes(actor: Actor, upload: Upload, limits: Limits, offset: int, body: Body) -> int:
    """Append the body at the offset; the new offset, all of it on disk.

    With the last byte the photo is checked, stored and its records told. Raises WrongOffset, TooLarge, BodyCut,
    ChecksumMismatch, NotAnImage, ImageTooLarge, Unavailable (disk full; nothing new is acknowledged).
    """
    partial = PartialFile(upload.id)
    if upload.completed_at:
        if offset != upload.byte_count or body(1):
            raise WrongOffset(offset=upload.byte_count)
        return offset
    if offset != partial.size():
        raise WrongOffset(offset=partial.size())
    digest = hashlib.sha256() if offset == 0 else None
    try:
        while piece := body(PIECE):
            if offset + len(piece) > upload.byte_count:
                raise TooLarge("数据超过所声明的长度", most_bytes=upload.byte_count)
            partial.append(piece, offset)
            offset += len(piece)
            if digest:
                digest.update(piece)
    except OSError as error:
        partial.sync()
        raise BodyCut(offset=offset) from error
    if offset == upload.byte_count:
        _finish(actor, upload, partial, limits, digest.hexdigest() if digest else None)
    else:
        partial.sync()
    return offset


def _finish(actor: Actor, upload: Upload, partial: PartialFile, limits: Limits, sha256: str | None = None) -> None:
    """All bytes are there: check them, store them, tell the records that wait for them; safe to run twice."""
    with partial.held() as file:
        if os.fstat(file.fileno()).st_size != upload.byte_count:
            _follow_winner(upload, partial)
            return
        try:
            if (sha256 or _hash(file)) != upload.sha256:
                raise ChecksumMismatch()
            file.seek(0)
            look_at_image(file, upload.media_type, limits)
        except (ChecksumMismatch, NotAnImage, ImageTooLarge):
            _forget(actor, upload, partial)
            raise
        partial.sync()
        partial.keep_as(upload.sha256)
        _complete(actor, upload)
        partial.remove()


def _follow_winner(upload: Upload, partial: PartialFile) -> None:
    """Another request finished (and removed the partial file) while we waited for the lock, or threw it away."""
    partial.remove()  # the lock made it anew, empty
    fresh = upload_by_id(upload.id)
    if fresh is None or not fresh.completed_at:
        raise ChecksumMismatch()
    upload.completed_at = fresh.completed_at


def _complete(actor: Actor, upload: Upload) -> None:
    """Under the file's lock, and so once; after a kill perhaps again, which changes nothing."""
    upload.completed_at = clock.now()
    with database.atomic():
        insert_rows([upload], ignore_known=True)
        _mark_completed.execute(id=upload.id, completed_at=clock.to_text(upload.completed_at))
        note_delivered(actor, upload.sha256, upload.byte_count, upload.media_type)
        media_arrived(actor, upload.sha256, upload.byte_count, upload.media_type)  # writes the event


_mark_completed = Prepared(
    lambda id, completed_at: Upload.update(completed_at=completed_at).where(
        (Upload.id == id) & Upload.completed_at.is_null()
    )
)


def _forget(actor: Actor, upload: Upload, partial: PartialFile) -> None:
    """Throw the bytes away, so that a new start begins at 0; what was refused is noted."""
    partial.remove()
    with database.atomic():
        Upload.delete().where(Upload.id == upload.id).execute()
        record_event(actor, "upload.refused", subject=upload, details={"sha256": upload.sha256})


def _hash(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


def sweep_uploads() -> int:
    """Forget uploads that nobody continued for fourteen days, files and rows; how many files went."""
    oldest = time.time() - KEPT_FOR.total_seconds()
    swept = [path for path in files().incoming.iterdir() if _is_older(path, oldest)]
    for path in swept:
        path.unlink(missing_ok=True)
    before = clock.now() - KEPT_FOR
    stale = list(Upload.select().where(Upload.completed_at.is_null() & (Upload.created_at < before)))
    gone = [upload.id for upload in stale if not PartialFile(upload.id).size()]
    with database.atomic():
        for start in range(0, len(gone), 500):
            Upload.delete().where(Upload.id.in_(gone[start : start + 500]) & Upload.completed_at.is_null()).execute()  # type: ignore[attr-defined]
    return len(swept)


def _is_older(path: Path, oldest: float) -> bool:
    try:
        return path.stat().st_mtime < oldest
    except FileNotFoundError:
        return False
