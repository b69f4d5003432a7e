"""A unit gives its staff a micro-course, and whoever has the link answers its quiz."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from courses.activities.models import MicroAnswer, MicroCourse
from courses.activities.queries import micro_course_within_reach, open_micro_course
from courses.activities.rules import MicroCourseDraft, check_micro_course, percent_of
from courses.activities.services.records import plain, settled
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database, lock_row
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, once
from server.units.registry.queries.reach import unit_within_reach

_TOKEN_BYTES = 15


@dataclass(frozen=True)
class QuizOutcome:
    """What whoever answered is told."""

    percent: int
    passed: bool
    wrong: list[str]


def give_micro_course(actor: Actor, unit_id: UUID, draft: MicroCourseDraft) -> MicroCourse:
    """Make a micro-course with a link that nobody can guess; sent twice it is one.

    Raises NotFound, CourseWindowReversed, QuestionUnclear, ResubmissionConflict.  Source: JN-2.2.4c.
    """
    unit = unit_within_reach(actor, unit_id)
    known = {"draft_hash": content_hash(plain(vars(draft), unit_id)), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(MicroCourse, draft.id, **known):
        return earlier
    check_micro_course(draft)

    def create() -> MicroCourse:
        course = MicroCourse.create(
            unit_id=unit.id,
            token=secrets.token_urlsafe(_TOKEN_BYTES),
            by_name=actor.name,
            at=clock.now(),
            **known,
            **vars(draft),
        )
        details = {"pages": len(draft.pages), "questions": len(draft.questions)}
        record_event(actor, "micro_course.given", subject=course, about_unit_id=unit.id, details=details)
        return course

    return once(create, lambda: find_resubmitted(MicroCourse, draft.id, **known))[0]


def withdraw_micro_course(actor: Actor, id: UUID, reason: str) -> MicroCourse:
    """Close a course before its day; what was answered stays counted. The same again changes nothing.

    Raises NotFound, WithdrawnAlready (for another reason).
    """
    course = micro_course_within_reach(actor, id)
    with database.atomic():
        take_turn(actor)
        if settled(MicroCourse, course.id, reason):
            course = MicroCourse.get_by_id(course.id)
            return course
        course.withdrawn_at, course.withdrawn_reason = clock.now(), reason
        course.save()
        record_event(actor, "micro_course.withdrawn", subject=course, about_unit_id=course.unit_id)
    return course


def answer_quiz(token: str, device: str, answers: Mapping[str, Any]) -> QuizOutcome:
    """Mark a quiz and count its device: once however often it answers, at its best. Nobody is named.

    The device's word is hashed with the link, so devices of two courses cannot be told to be the same.
    Raises MicroCourseClosed.  Source: JN-2.2.4c.
    """
    course = open_micro_course(token)
    percent, wrong = percent_of(course.questions, answers)
    passed = percent >= course.pass_percent
    hashed = hmac.new(token.encode(), device.encode(), hashlib.sha256).hexdigest()
    mine = (MicroAnswer.course_id == course.id) & (MicroAnswer.device_hash == hashed)
    mine &= MicroAnswer.year == clock.today().year
    with database.atomic():
        take_turn(SYSTEM)
        row = lock_row(MicroAnswer.select().where(mine))
        if row is None:
            row = MicroAnswer.create(
                id=new_id(),
                course_id=course.id,
                device_hash=hashed,
                year=clock.today().year,
                tries=1,
                best_percent=percent,
                passed=passed,
                first_at=clock.now(),
                last_at=clock.now(),
            )
        else:
            row.tries += 1
            row.best_percent, row.passed = max(row.best_percent, percent), row.passed or passed
            row.last_at = clock.now()
            row.save()
        details = {"percent": percent, "tries": row.tries}
        record_event(SYSTEM, "micro_course.answered", subject=course, about_unit_id=course.unit_id, details=details)
    return QuizOutcome(percent, passed, wrong)
