"""Ids sort by the time they were made."""

from __future__ import annotations

import threading
import time
from uuid import UUID

import pytest

from server.core import ids
from server.core.ids import new_id


def test_an_id_is_a_version_seven_uuid_of_this_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_last", 0)  # tests that travelled to the future made ids there
    before = time.time_ns() // 1_000_000
    id = new_id()
    assert (id.version, id.variant) == (7, "specified in RFC 4122")
    assert before - 1 <= id.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_ids_of_one_burst_keep_their_order_as_text_and_as_number() -> None:
    burst = [new_id() for _ in range(20_000)]
    assert burst == sorted(burst)
    assert [str(id) for id in burst] == sorted(str(id) for id in burst)
    assert len(set(burst)) == len(burst)


def test_threads_never_make_the_same_id() -> None:
    made: list[UUID] = []
    threads = [threading.Thread(target=lambda: made.extend(new_id() for _ in range(2000))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 16_000
