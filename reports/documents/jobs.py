"""Queued and scheduled entry points."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.documents.services.batches import JOB as RUN_BATCH
from reports.documents.services.batches import run_batch
from reports.documents.services.cosigning import SEAL_JOB, seal_document
from reports.documents.services.records import JOB, make_record
from reports.documents.services.register import sign_checkpoint
from server.core.events import Event, subscribe
from server.core.jobs import Job, Schedule, enqueue

CHECKPOINT = "documents.checkpoint"


def watch_inspections() -> None:
    """Ask for an inspection's record when its last file is here; asked by a condition, or every photo would ask."""
    subscribe("inspection.submitted", _ask_when_whole)
    subscribe("medium.received", _ask_when_whole)
    subscribe("inspection.decided", _ask_when_decided)


def _ask_when_whole(event: Event) -> None:
    whole = event.details.get("completed", [])
    if event.kind == "inspection.submitted" and event.details.get("missing") == 0:
        whole = [str(event.subject_id)]
    for inspection_id in whole:
        enqueue(JOB, {"inspection_id": inspection_id}, key=f"{JOB}:{inspection_id}", event_id=event.id)


def _ask_when_decided(event: Event) -> None:
    """Parts of a check that differed may be whole now."""
    id = event.details["inspection_id"]
    enqueue(JOB, {"inspection_id": id}, key=f"{JOB}:{id}:{event.id}", event_id=event.id)


def _make_record(arguments: dict[str, Any]) -> None:
    make_record(UUID(arguments["inspection_id"]))


def _sign_checkpoint(_arguments: dict[str, Any]) -> None:
    sign_checkpoint()


def _run_batch(arguments: dict[str, Any]) -> None:
    run_batch(UUID(arguments["batch_id"]))


def _seal(arguments: dict[str, Any]) -> None:
    seal_document(UUID(arguments["document_id"]))


JOBS = [Job(JOB, _make_record), Job(RUN_BATCH, _run_batch), Job(SEAL_JOB, _seal), Job(CHECKPOINT, _sign_checkpoint)]
SCHEDULES = [Schedule(CHECKPOINT, "10 3 * * *")]
