"""What must happen after an act happens at least once, whatever is killed, and once each otherwise."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import time_machine

from server.core import clock, jobs
from server.core.database import database
from server.core.engine import MOST_WAITING, dispatch_forever
from server.core.events import record_event
from server.core.jobs import LEASE, MOST_ATTEMPTS, Job, JobRow, enqueue, hand_out, register_jobs, run_job
from server.core.permissions import Actor
from server.web.signin.models import Account
from tests.backends import Backend
from tests.factories.processes import environment_of, wait_for
from tests.world import World

ran: Counter[str] = Counter()
broken: set[str] = set()


@pytest.fixture(autouse=True)
def test_job(app: Any) -> Iterator[None]:
    """A job that notes its runs and fails as long as its name is in ``broken``."""

    def run(arguments: dict[str, Any]) -> None:
        ran[arguments["name"]] += 1
        if arguments["name"] in broken:
            raise ValueError("not this time")

    ran.clear()
    broken.clear()
    register_jobs([Job("test.note", run, on=("test.asked",))])
    yield
    jobs._jobs.pop("test.note")


@pytest.fixture
def actor(world: World) -> Actor:
    return Actor(account_id=world.people["officer"].account_id)


def ask(name: str) -> UUID:
    with database.atomic():
        enqueue("test.note", {"name": name}, key=f"test:{name}")
    return JobRow.get(JobRow.key == f"test:{name}").id


def row_of(id: UUID) -> JobRow:
    return JobRow.get_by_id(id)


@pytest.mark.usefixtures("connected")
def test_a_job_is_born_with_its_act_and_dies_with_it(actor: Actor) -> None:
    subject = Account.get_by_id(actor.account_id)
    with database.atomic():
        record_event(actor, "test.asked", subject=subject, details={"name": "kept"})
    with database.atomic() as act:
        record_event(actor, "test.asked", subject=subject, details={"name": "lost"})
        act.rollback()
    run_due()
    assert ran == {"kept": 1}


@pytest.mark.usefixtures("connected")
def test_the_same_demand_twice_is_one_job() -> None:
    ask("one")
    ask("one")
    run_due()
    run_due()
    assert ran == {"one": 1}


@pytest.mark.usefixtures("connected")
def test_two_dispatchers_never_hand_out_the_same_job() -> None:
    ids = {ask(f"job {number}") for number in range(40)}
    start, taken = threading.Barrier(4), []

    def dispatch() -> None:
        start.wait()
        with database.connection_context():
            while found := hand_out(5):
                taken.extend(found)

    threads = [threading.Thread(target=dispatch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    ours = [id for id in taken if id in ids]
    assert len(ours) == len(set(ours)) == 40


@pytest.mark.usefixtures("connected")
def test_a_job_that_a_killed_worker_held_is_handed_out_again_after_its_lease() -> None:
    id = ask("held")
    assert id in hand_out()
    assert id not in hand_out()
    with time_machine.travel(clock.now() + LEASE + timedelta(seconds=1), tick=False):
        assert id in hand_out()
        run_job(id)
    assert row_of(id).state == "done"
    assert ran == {"held": 1}


@pytest.mark.usefixtures("connected")
def test_a_job_delivered_twice_by_the_engine_runs_once() -> None:
    id = ask("twice")
    hand_out()
    run_job(id)
    run_job(id)
    assert ran == {"twice": 1}


@pytest.mark.usefixtures("connected")
def test_a_failing_job_comes_back_later_each_time_and_is_given_up_in_the_end() -> None:
    broken.add("weak")
    id, waits = ask("weak"), []
    moment = clock.now()
    while row_of(id).state == "ready":
        with time_machine.travel(max(moment, row_of(id).run_after), tick=False):
            run_due()
            waits.append(row_of(id).run_after - clock.now())
    assert ran["weak"] == MOST_ATTEMPTS
    assert waits == sorted(waits)
    assert row_of(id).state == "failed"
    assert row_of(id).last_error == "ValueError: not this time"


@pytest.mark.usefixtures("connected")
def test_a_failing_job_does_not_hold_up_the_others() -> None:
    broken.add("weak")
    ask("weak")
    ask("sound")
    run_due()
    assert ran == {"weak": 1, "sound": 1}


@pytest.mark.usefixtures("connected")
def test_what_failed_for_a_while_succeeds_when_the_cause_is_gone() -> None:
    broken.add("ill")
    id = ask("ill")
    run_due()
    broken.clear()
    with time_machine.travel(row_of(id).run_after, tick=False):
        run_due()
    assert row_of(id).state == "done"
    assert row_of(id).last_error is None


def run_due() -> None:
    """Only our own: the world's acts have asked for others."""
    while found := hand_out():
        for id in found:
            if row_of(id).name == "test.note":
                run_job(id)


