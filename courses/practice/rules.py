"""When an item comes back, and how much of practice counts as hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from fsrs import Card, Rating, Scheduler

#: No chance in the intervals: the same answers give the same book, on the phone's copy as well.
_SCHEDULER = Scheduler(enable_fuzzing=False, maximum_interval=365)
#: At most so much of one answer and of one day counts as hours: a phone left lying open learns nothing.
MOST_SECONDS_AN_ANSWER = 120
MOST_SECONDS_A_DAY = 30 * 60
#: A phone that was offline for longer counts for the day its answers arrive.
MOST_DAYS_BACK = 7


@dataclass(frozen=True)
class PracticeAnswer:
    """An answer as the phone gives it; ``recorded_at`` is the phone's claim."""

    id: UUID
    item_id: UUID
    version_id: UUID
    value: Any
    seconds: int
    recorded_at: datetime


def first_card(at: datetime) -> dict[str, Any]:
    """What fsrs remembers of an item answered wrong for the first time."""
    # An id of our own choosing: the library would sleep to make one.
    return next_card(dict(Card(card_id=1, due=at.astimezone(UTC)).to_dict()), is_right=False, at=at)


def next_card(card: dict[str, Any], *, is_right: bool, at: datetime) -> dict[str, Any]:
    """What fsrs remembers after one more answer; an answer older than the last counts as given with it."""
    known = Card.from_dict(card)  # type: ignore[arg-type]
    moment = at.astimezone(UTC)
    if known.last_review is not None:
        moment = max(moment, known.last_review)
    rating = Rating.Good if is_right else Rating.Again
    return dict(_SCHEDULER.review_card(known, rating, moment)[0].to_dict())


def due_of(card: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(card["due"])


def counted_day(recorded_on: date, today: date) -> date:
    """The Beijing day that an answer counts for: the one claimed, unless it lies ahead or too far back."""
    return recorded_on if timedelta(0) <= today - recorded_on <= timedelta(days=MOST_DAYS_BACK) else today


def worth_seconds(seconds: Iterable[int]) -> int:
    """Seconds of hours that one day's answers are worth.  Source: JN-3.4a."""
    return min(MOST_SECONDS_A_DAY, sum(min(MOST_SECONDS_AN_ANSWER, max(0, one)) for one in seconds))


def day_id(person_id: UUID, day: date) -> UUID:
    """The source of a day's hours: the same whenever the day is counted."""
    return uuid5(NAMESPACE_OID, f"practice:{person_id}:{day}")


def wrong_id(attempt_id: UUID, item_id: UUID) -> UUID:
    """The review that a wrong answer of an exam leaves: the same however often its result is read."""
    return uuid5(NAMESPACE_OID, f"exam:{attempt_id}:{item_id}")
