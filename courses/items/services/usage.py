"""Papers, quizzes and practice say which versions they use."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from courses.items.models import ItemVersion
from server.core import clock
from server.core.database import database


def note_used(version_ids: Collection[UUID]) -> None:
    """From now on these versions never change; told again, the first time stays.

    Inside the transaction of whoever makes a paper or a quiz or takes an answer, which writes the event.
    Source: LN-3b.
    """
    if not database.in_transaction():
        raise RuntimeError("items are used by an act with a transaction of its own")
    ids = sorted(version_ids)  # in one order: two who note the same do not wait for each other
    for start in range(0, len(ids), 500):
        some = ItemVersion.id.in_(ids[start : start + 500])  # type: ignore[attr-defined]
        ItemVersion.update(used_at=clock.now()).where(some & ItemVersion.used_at.is_null()).execute()
