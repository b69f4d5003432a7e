"""Files of lessons: bytes arrive, are looked at, and are kept under their hash."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from courses.lessons.models import LessonFile
from courses.lessons.queries.courses import file_known
from courses.lessons.rules.media import check_size, film_milliseconds
from server.core import clock
from server.core.database import database
from server.core.errors import FieldProblem, Unavailable
from server.core.events import record_event
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import insert_rows
from server.units.attachments.errors import FileDiffers
from server.units.attachments.services import note_delivered

PIECE = 1024 * 1024


def keep_file(actor: Actor, sha256: str | None, source: IO[bytes], media_type: str) -> LessonFile:
    """Keep a file of a lesson and what was found in it; sent twice it is one.

    Without ``sha256`` the bytes are what arrived: a browser cannot hash a film of 800 MB but in its whole memory.

    Raises FileDiffers, FileNotWhatItSays, FilmUnplayable, TooLarge, Unavailable (disk full; nothing was acknowledged).
    """
    draft = files().incoming / f"lesson-{new_id()}"
    try:
        sha256, count = _write(draft, sha256, source, media_type)
        milliseconds = film_milliseconds(draft, media_type)
        files().adopt(draft, sha256)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
    row = LessonFile(
        id=new_id(), sha256=sha256, media_type=media_type, bytes=count, milliseconds=milliseconds, at=clock.now()
    )
    with database.atomic():
        insert_rows([row], ignore_known=True)
        note_delivered(actor, sha256, count, media_type)
        kept = file_known(sha256) or row
        record_event(actor, "lesson_file.delivered", subject=kept, details={"sha256": sha256, "bytes": count})
    return kept


def _write(draft: Path, sha256: str | None, source: IO[bytes], media_type: str) -> tuple[str, int]:
    """To the disk, synced; the hash of what was written, and how many bytes."""
    found, count = hashlib.sha256(), 0
    try:
        with open(draft, "xb") as file:
            while piece := source.read(PIECE):
                count += len(piece)
                check_size(media_type, count)
                found.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Unavailable(reason="storage") from error
    if sha256 is not None and found.hexdigest() != sha256:
        raise FileDiffers(fields=[FieldProblem("sha256", FileDiffers.title, FileDiffers.code)])
    return found.hexdigest(), count
