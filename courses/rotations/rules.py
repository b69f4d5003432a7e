"""What counts as training done, and how a year is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from courses.trainees.rules import POLICE_AUDIENCES, Audience


class HourKind(StrEnum):
    """How hours (学时) were earned."""

    WATCHED = "watched"  # 线上学习
    CLASSROOM = "classroom"  # 集中授课
    PACKAGE = "package"  # 课件
    PRACTICE = "practice"  # 练习
    ACTIVITY = "activity"  # 宣传教育活动


class EnrolmentState(StrEnum):
    ACTIVE = "active"  # 进行中
    DONE = "done"  # 已完成
    EXCUSED = "excused"  # 免训
    LEFT = "left"  # 已离岗: no longer of the audience, counted nowhere


#: Those that a cycle counts; done stays done when somebody leaves.
COUNTED = (EnrolmentState.ACTIVE.value, EnrolmentState.DONE.value, EnrolmentState.EXCUSED.value)


class Tier(StrEnum):
    """Who runs a cycle (各层级). Source: JN-3.4a."""

    CITY = "city"
    BRANCH = "branch"
    STATION = "station"
    DEPARTMENT = "department"
    UNIT = "unit"


TIER_OF_KIND = {
    "police_city": Tier.CITY,
    "police_branch": Tier.BRANCH,
    "police_station": Tier.STATION,
    "department": Tier.DEPARTMENT,
}


class MissedReason(StrEnum):
    """Why somebody is on the 未轮训 list of a closed year. Source: JN-3.4a."""

    NOT_STARTED = "not_started"
    HOURS_SHORT = "hours_short"
    EXAM_MISSING = "exam_missing"


@dataclass(frozen=True)
class CreditDraft:
    """Seconds that one source is worth to one person in all, on a Beijing day; told again with more it grows."""

    person_id: UUID
    on: date
    kind: HourKind
    seconds: int
    source_type: str
    source_id: UUID
    course_id: UUID | None = None


@dataclass(frozen=True)
class ExamOutcome:
    """A marked exam that counts for a cycle; ``passed`` false takes an earlier pass of the same attempt back."""

    cycle_id: UUID
    person_id: UUID
    attempt_id: UUID
    passed: bool
    at: datetime


@dataclass(frozen=True)
class CycleDraft:
    """A year's rotation of one audience, of an agency for those under it or of a unit for its own people."""

    id: UUID
    year: int
    audience: Audience
    title: str
    agency_id: UUID | None
    unit_id: UUID | None
    required_seconds: int
    exam_required: bool
    course_ids: tuple[str, ...]
    remind_days: tuple[int, ...]
    opens_on: date
    ends_on: date
    bases: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Counts:
    """What a cycle came to: ``should`` is always ``done + excused + missing``. Source: JN-3.4a."""

    done: int = 0
    excused: int = 0
    missing: int = 0

    @property
    def should(self) -> int:
        return self.done + self.excused + self.missing

    @property
    def coverage_bp(self) -> int | None:
        """Done of should in hundredths of a percent, rounded down so that 100 % means all; None of nobody."""
        return self.done * 10_000 // self.should if self.should else None


def is_complete(seconds: int, exam_passed: bool, *, required_seconds: int, exam_required: bool) -> bool:
    """Whether somebody has done what a cycle asks. Source: JN-3.4a."""
    return seconds >= required_seconds and (exam_passed or not exam_required)


def why_missed(seconds: int, *, required_seconds: int) -> MissedReason:
    """The reason of somebody who is not complete, hours first. Source: JN-3.4a."""
    if seconds >= required_seconds:
        return MissedReason.EXAM_MISSING
    return MissedReason.HOURS_SHORT if seconds else MissedReason.NOT_STARTED


def may_train(tier: Tier, audience: Audience) -> bool:
    """Units and departments train people of units; the police also their own. Source: JN-3.4b, LN-19a."""
    return audience not in POLICE_AUDIENCES or tier in {Tier.CITY, Tier.BRANCH, Tier.STATION}


def is_window(year: int, opens_on: date, ends_on: date) -> bool:
    """Whether a cycle lies within its year, and not backwards."""
    return opens_on.year == year == ends_on.year and opens_on <= ends_on


def reminder_due(remind_days: list[int], days_left: int) -> int | None:
    """Which of the reminders stands, so many days before the end; a night that was missed is made up for."""
    due = [days for days in remind_days if days >= days_left]
    return min(due) if due and days_left >= 0 else None
