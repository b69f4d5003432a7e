"""Sign-in to a class: a code on the wall that changes every half minute, and what speaks for or against it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from courses.lessons.errors import MeetingTimesWrong
from server.core.clock import BEIJING, beijing_day

STEP_SECONDS = 30
DIGITS = 6
#: The wall shows codes from so long before the beginning until so long after the end.
BEFORE = timedelta(minutes=30)
AFTER = timedelta(minutes=15)
#: Between the code on the wall and the phone's time: somebody types slowly, clocks differ.
TOLERANCE_STEPS = 3
MOST_HOURS = 12


@dataclass(frozen=True)
class MeetingDraft:
    """A class as somebody calls it; ``seconds`` is what attending is worth."""

    id: UUID
    title: str
    place: str
    teacher: str
    starts_at: datetime
    ends_at: datetime
    seconds: int
    course_id: UUID | None = None

    @property
    def on_day(self) -> date:
        return beijing_day(self.starts_at)


@dataclass(frozen=True)
class MeetingMove:
    """Other times for a class, also after people came."""

    starts_at: datetime
    ends_at: datetime
    reason: str


def check_times(draft: MeetingDraft) -> None:
    """A class ends after it began, on the same half day, and is worth no more than it lasts. Raises MeetingTimesWrong."""
    length = draft.ends_at - draft.starts_at
    if not timedelta() < length <= timedelta(hours=MOST_HOURS):
        raise MeetingTimesWrong(f"结束时间应晚于开始时间，且不超过 {MOST_HOURS} 小时")
    if not 0 < draft.seconds <= length.total_seconds():
        raise MeetingTimesWrong("计入学时不得超过上课时长")


def day_words(day: date) -> str:
    """3月15日."""
    return f"{day.month}月{day.day}日"


def moment_words(instant: datetime) -> str:
    """In Beijing: 3月15日 9:05."""
    local = instant.astimezone(BEIJING)
    return f"{day_words(local.date())} {local.hour}:{local.minute:02d}"


def step_of(instant: datetime) -> int:
    """Half minutes since 1970."""
    return int(instant.timestamp()) // STEP_SECONDS


def code_of(secret: bytes, meeting_id: UUID, step: int) -> str:
    """Six digits (the truncation of RFC 4226 over HMAC-SHA-256)."""
    mac = hmac.new(secret, meeting_id.bytes + step.to_bytes(8, "big"), hashlib.sha256).digest()
    at = mac[-1] & 15
    number = int.from_bytes(mac[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def steps_of(starts_at: datetime, ends_at: datetime) -> range:
    """All steps at which the wall shows a code."""
    return range(step_of(starts_at - BEFORE), step_of(ends_at + AFTER) + 1)


def find_step(secret: bytes, meeting_id: UUID, steps: range, code: str, near: int) -> int | None:
    """The step whose code this is, the one nearest to a step if chance made two; None for a wrong code."""
    fitting = [step for step in steps if hmac.compare_digest(code_of(secret, meeting_id, step), code)]
    return min(fitting, key=lambda step: abs(step - near), default=None)


def doubt_of(step: int, recorded_at: datetime) -> str:
    """Why a right code is left to the teacher: ``clock`` when the phone says that it was another time; else nothing."""
    return "clock" if abs(step_of(recorded_at) - step) > TOLERANCE_STEPS else ""
