"""The files that records name: expected, arrived, and the record that waits for nothing more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from checklists.inspections.models import (
    ExpectedMedium,
    Inspection,
    InspectionCompletion,
    InspectionFlag,
    Medium,
)
from checklists.inspections.rules import ExpectedFile, Flag
from server.core import clock
from server.core.clock import to_text
from server.core.database import database, is_postgresql
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import Prepared, insert_rows


def media_arrived(actor: Actor, sha256: str, byte_count: int, media_type: str) -> None:
    """Note that the account delivered these bytes, and complete its records that waited for nothing else."""
    moment = clock.now()
    with database.atomic():
        take_turn(actor)
        fresh = Medium(
            id=new_id(), account_id=actor.account_id, sha256=sha256, bytes=byte_count, media_type=media_type,
            received_at=moment,
        )  # fmt: skip
        insert_rows([fresh], ignore_known=True)
        medium = delivered(actor, [sha256])[sha256]
        waiting = _waiting_for.rows(account_id=actor.account_id, sha256=sha256)
        completed = [row.inspection_id for row in waiting if _receive(row, medium, moment)]
        record_event(
            actor,
            "medium.received",
            subject=medium,
            details={"sha256": sha256, "completed": [str(id) for id in completed]},
        )


def delivered(actor: Actor, hashes: list[str]) -> dict[str, Medium]:
    """Those of the files whose bytes this account has delivered already."""
    if not hashes:
        return {}
    return {medium.sha256: medium for medium in _own_media.rows(account_id=actor.account_id, hashes=hashes)}


def expect_files(inspection: Inspection, files: list[ExpectedFile], here: dict[str, Medium]) -> list[str]:
    """Rows for the files the record names; the hashes of those whose bytes are not here yet."""
    insert_rows(
        [
            ExpectedMedium(
                id=new_id(),
                inspection_id=inspection.id,
                account_id=inspection.account_id,
                received_at=here[file.sha256].received_at if file.sha256 in here else None,
                **vars(file),
            )
            for file in files
        ]
    )
    return [file.sha256 for file in files if file.sha256 not in here]


def _receive(expected: ExpectedMedium, medium: Medium, moment: datetime) -> bool:
    """Mark one expected file as here; whether that completed its record.

    The inspection row is locked, so that two last files that arrive together cannot both see the other missing.
    """
    if is_postgresql():  # on SQLite the transaction itself is the lock
        _locked.first(id=expected.inspection_id)
    _mark_received.execute(id=expected.id, received_at=to_text(moment))
    named = ExpectedFile(expected.sha256, expected.purpose, expected.bytes, expected.media_type)
    if flag := mismatch(named, medium):
        InspectionFlag.create(id=new_id(), inspection_id=expected.inspection_id, **vars(flag))
        tally = {Inspection.flag_count: Inspection.flag_count + 1}
        Inspection.update(tally).where(Inspection.id == expected.inspection_id).execute()
    if _still_missing.exists(id=expected.inspection_id):
        return False
    complete(expected.inspection_id, moment)
    return True


def mismatch(named: ExpectedFile, medium: Medium | None) -> Flag | None:
    if medium is None or (named.bytes, named.media_type) == (medium.bytes, medium.media_type):
        return None
    detail = f"文件 {medium.sha256[:12]}… 的大小或类型与记录所述不符"
    return Flag("media_mismatch", detail, severity="warning")


def complete(inspection_id: UUID, moment: datetime) -> None:
    insert_rows([InspectionCompletion(id=new_id(), inspection_id=inspection_id, at=moment)], ignore_known=True)


_locked = Prepared(lambda id: Inspection.select(Inspection.id).where(Inspection.id == id).for_update())
_mark_received = Prepared(
    lambda id, received_at: ExpectedMedium.update(received_at=received_at).where(ExpectedMedium.id == id)
)
_still_missing = Prepared(
    lambda id: ExpectedMedium.select(ExpectedMedium.id).where(
        (ExpectedMedium.inspection_id == id) & ExpectedMedium.received_at.is_null()
    )
)


_waiting_for = Prepared(
    lambda account_id, sha256: (
        ExpectedMedium.select()
        .where(
            (ExpectedMedium.account_id == account_id)
            & (ExpectedMedium.sha256 == sha256)
            & ExpectedMedium.received_at.is_null()
        )
        .order_by(ExpectedMedium.id)
    )
)
_own_media = Prepared(
    lambda account_id, hashes: Medium.select().where((Medium.account_id == account_id) & Medium.sha256.in_(hashes))
)
