"""What is asked for by time is asked for once a time, by however many schedulers, and once for what was missed."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
import time_machine
from apscheduler.triggers.cron import CronTrigger

from server.core import clock
from server.core.engine import ask_for_latest, start_scheduler
from server.core.jobs import JobRow, Schedule

pytestmark = pytest.mark.usefixtures("connected")

DAILY = CronTrigger.from_crontab("30 2 * * *", timezone=clock.BEIJING)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def asked() -> list[str]:
    rows = JobRow.select().where(JobRow.name == "test.daily").order_by(JobRow.key)
    return [row.arguments["due_at"] for row in rows]


def ask_on(moment: str) -> None:
    with time_machine.travel(at(moment), tick=False):
        ask_for_latest("test.daily", DAILY)


def test_a_first_start_makes_up_for_one_time_only() -> None:
    ask_on("2026-11-22T09:00")
    assert asked() == [clock.to_text(at("2026-11-22T02:30"))]


def test_each_time_is_asked_for_once_however_often_one_looks() -> None:
    ask_on("2026-11-22T09:00")
    for moment in ("2026-11-23T02:29", "2026-11-23T02:30", "2026-11-23T02:31", "2026-11-23T15:00"):
        ask_on(moment)
    assert asked()[1:] == [clock.to_text(at("2026-11-23T02:30"))]


def test_times_missed_while_everything_was_off_are_made_up_by_one_run() -> None:
    ask_on("2026-11-22T09:00")
    ask_on("2026-11-29T12:00")
    assert asked()[1:] == [clock.to_text(at("2026-11-29T02:30"))]


def test_what_was_missed_longer_ago_than_a_month_still_runs_once_now() -> None:
    ask_on("2026-06-01T09:00")
    ask_on("2026-11-29T12:00")
    assert asked()[1:] == [clock.to_text(at("2026-11-29T02:30"))]


def test_two_schedulers_ask_once() -> None:
    ask_on("2026-11-22T09:00")
    start, failures = threading.Barrier(4), []

    def look() -> None:
        start.wait()
        try:
            ask_for_latest("test.daily", DAILY)
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)

    with time_machine.travel(at("2026-11-24T03:00"), tick=True):
        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert failures == []
    assert asked()[1:] == [clock.to_text(at("2026-11-24T02:30"))]


def test_the_clock_of_schedules_is_beijing_s() -> None:
    """The tests run in Phoenix; 02:30 in Beijing is 18:30 UTC of the day before."""
    ask_on("2026-11-22T09:00")
    ask_on("2026-11-23T09:00")
    assert asked()[-1].startswith("2026-11-22T18:30:00")


def test_a_started_scheduler_asks_at_once_for_what_was_missed() -> None:
    ask_on("2026-11-22T09:00")
    with time_machine.travel(at("2026-11-25T10:00"), tick=True):
        scheduler = start_scheduler([Schedule("test.daily", "30 2 * * *")])
        try:
            until = clock.now() + timedelta(seconds=20)
            while len(asked()) < 2 and clock.now() < until:
                threading.Event().wait(0.05)
        finally:
            scheduler.shutdown()
    assert asked()[1:] == [clock.to_text(at("2026-11-25T02:30"))]
