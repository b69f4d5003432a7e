"""What is planned for a session, and when it lets people in. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from courses.exams.errors import (
    CheckInTooEarly,
    ExamNotBegun,
    ExamStartClosed,
    NoTriesLeft,
    TimesOfSessionInvalid,
)
from server.core.clock import to_text
from server.core.errors import FieldProblem

#: The sealed paper may be fetched so long before the start: at home, where the line is good.
CHECK_IN_OPENS = timedelta(hours=24)
#: How long a session may let people start: whoever finds time within a month.
LONGEST_WINDOW = timedelta(days=31)
#: Papers are made by a job so long before the start, at the latest.
PAPERS_AHEAD = timedelta(hours=26)
#: A token outlives all of its session's times: what comes late is still kept.
TOKEN_SLACK = timedelta(days=7)


class SessionKind(StrEnum):
    FIRST = "first"
    MAKEUP = "makeup"  # 补考, for those who were absent or deferred
    RETAKE = "retake"  # 重考, for those who failed


class CandidateState(StrEnum):
    INVITED = "invited"
    DEFERRED = "deferred"  # 缓考
    REMOVED = "removed"


class Standing(StrEnum):
    """Where a candidate stands, as people see it; made from rows, kept nowhere."""

    INVITED = "invited"
    CHECKED_IN = "checked_in"
    RUNNING = "running"
    SUBMITTED = "submitted"
    ABSENT = "absent"  # 缺考: never started when it closed
    DEFERRED = "deferred"
    REMOVED = "removed"
    CANCELLED = "cancelled"


class Repeat(StrEnum):
    """Whom a makeup or retake is for."""

    ABSENT = "absent"
    DEFERRED = "deferred"
    FAILED = "failed"


@dataclass(frozen=True)
class SessionDraft:
    """A session as planned; spans in seconds."""

    id: UUID
    title: str
    blueprint_version_id: UUID
    starts_at: datetime
    start_closes_at: datetime
    duration_seconds: int
    cycle_id: UUID | None = None
    place: str = ""
    grace_seconds: int = 30
    upload_seconds: int = 86400
    most_tries: int = 1
    fixed_end: bool = False
    camera_checks: bool = False


@dataclass(frozen=True)
class RepeatDraft:
    """A session for those of an earlier one who must come again; what is None is taken over."""

    id: UUID
    kind: str
    who: tuple[str, ...]
    starts_at: datetime
    start_closes_at: datetime
    title: str | None = None
    place: str | None = None
    duration_seconds: int | None = None


def check_times(starts_at: datetime, start_closes_at: datetime) -> None:
    """A start window has a length: a minute for all at once, a month for whoever finds time. Raises
    TimesOfSessionInvalid.
    """
    if not timedelta() < start_closes_at - starts_at <= LONGEST_WINDOW:
        raise TimesOfSessionInvalid(
            fields=[FieldProblem("start_closes_at", "应晚于开考时间，且不超过31天", TimesOfSessionInvalid.code)]
        )


def check_in_opens_at(starts_at: datetime) -> datetime:
    return starts_at - CHECK_IN_OPENS


def check_may_check_in(starts_at: datetime, start_closes_at: datetime, moment: datetime) -> None:
    """Raises CheckInTooEarly, ExamStartClosed."""
    if moment < check_in_opens_at(starts_at):
        raise CheckInTooEarly(seconds_until=seconds_until(check_in_opens_at(starts_at), moment))
    if moment > start_closes_at:
        raise ExamStartClosed()


def check_may_start(starts_at: datetime, start_closes_at: datetime, moment: datetime) -> None:
    """Against the times as they are now, however often they were moved. Raises ExamNotBegun, ExamStartClosed."""
    if moment < starts_at:
        raise ExamNotBegun(
            seconds_until=seconds_until(starts_at, moment), starts_at=to_text(starts_at), server_now=to_text(moment)
        )
    if moment > start_closes_at:
        raise ExamStartClosed()


def seconds_until(instant: datetime, moment: datetime) -> int:
    """Whole seconds, rounded up."""
    return max(0, math.ceil((instant - moment).total_seconds()))


def next_try(last_try: int, last_is_running: bool, most_tries: int) -> int:
    """The try that a check-in is for: the one that runs, or the next. Raises NoTriesLeft."""
    if last_is_running:
        return last_try
    if last_try >= most_tries:
        raise NoTriesLeft()
    return last_try + 1


@dataclass(frozen=True)
class LateDraft:
    """The wish to have late answers counted."""

    id: UUID
    reason: str


@dataclass(frozen=True)
class LateDecision:
    accepted: bool
    note: str = ""
