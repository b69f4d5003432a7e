"""Bytes of lessons: whole or in parts, by session or by a link that lives for some hours."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from courses.lessons.errors import LinkExpired
from courses.lessons.models import Lesson
from courses.lessons.queries.reach import lesson_to_show
from server.core import clock
from server.core.errors import NotFound
from server.core.files import files
from server.core.permissions import Actor
from server.core.sealing import SealBroken, seal, unseal

LINK = "film link"
LINK_LIVES = timedelta(hours=4)  # longer than a lesson with its pauses
PIECE = 256 * 1024


def file_lesson(actor: Actor, id: UUID) -> Lesson:
    """A lesson whose file somebody may see. Raises NotFound, also for a lesson without a file."""
    lesson = lesson_to_show(actor, id)
    if not lesson.file_sha256:
        raise NotFound(lesson_id=str(id))
    return lesson


def film_link(actor: Actor, id: UUID) -> dict[str, Any]:
    """An address for a player, which sends no token of its own: sealed, of this file only, for some hours."""
    lesson = file_lesson(actor, id)
    ends = clock.now() + LINK_LIVES
    sealed = seal(json.dumps([str(lesson.id), lesson.file_sha256, ends.isoformat()]), LINK)
    return {"path": f"/api/v1/films/{base64.urlsafe_b64encode(sealed.encode()).decode()}", "expires_at": ends}


def linked_lesson(token: str) -> Lesson:
    """The lesson of a link that still lives, with the very file that it was made for. Raises LinkExpired."""
    try:
        id, sha256, ends = json.loads(unseal(base64.urlsafe_b64decode(token.encode()).decode(), LINK))
    except (SealBroken, ValueError) as error:
        raise LinkExpired() from error
    lesson = Lesson.get_or_none((Lesson.id == UUID(id)) & (Lesson.file_sha256 == sha256))
    if lesson is None or datetime.fromisoformat(ends) < clock.now():
        raise LinkExpired()
    return lesson


def pieces(sha256: str, first: int, count: int) -> Iterator[bytes]:
    """So many bytes from a place on, a piece at a time. Raises NotFound."""
    with files().open(sha256) as file:
        file.seek(first)
        while count > 0 and (piece := file.read(min(PIECE, count))):
            count -= len(piece)
            yield piece
