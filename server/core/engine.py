"""Who carries jobs out: huey, over a file, the PostgreSQL database itself, or Redis. And what asks by time.

The engine may lose what it holds (it takes a task off its queue before it runs it); server/core/jobs.py hands
it out again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey

from server.core import clock
from server.core.database import database
from server.core.jobs import JobRow, Schedule, enqueue, hand_out, run_job
from server.core.settings import Settings

log = logging.getLogger("shouwang.engine")

DISPATCH_SECONDS = 0.25
BUSY_SECONDS = 0.02
MOST_WAITING = 8  # in the engine's queue; the rest waits as rows, where nothing is lost
LOOK_BACK = timedelta(days=32)  # a run missed longer ago than this is not made up


def connect_engine(settings: Settings) -> tuple[Huey, Any]:
    """The engine the settings name, and its task ``carry_out(job id as text)``."""
    if settings.redis_url:
        huey: Huey = RedisHuey("shouwang", url=settings.redis_url, results=False)
    elif settings.resolved_database_url.startswith("postgresql"):
        huey = PostgresHuey("shouwang", dsn=settings.resolved_database_url, results=False)
    else:
        huey = SqliteHuey("shouwang", filename=str(settings.data_dir / "queue.db"), results=False, fsync=False)

    @huey.task(name="carry_out")
    def carry_out(id: str) -> None:
        with database.connection_context():
            run_job(UUID(id))

    return huey, carry_out


def dispatch_forever(huey: Huey, carry_out: Any, stop: threading.Event) -> None:
    """Hand due job rows to the engine until told to stop; a database that is away is waited for.

    Only a few at a time: a lease runs from the hand-out, and what waits behind many slow jobs would lose its own.
    """
    pause = DISPATCH_SECONDS
    while not stop.wait(pause):
        pause = DISPATCH_SECONDS
        try:
            room = MOST_WAITING - huey.pending_count()
            if room <= 0:
                continue
            with database.connection_context():
                for id in hand_out(room):
                    carry_out(str(id))
                    pause = BUSY_SECONDS
        except Exception:
            log.exception("dispatch failed, trying again")
            pause = 5


def start_scheduler(schedules: Iterable[Schedule]) -> BackgroundScheduler:
    """Ask for each schedule's job at its times, Asia/Shanghai, and once for times missed while we were down.

    A demand's key is schedule and time, unique in the job table: two schedulers, or one killed in the middle,
    ask once.
    """
    scheduler = BackgroundScheduler(timezone=clock.BEIJING)
    for schedule in schedules:
        trigger = CronTrigger.from_crontab(schedule.cron, timezone=clock.BEIJING)
        scheduler.add_job(
            ask_for_latest,
            trigger,
            args=[schedule.name, trigger],
            id=schedule.name,
            coalesce=True,
            misfire_grace_time=3600,
            next_run_time=clock.now(),  # at once: makes up what was missed
        )
    scheduler.start()
    return scheduler


def ask_for_latest(name: str, trigger: CronTrigger) -> None:
    """Enqueue the run of the latest time that has passed since the last run, if any did.

    A first start makes up for one time only, so that the next start can tell what it missed.
    """
    with database.connection_context(), database.atomic():
        latest = _latest_before(trigger, _last_time(name), clock.now())
        if latest:
            due = clock.to_text(latest)
            enqueue(name, {"due_at": due}, key=f"schedule:{name}:{due}")


def _last_time(name: str) -> datetime:
    prefix = f"schedule:{name}:"
    row = JobRow.select(JobRow.key).where(JobRow.key.startswith(prefix)).order_by(JobRow.key.desc()).first()
    longest = clock.now() - LOOK_BACK
    return max(datetime.fromisoformat(row.key.removeprefix(prefix)), longest) if row else longest


def _latest_before(trigger: CronTrigger, after: datetime, until: datetime) -> datetime | None:
    latest, moment = None, trigger.get_next_fire_time(after, after + timedelta(microseconds=1))
    while moment and moment <= until:
        latest, moment = moment, trigger.get_next_fire_time(moment, moment + timedelta(microseconds=1))
    return latest
