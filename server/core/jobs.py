"""What must happen after an act: rows written in the act's own transaction.

The engine (huey) only carries out; this table decides. A job row is written with its act, handed to the engine
by the dispatcher, and marked done by the job itself. What was handed out and not finished within its lease is
handed out again: a killed worker loses nothing. So jobs run at least once and are safe to run twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from peewee import CharField, IntegerField, TextField

from server.core import clock
from server.core.database import BaseModel, UUIDField, database, lock_row
from server.core.events import Event, subscribe
from server.core.fields import JSONField, UTCDateTimeField
from server.core.ids import new_id
from server.core.statements import insert_rows

log = logging.getLogger("shouwang.jobs")

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8


@dataclass(frozen=True)
class Job:
    """A kind of job: its name, what to run with the row's arguments, and the event kinds that ask for it."""

    name: str
    run: Callable[[dict[str, Any]], None]
    on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """A job that is asked for by time: five cron fields, zone Asia/Shanghai."""

    name: str
    cron: str


class JobRow(BaseModel):
    name = CharField(64)
    key = CharField(120, unique=True)  # the same demand twice is one job
    arguments: dict[str, Any] = JSONField()
    state = CharField(8)  # ready, handed, done, failed
    attempts = IntegerField(default=0)
    run_after = UTCDateTimeField()
    lease_until = UTCDateTimeField(null=True)
    event_id = UUIDField(null=True)
    last_error = TextField(null=True)
    created_at = UTCDateTimeField()
    finished_at = UTCDateTimeField(null=True)

    class Meta:
        table_name = "job"
        indexes = ((("state", "run_after"), False),)


_jobs: dict[str, Job] = {}


def register_jobs(jobs: Iterable[Job]) -> None:
    """Called once by the composition root."""
    for job in jobs:
        _jobs[job.name] = job
        for kind in job.on:
            subscribe(kind, _asker(job.name))


def _asker(name: str) -> Callable[[Event], None]:
    def ask(event: Event) -> None:
        arguments = {"subject_id": str(event.subject_id), "event_id": str(event.id), **event.details}
        enqueue(name, arguments, key=f"{name}:{event.id}", event_id=event.id)

    return ask


def enqueue(
    name: str, arguments: dict[str, Any], *, key: str, event_id: UUID | None = None, run_after: datetime | None = None
) -> None:
    """Ask for a job, inside the transaction of the act that wants it; asked twice under one key it runs as one.

    It does not run before ``run_after``.
    """
    row = JobRow(
        id=new_id(),
        name=name,
        key=key,
        arguments=arguments,
        state="ready",
        run_after=run_after or clock.now(),
        event_id=event_id,
        created_at=clock.now(),
    )
    insert_rows([row], ignore_known=True)


def ask_once(name: str) -> None:
    """Ask for a job now, by hand: in a transaction of its own, under a key of its own."""
    with database.atomic():
        enqueue(name, {}, key=f"{name}:{new_id()}")


def hand_out(most: int = 50) -> list[UUID]:
    """Take ready rows, and handed rows whose lease has run out, under a new lease; their ids."""
    moment = clock.now()
    due = (JobRow.state == "ready") & (JobRow.run_after <= moment)
    lost = (JobRow.state == "handed") & (JobRow.lease_until < moment)
    if not JobRow.select(JobRow.id).where(due | lost).exists():
        return []  # the usual case costs no write lock
    with database.atomic():
        ids = [row.id for row in JobRow.select(JobRow.id).where(due | lost).order_by(JobRow.run_after).limit(most)]
        taken = [
            id
            for id in ids
            if JobRow.update(state="handed", lease_until=moment + LEASE)
            .where((JobRow.id == id) & (due | lost))
            .execute()
        ]
    return taken


def others_wait(name: str) -> bool:
    """Whether jobs of other kinds are due and nobody has begun them; a long job asks, to give way."""
    due = (JobRow.state == "ready") & (JobRow.run_after <= clock.now())
    queued = (JobRow.state == "handed") & (JobRow.attempts == 0)
    return bool(JobRow.select(JobRow.id).where((JobRow.name != name) & (due | queued)).exists())


def run_job(id: UUID) -> None:
    """Carry one out and mark it; a failure comes back later, each time after a longer wait."""
    with database.atomic():
        row = lock_row(JobRow.select().where(JobRow.id == id))
        if row is None or row.state in {"done", "failed"}:
            return
        JobRow.update(attempts=row.attempts + 1, state="handed", lease_until=clock.now() + LEASE).where(
            JobRow.id == id
        ).execute()
    try:
        _jobs[row.name].run(row.arguments)
    except Exception as error:
        log.exception("job %s (%s) failed at attempt %d", row.id, row.name, row.attempts + 1)
        _put_back(row, error)
        return
    with database.atomic():
        JobRow.update(state="done", finished_at=clock.now(), last_error=None).where(JobRow.id == id).execute()


def _put_back(row: JobRow, error: Exception) -> None:
    attempts = row.attempts + 1
    state = "failed" if attempts >= MOST_ATTEMPTS else "ready"
    wait = timedelta(seconds=min(600, 2**attempts))
    with database.atomic():
        JobRow.update(
            state=state, run_after=clock.now() + wait, last_error=f"{type(error).__name__}: {error}"[:2000]
        ).where(JobRow.id == row.id).execute()


def run_due_jobs() -> int:
    """Carry out everything that is due, here and now; how many ran. For tests and for the command line."""
    count = 0
    while ids := hand_out():
        for id in ids:
            run_job(id)
            count += 1
    return count
