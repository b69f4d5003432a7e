"""Thousands of papers in the background: a row a paper, taken in slices by any number of workers.

What a subject has to do: connect a maker when its jobs are imported (`connect_maker`), then `start_batch` from an act of its
own. A maker makes one paper and is safe to call twice; `issue_paper` is, so numbers have no gap and no double however often
a worker is killed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from reports.documents.errors import BatchEmpty, BatchFinished, MakerUnknown
from reports.documents.models import Document, DocumentBatch, DocumentBatchItem
from reports.documents.queries.batches import batch_within_reach
from server.core import clock
from server.core.database import database
from server.core.errors import ShouwangError
from server.core.events import record_event
from server.core.ids import new_id
from server.core.jobs import enqueue
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, hash_of
from server.core.statements import insert_rows

log = logging.getLogger("shouwang.documents")

JOB = "documents.run_batch"
_LANES = 2  # jobs of one batch at a time: as many as a small machine has cores
_SLICE_SECONDS = 30.0  # well within a job's lease
_LEASE = timedelta(minutes=2)
_TAKEN_AT_ONCE = 4
_ROWS_A_STATEMENT = 500

#: Makes the paper of a subject, or finds it made: (subject_id, options of the batch) → the document.
Make = Callable[[UUID, Mapping[str, Any]], Document | None]

_makers: dict[str, Make] = {}


@dataclass(frozen=True)
class BatchSubject:
    """Whom or what a paper is about, with the name that the list of failures shows."""

    id: UUID
    name: str


@dataclass(frozen=True)
class BatchWish:
    """A batch to start. `id` is chosen by the caller, so that started twice it is one."""

    id: UUID
    maker: str  # as connected: commendations.certificates
    title: str  # what the console shows: 2026年度先进集体荣誉证书
    agency_id: UUID
    subjects: Sequence[BatchSubject]
    options: Mapping[str, Any] = field(default_factory=dict)  # plain JSON, handed to the maker


def connect_maker(name: str, make: Make) -> None:
    """Say how papers of a batch are made; once a process, when a subject's jobs are imported."""
    _makers[name] = make


def start_batch(actor: Actor, wish: BatchWish) -> DocumentBatch:
    """Have a paper made for each subject, inside the caller's transaction or in one of its own.

    The same id with the same content is the same batch. Subjects named twice get one paper.
    Raises MakerUnknown, BatchEmpty, ResubmissionConflict.
    """
    if wish.maker not in _makers:
        raise MakerUnknown(maker=wish.maker)
    subjects = list({subject.id: subject for subject in wish.subjects}.values())
    if not subjects:
        raise BatchEmpty()
    content = hash_of(
        {"maker": wish.maker, "options": wish.options, "subjects": [subject.id for subject in subjects]},
        agency_id=wish.agency_id,
    )
    with database.atomic():
        if earlier := find_resubmitted(DocumentBatch, wish.id, draft_hash=content):
            return earlier
        now = clock.now()
        batch = DocumentBatch.create(
            id=wish.id,
            maker=wish.maker,
            title=wish.title[:120],
            agency_id=wish.agency_id,
            asked_by_account_id=actor.account_id,
            options=dict(wish.options),
            draft_hash=content,
            total=len(subjects),
            asked_at=now,
        )
        items = [
            DocumentBatchItem(
                id=new_id(),
                batch_id=batch.id,
                position=position,
                subject_id=subject.id,
                name=subject.name[:200],
                state="waiting",
                changed_at=now,
            )
            for position, subject in enumerate(subjects, 1)
        ]
        for start in range(0, len(items), _ROWS_A_STATEMENT):
            insert_rows(items[start : start + _ROWS_A_STATEMENT])
        record_event(actor, "document_batch.started", subject=batch, details={"total": len(subjects)})
        _ask(batch.id)
    return batch


def cancel_batch(actor: Actor, id: UUID) -> DocumentBatch:
    """Stop a batch after the papers in hand; what is made stays. Raises NotFound, BatchFinished."""
    with database.atomic():
        batch = batch_within_reach(actor, id)
        if batch.finished_at is not None:
            raise BatchFinished()
        if batch.cancelled_at is None:
            DocumentBatch.update(cancelled_at=clock.now()).where(DocumentBatch.id == id).execute()
            record_event(actor, "document_batch.cancelled", subject=batch)
    return batch_within_reach(actor, id)


