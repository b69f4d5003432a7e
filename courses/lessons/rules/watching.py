"""What a report of a phone is worth. A phone that says "finished" is not believed; spans and periods are added up.

Two unions are kept: of the film, and of the times at which it was watched. Credit is the length of the first, at
most the length of the second times the allowed speed. Both unions come out the same in whatever order reports come,
and however often. Source: JN-3.4a.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from courses.lessons.rules.courses import LessonKind
from courses.lessons.rules.spans import Spans, clip, subtract, total, union

#: A phone's clock that is no further off than this is taken as it is, so that a retry tells the very same times.
CLOCK_TRUSTED = timedelta(minutes=2)
#: What ended longer ago than this was learned without a line.
LATE_AFTER = timedelta(minutes=5)
#: Shorter spans are noise of a player, and a way to fill our tables.
LEAST_SPAN_MS = 200
#: No report tells of more than this at once: whoever learned longer tells it in pieces.
MOST_PERIOD = timedelta(hours=4)
DEFAULT_SPEED_X100 = 100
#: Players stop a little before the end that the file announces.
FINISHED_X100 = 98


@dataclass(frozen=True)
class WatchReport:
    """One piece of learning, by the phone's clock: what of the film, from when to when, and where it stands now."""

    id: UUID
    lesson_id: UUID
    spans: tuple[tuple[int, int], ...]
    position_ms: int
    started_at: datetime
    ended_at: datetime


@dataclass(frozen=True)
class Bounds:
    """What the server knows of a lesson and of somebody in it."""

    kind: str
    length_ms: int
    speed_x100: int
    opened_at: datetime
    received_at: datetime


@dataclass(frozen=True)
class Progress:
    """Both unions, and how much of the periods was told late."""

    spans: Spans
    periods: Spans
    late_ms: int = 0


def clock_error(sent_at: datetime, received_at: datetime) -> timedelta:
    """How far the phone's clock is behind, in whole minutes; nothing while it is nearly right."""
    error = received_at - sent_at
    return timedelta() if abs(error) <= CLOCK_TRUSTED else timedelta(minutes=round(error / timedelta(minutes=1)))


def absorb(progress: Progress, report: WatchReport, bounds: Bounds, elsewhere: Spans) -> Progress:
    """Add a report, its instants by the server's clock already, to what is known.

    ``elsewhere`` are times at which the same person learned something else: a minute counts once. What lies before
    the course was opened or after now, outside of the film or backward, counts nothing. Source: JN-3.4a.
    """
    told = [span for span in report.spans if span[1] - span[0] >= LEAST_SPAN_MS]
    spans = union([*progress.spans, *clip(told, 0, bounds.length_ms)])
    started = max(report.started_at, report.ended_at - MOST_PERIOD)
    period = clip([[millis(started), millis(report.ended_at)]], millis(bounds.opened_at), millis(bounds.received_at))
    periods = union([*progress.periods, *subtract(period, elsewhere)])
    grown = total(periods) - total(progress.periods)
    is_late = bounds.received_at - report.ended_at > LATE_AFTER
    return Progress(spans, periods, progress.late_ms + (grown if is_late else 0))


def credited_seconds(progress: Progress, bounds: Bounds) -> int:
    """Whole seconds that somebody has earned, never more than the lesson is long. Source: JN-3.4a."""
    present = total(progress.periods)
    if bounds.kind == LessonKind.VIDEO:
        earned = min(total(progress.spans), present * bounds.speed_x100 // 100)
    else:
        earned = present
    return min(earned, bounds.length_ms) // 1000


def is_finished(seconds: int, length_ms: int) -> bool:
    """Whether a lesson is done; from then on its film may be moved about in."""
    return seconds * 1000 * 100 >= length_ms * FINISHED_X100 - 100_000


def millis(instant: datetime) -> int:
    """Since 1970."""
    return int(instant.timestamp() * 1000)
