"""SQLite: every commit's log is synced before the commit returns, however many threads share one sync."""

from __future__ import annotations

import os
import threading
import time

import pytest

from server.core.database import database
from server.core.events import EventLane
from tests.backends import Backend


@pytest.fixture
def syncs(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were synced, in order."""
    if backend.name == "postgresql":
        pytest.skip("PostgreSQL syncs its own log, in its own process")
    seen: list[str] = []
    real = os.fdatasync

    def noted(descriptor: int) -> None:
        time.sleep(0.01)  # as long as a disk takes: others come meanwhile
        seen.append(os.path.basename(os.readlink(f"/proc/self/fd/{descriptor}")))
        real(descriptor)

    monkeypatch.setattr("server.core.database.os.fdatasync", noted)
    return seen


def act() -> None:
    with database.atomic():
        EventLane.update(position=EventLane.position + 1).where(EventLane.id == 0).execute()


@pytest.mark.usefixtures("connected")
def test_a_commit_returns_after_its_log_was_synced(syncs: list[str]) -> None:
    act()
    assert syncs == ["shouwang.db-wal"]
    act()
    assert syncs == ["shouwang.db-wal"] * 2


@pytest.mark.usefixtures("connected")
def test_a_nested_transaction_syncs_with_its_outermost(syncs: list[str]) -> None:
    with database.atomic():
        act()
        assert syncs == []
    assert len(syncs) == 1


@pytest.mark.usefixtures("connected")
def test_what_is_only_read_costs_no_sync(syncs: list[str]) -> None:
    assert EventLane.select().count()
    assert syncs == []


@pytest.mark.usefixtures("app")
def test_threads_that_commit_together_share_syncs_and_each_has_one_after_its_commit(syncs: list[str]) -> None:
    late: list[int] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        with database.connection_context():
            for _ in range(10):
                database.begin()
                EventLane.update(position=EventLane.position + 1).where(EventLane.id == 1).execute()
                before = len(syncs)
                database.commit()
                late.append(len(syncs) - before)  # a sync that ended after the commit began

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(late) == 80
    assert min(late) >= 1
    assert len(syncs) < 80


@pytest.mark.usefixtures("app")
def test_a_new_log_is_synced_and_not_the_one_that_is_gone(backend: Backend, syncs: list[str]) -> None:
    """The last connection to close takes the log away; the next commit writes another file of the same name."""
    log = backend.settings.data_dir / "shouwang.db-wal"
    with database.connection_context():
        act()
    database.close_all()
    assert not log.exists()
    with database.connection_context():
        act()
        assert log.stat().st_size > 0
        assert syncs == ["shouwang.db-wal"] * 2  # by its path now, not "(deleted)"
