"""Batches of papers that nobody makes yet, for lists."""

from __future__ import annotations

from uuid import UUID

from reports.documents.services import BatchSubject, BatchWish, connect_maker, start_batch
from server.core.ids import new_id
from server.core.permissions import SYSTEM


def grow_batches(agency_id: UUID, count: int = 5) -> None:
    """Some batches of three papers each, still waiting."""
    connect_maker("tests.nothing", lambda _subject, _options: None)
    for number in range(count):
        subjects = [BatchSubject(new_id(), f"单位{subject}") for subject in range(3)]
        start_batch(SYSTEM, BatchWish(new_id(), "tests.nothing", f"第{number}批", agency_id, subjects))