WORKER = """
import sys, time
from pathlib import Path
from types import SimpleNamespace
from dataclasses import replace
from datetime import timedelta
from server.core import jobs
from server.core.jobs import Job
from server.web import commands
from wsgi import PARTS

folder = Path(sys.argv[1])
jobs.LEASE = timedelta(seconds=float(sys.argv[2]))

def slow(arguments):
    with open(folder / "started", "a") as file:
        file.write(arguments["name"] + "\\n")
    if arguments["name"] == "slow" and not (folder / "second").exists():
        time.sleep(60)
    with open(folder / "finished", "a") as file:
        file.write(arguments["name"] + "\\n")

sys.exit(commands.main(replace(PARTS, jobs=[Job("test.note", slow)], schedules=[]), ["work"]))
"""


@pytest.mark.usefixtures("connected")
def test_a_worker_killed_in_the_middle_of_a_job_loses_none(backend: Backend, tmp_path: Path) -> None:
    """kill -9 of the real worker process while a job runs and others wait in the engine's queue."""
    JobRow.delete().execute()
    names = ["slow", *(f"quick {number}" for number in range(5))]
    ids = [ask(name) for name in names]
    first = start_worker(backend, tmp_path, lease_seconds=2)
    wait_for(lambda: "slow" in lines(tmp_path / "started"))
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert "slow" not in lines(tmp_path / "finished")
    (tmp_path / "second").touch()
    second = start_worker(backend, tmp_path, lease_seconds=2)
    try:
        wait_for(lambda: JobRow.select().where(JobRow.id.in_(ids) & (JobRow.state == "done")).count() == len(ids))
    finally:
        second.kill()
        second.wait()
    finished = Counter(lines(tmp_path / "finished"))
    assert set(finished) == set(names)
    assert finished["slow"] == 1


def start_worker(backend: Backend, folder: Path, lease_seconds: float) -> subprocess.Popen[bytes]:
    (folder / "worker.py").write_text(WORKER)
    command = [sys.executable, str(folder / "worker.py"), str(folder), str(lease_seconds)]
    return subprocess.Popen(command, env={**os.environ, **environment_of(backend.settings), "PYTHONPATH": os.getcwd()})


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


@pytest.mark.usefixtures("connected")
def test_the_engine_holds_only_a_few_at_a_time(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waited behind many slow jobs would lose its lease and be handed out again and again."""
    queued: list[str] = []
    engine = SimpleNamespace(pending_count=lambda: len(queued))
    JobRow.delete().execute()
    for number in range(30):
        ask(f"waiting {number}")
    stop = threading.Event()
    dispatcher = threading.Thread(target=dispatch_forever, args=(engine, queued.append, stop))
    dispatcher.start()
    wait_for(lambda: len(queued) >= MOST_WAITING)
    time.sleep(0.6)
    assert len(queued) == MOST_WAITING
    del queued[:5]
    wait_for(lambda: len(queued) == MOST_WAITING)
    stop.set()
    dispatcher.join()
    assert JobRow.select().where(JobRow.state == "handed").count() == MOST_WAITING + 5
