"""Safe resubmission: the same id with the same content is the same act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from server.core.canonical import content_hash
from server.core.clock import to_text
from server.core.database import BaseModel, IntegrityError, database
from server.core.errors import Conflict, ResubmissionConflict, RuleViolation

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

    Losers of a race get the winner's row, never an error: not of the table, nor of a rule that only bars them because
    the winner has done it (the number is taken, the step is made).
    """
    try:
        with database.atomic():
            return create(), True
    except (IntegrityError, Conflict, RuleViolation):
        earlier = find()
        if earlier is None:
            raise
        return earlier, False


def all_or_nothing(make: Callable[[], T]) -> T:
    """Many acts as one: killed in the middle, none of them happened. Waits for the disk once instead of for each."""
    with database.atomic():
        return make()


def hash_of(draft: Any, **about: Any) -> str:
    """By which the same request is known again: over a draft (dataclass or mapping) and what it is about."""
    return content_hash(_plain({**about, "draft": draft}))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {name: _plain(part) for name, part in vars(value).items()}
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return to_text(value)
    return str(value) if isinstance(value, (UUID, date)) else value
