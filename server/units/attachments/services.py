"""Acts on files: bytes arrive, an act takes them for its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from uuid import UUID

from server.core import clock
from server.core.database import database
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.files import files as store
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import Prepared, insert_rows
from server.units.attachments.errors import FileDiffers, FileMissing, FileOfWrongKind
from server.units.attachments.models import Attachment, Delivery
from server.units.attachments.rules import PHOTO_PURPOSES, PICTURES, AttachedFile, check_content, named_once


def deliver_file(actor: Actor, sha256: str, content: bytes, media_type: str) -> Delivery:
    """Keep a file under its hash and note who brought it; sent twice it is one delivery.

    Raises FileDiffers, FileNotWhatItSays, Unavailable (disk full; nothing was acknowledged).
    """
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileDiffers(fields=[FieldProblem("sha256", FileDiffers.title, FileDiffers.code)])
    check_content(content, media_type)
    store().put(content)
    if earlier := _delivered(actor, [sha256]).get(sha256):
        return earlier
    with database.atomic():
        note_delivered(actor, sha256, len(content), media_type)
        delivery = _delivered(actor, [sha256])[sha256]
        record_event(actor, "file.delivered", subject=delivery, details={"sha256": sha256, "bytes": len(content)})
    return delivery


def note_delivered(actor: Actor, sha256: str, byte_count: int, media_type: str) -> None:
    """Note that the account delivered these bytes, which are in the store; inside the act's transaction."""
    row = Delivery(
        id=new_id(), account_id=actor.account_id, sha256=sha256, bytes=byte_count, media_type=media_type, at=clock.now()
    )
    insert_rows([row], ignore_known=True)


def attach(
    actor: Actor,
    subject_type: str,
    subject_id: UUID,
    unit_id: UUID,
    files: Sequence[AttachedFile],
    *,
    field: str = "files",
) -> list[Attachment]:
    """Make delivered files part of an act, inside its transaction; the act's own event tells of them.

    ``field`` is where in the request they were named. Raises FileMissing when this account has not delivered one of
    them, FileOfWrongKind when a photo is asked for and a paper was given.
    """
    files = named_once(files)
    here = _delivered(actor, [file.sha256 for file in files])
    _check_here(files, here, field)
    rows = [
        Attachment(
            id=new_id(),
            subject_type=subject_type,
            subject_id=subject_id,
            unit_id=unit_id,
            position=position,
            media_type=here[file.sha256].media_type,
            bytes=here[file.sha256].bytes,
            account_id=actor.account_id,
            attached_at=clock.now(),
            **vars(file),
        )
        for position, file in enumerate(files)
    ]
    insert_rows(rows)
    return rows


def delivered_files(actor: Actor, files: Sequence[AttachedFile], *, field: str = "files") -> list[dict[str, str | int]]:
    """Files of an act that is not about one unit, to be kept with the act's own row: delivered by this account.

    Raises FileMissing, FileOfWrongKind.
    """
    files = named_once(files)
    here = _delivered(actor, [file.sha256 for file in files])
    _check_here(files, here, field)
    return [
        {**vars(file), "media_type": here[file.sha256].media_type, "bytes": here[file.sha256].bytes} for file in files
    ]


def _check_here(files: Sequence[AttachedFile], here: dict[str, Delivery], field: str) -> None:
    missing = {number: file.sha256 for number, file in enumerate(files) if file.sha256 not in here}
    if missing:
        raise FileMissing(
            fields=[
                FieldProblem(f"{field}.{number}.sha256", FileMissing.title, FileMissing.code) for number in missing
            ],
            missing=sorted(set(missing.values())),
        )
    wrong = [
        FieldProblem(f"{field}.{number}.sha256", FileOfWrongKind.title, FileOfWrongKind.code)
        for number, file in enumerate(files)
        if file.purpose in PHOTO_PURPOSES and here[file.sha256].media_type not in PICTURES
    ]
    if wrong:
        raise FileOfWrongKind(fields=wrong)


def _delivered(actor: Actor, hashes: list[str]) -> dict[str, Delivery]:
    """Those of the files whose bytes this account has delivered; the system itself, which has no account, none."""
    if not hashes or actor.account_id is None:
        return {}
    return {row.sha256: row for row in _by_account.rows(hashes=hashes, account_id=actor.account_id)}


_by_account = Prepared(
    lambda hashes, account_id: Delivery.select().where(
        (Delivery.account_id == account_id) & Delivery.sha256.in_(hashes)
    )
)
