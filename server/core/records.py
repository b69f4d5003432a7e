"""Safe resubmission: the same id with the same content is the same act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from server.core.database import BaseModel, IntegrityError, database
from server.core.errors import ResubmissionConflict

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


def find_resubmitted(table: type[M], id: UUID, **content: Any) -> M | None:
    """The row that an earlier delivery of this very request made, or None.

    Raises ResubmissionConflict when the id is known with other content: the first stays.
    """
    earlier = table.get_or_none(table.id == id)
    if earlier is None:
        return None
    for name, value in content.items():
        if getattr(earlier, name) != value:
            raise ResubmissionConflict(id=str(id), field=name)
    return earlier


def once(create: Callable[[], M], find: Callable[[], M | None]) -> tuple[M, bool]:
    """Create in a transaction, or find what a parallel twin created; (row, whether it was created here).

    Losers of a race get the winner's row, never an error.
    """
    try:
        with database.atomic():
            return create(), True
    except IntegrityError:
        earlier = find()
        if earlier is None:
            raise
        return earlier, False


def all_or_nothing(make: Callable[[], T]) -> T:
    """Many acts as one: killed in the middle, none of them happened. Waits for the disk once instead of for each."""
    with database.atomic():
        return make()
