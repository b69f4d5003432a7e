"""Reads of attached files, within the reach of their unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from server.core.errors import NotFound
from server.core.files import files
from server.core.permissions import Actor
from server.core.pictures import preview
from server.units.attachments.errors import NoPreview
from server.units.attachments.models import Attachment
from server.units.attachments.rules import PICTURES
from server.units.registry.queries.reach import unit_within_reach

SIZES = {"thumb": "thumb", "preview": "display"}
ORIGINAL = "original"
#: Subject type → whether the actor may read this file of it; reaching the unit is not always enough.
_GUARDS: dict[str, Callable[[Actor, Attachment], bool]] = {}


@dataclass(frozen=True)
class Bytes:
    """What a download bears."""

    content: bytes
    media_type: str


def attachments_of(subject_type: str, ids: Iterable[UUID]) -> dict[UUID, list[Attachment]]:
    """The files of each subject in the order they were named; one query. Whoever asks has checked reach."""
    wanted = list(set(ids))
    found: dict[UUID, list[Attachment]] = defaultdict(list)
    if wanted:
        rows = Attachment.select().where((Attachment.subject_type == subject_type) & Attachment.subject_id.in_(wanted))
        for row in rows.order_by(Attachment.position):
            found[row.subject_id].append(row)
    return found


def guard_attachments(subject_type: str, may_read: Callable[[Actor, Attachment], bool]) -> None:
    """Ask ``may_read`` before a file of such a subject is given to somebody who reaches its unit; told twice is once.

    For what is kept about a unit and not for it: its own people, and other branches that reach it, need not read it.
    """
    _GUARDS[subject_type] = may_read


def attachment_within_reach(actor: Actor, id: UUID) -> Attachment:
    """Two queries, and those of the subject's guard. Raises NotFound."""
    attachment = Attachment.get_or_none(Attachment.id == id)
    if attachment is None:
        raise NotFound()
    unit_within_reach(actor, attachment.unit_id)
    guard = _GUARDS.get(attachment.subject_type)
    if guard is not None and not guard(actor, attachment):
        raise NotFound()
    return attachment


def bytes_of(attachment: Attachment, size: str) -> Bytes:
    """A picture made anew for the screen, or the original, which is for saving only.

    Raises NotFound, NoPreview, NotAPicture, WrongContent (the disk has decayed).
    """
    if size == ORIGINAL:
        return Bytes(files().read(attachment.sha256), attachment.media_type)
    if attachment.media_type not in PICTURES:
        raise NoPreview()
    return Bytes(*preview(files(), attachment.sha256, SIZES[size]))
