"""On SQLite writers go in one after another; who dies gives the turn back."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import Any

import pytest

from server.core.database import OperationalError, database
from server.core.ids import new_id
from server.web.signin.models import Account
from tests.world import World

HOLD = """
import sys, time
from pathlib import Path
from server.core.database import connect_database, database
from server.core.settings import Settings
connect_database(Settings(data_dir=Path(sys.argv[1])))
with database.connection_context(), database.atomic():
    print("holding", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def on_sqlite(backend: Any) -> Any:
    if backend.name != "sqlite":
        pytest.skip("PostgreSQL has many writers")
    return backend


def test_a_killed_process_gives_its_turn_back(on_sqlite: Any, connected: None) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(on_sqlite.settings.data_dir)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    with holder.stdout:
        assert holder.stdout.readline() == "holding\n"
        waited = threading.Timer(0.5, holder.kill)
        waited.start()
        began = time.monotonic()
        with database.atomic():
            assert time.monotonic() - began > 0.3, "it did not wait for the other's turn"
        holder.wait()
        waited.join()


def test_threads_that_count_up_one_number_lose_no_step(on_sqlite: Any, world: World) -> None:
    id = world.people["officer"].account_id

    def count_up() -> None:
        with database.connection_context():
            for _ in range(20):
                with database.atomic():
                    seen = Account.get_by_id(id).failed_attempts
                    Account.update(failed_attempts=seen + 1).where(Account.id == id).execute()

    threads = [threading.Thread(target=count_up) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.connection_context():
        assert Account.get_by_id(id).failed_attempts == 120


def test_a_failed_transaction_gives_its_turn_back(on_sqlite: Any, connected: None) -> None:
    with pytest.raises(ValueError, match="changed my mind"), database.atomic():
        raise ValueError("changed my mind")
    with database.atomic():
        assert not Account.select().where(Account.id == new_id()).exists()


def test_a_sync_that_fails_does_not_take_the_turn_of_another(
    on_sqlite: Any, connected: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("server.core.database.os.fdatasync", _fail)
        with pytest.raises(OperationalError), database.atomic():
            Account.update(name="无").where(Account.login == "nobody").execute()
    with database.atomic():
        pass


def _fail(_: int) -> None:
    raise OSError("the disk is gone")