def resume_batch(actor: Actor, id: UUID) -> DocumentBatch:
    """Go on with what was cancelled, and try again what failed; papers made stay as they are. Raises NotFound."""
    with database.atomic():
        batch = batch_within_reach(actor, id)
        mine = DocumentBatchItem.batch_id == id
        again = (
            DocumentBatchItem.update(state="waiting", code=None, lease_until=None, changed_at=clock.now())
            .where(mine & (DocumentBatchItem.state == "failed"))
            .execute()
        )
        if again or batch.cancelled_at is not None:
            DocumentBatch.update(cancelled_at=None, finished_at=None).where(DocumentBatch.id == id).execute()
            record_event(actor, "document_batch.resumed", subject=batch, details={"again": again})
            _ask(id)
    return batch_within_reach(actor, id)


def run_batch(batch_id: UUID, slice_seconds: float = _SLICE_SECONDS) -> int:
    """Make papers of a batch for a while, then ask for the next slice; how many were dealt with.

    Any number may run at once: each takes items under a lease, and what a killed one had is taken again when its lease ends.
    """
    started, count = time.monotonic(), 0
    while time.monotonic() - started < slice_seconds:
        batch = DocumentBatch.get_or_none(DocumentBatch.id == batch_id)
        if batch is None or batch.cancelled_at is not None or batch.finished_at is not None:
            return count
        taken = _take(batch_id)
        if not taken:
            _finish(batch)
            return count
        for item in taken:
            _deal_with(batch, item)
            count += 1
    with database.atomic():
        enqueue(JOB, {"batch_id": str(batch_id)}, key=f"{JOB}:{new_id()}")
    return count


def _ask(batch_id: UUID) -> None:
    for _ in range(_LANES):
        enqueue(JOB, {"batch_id": str(batch_id)}, key=f"{JOB}:{new_id()}")


def _take(batch_id: UUID) -> list[DocumentBatchItem]:
    """The next few that nobody has, under a lease; by condition, so that two workers never take one both."""
    now = clock.now()
    free = (
        (DocumentBatchItem.batch_id == batch_id)
        & (DocumentBatchItem.state == "waiting")
        & (DocumentBatchItem.lease_until.is_null() | (DocumentBatchItem.lease_until < now))
    )
    with database.atomic():
        rows = list(DocumentBatchItem.select().where(free).order_by(DocumentBatchItem.position).limit(_TAKEN_AT_ONCE))
        return [
            row
            for row in rows
            if DocumentBatchItem.update(lease_until=now + _LEASE, changed_at=now)
            .where((DocumentBatchItem.id == row.id) & free)
            .execute()
        ]


def _deal_with(batch: DocumentBatch, item: DocumentBatchItem) -> None:
    """Make one paper; what goes wrong is written beside it and stops nobody else."""
    try:
        document = _makers[batch.maker](item.subject_id, batch.options)
    except Exception as error:
        log.exception("paper %s of batch %s failed", item.id, batch.id)
        code = error.code if isinstance(error, ShouwangError) else "internal"
        _note(item, state="failed", code=code)
    else:
        _note(item, state="done", document_id=document.id if document is not None else None)


def _note(item: DocumentBatchItem, **outcome: Any) -> None:
    with database.atomic():
        DocumentBatchItem.update(lease_until=None, changed_at=clock.now(), **outcome).where(
            (DocumentBatchItem.id == item.id) & (DocumentBatchItem.state == "waiting")
        ).execute()


def _finish(batch: DocumentBatch) -> None:
    """Close the batch once nothing waits; what another worker still has in hand, it closes itself."""
    mine = DocumentBatchItem.batch_id == batch.id
    if DocumentBatchItem.select().where(mine & (DocumentBatchItem.state == "waiting")).exists():
        with database.atomic():
            later = clock.now() + _LEASE  # a killed worker's items are free again then
            enqueue(JOB, {"batch_id": str(batch.id)}, key=f"{JOB}:{new_id()}", run_after=later)
        return
    with database.atomic():
        closed = (
            DocumentBatch.update(finished_at=clock.now())
            .where((DocumentBatch.id == batch.id) & DocumentBatch.finished_at.is_null())
            .execute()
        )
        if closed:
            failed = DocumentBatchItem.select().where(mine & (DocumentBatchItem.state == "failed")).count()
            details = {"total": batch.total, "failed": failed}
            record_event(SYSTEM, "document_batch.finished", subject=batch, details=details)
