"""Asking the authorities for guidance, and how long they take to answer. Source: JN-2.3.2b, LN-30."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from server.alerts.help.errors import ReplyIncomplete, WishedDayPast
from server.core.errors import FieldProblem

STATES = ("asked", "answered", "scored")
BOOKING_STATES = ("asked", "confirmed", "declined")
SCORES = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class HelpDraft:
    id: UUID
    topic: str
    text: str


@dataclass(frozen=True)
class BookingDraft:
    """A wish for a free re-check; of a hazard, if one is named."""

    id: UUID
    wished_on: date
    note: str
    hazard_id: UUID | None


@dataclass(frozen=True)
class BookingReplyDraft:
    """Yes with a day, or no with a reason."""

    confirmed_on: date | None
    text: str


def check_wish(wished_on: date, today: date) -> None:
    """Raises WishedDayPast."""
    if wished_on < today:
        raise WishedDayPast(fields=[FieldProblem("wished_on", WishedDayPast.title, WishedDayPast.code)])


def check_reply(draft: BookingReplyDraft, today: date) -> None:
    """Raises ReplyIncomplete."""
    if draft.confirmed_on is None and not draft.text:
        raise ReplyIncomplete(fields=[FieldProblem("text", ReplyIncomplete.title, ReplyIncomplete.code)])
    if draft.confirmed_on is not None and draft.confirmed_on < today:
        raise ReplyIncomplete(fields=[FieldProblem("confirmed_on", ReplyIncomplete.title, ReplyIncomplete.code)])


def percentile(sorted_values: Sequence[int], percent: int) -> int | None:
    """The nearest-rank percentile: the smallest value that so many percent do not exceed. None of nothing."""
    if not sorted_values:
        return None
    rank = -(-len(sorted_values) * percent // 100)
    return sorted_values[max(rank, 1) - 1]
