"""Classes: called and changed."""

from __future__ import annotations

import secrets
from typing import Any

from courses.lessons.errors import CourseOfOthers, MeetingAttended
from courses.lessons.models import Attendance, ClassMeeting
from courses.lessons.queries.meetings import SECRET
from courses.lessons.queries.reach import course_within_reach, is_kept_by
from courses.lessons.rules.meetings import MeetingDraft, check_times
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import Forbidden
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.sealing import seal


def call_class(actor: Actor, draft: MeetingDraft) -> ClassMeeting:
    """Call a class of the own agency or unit, with a secret of its own for the wall; sent twice it is one.

    Raises Forbidden, NotFound (course out of reach), MeetingTimesWrong, ResubmissionConflict.  Source: JN-3.4a.
    """
    content: dict[str, Any] = {name: value for name, value in vars(draft).items() if name != "id"}

    def known() -> ClassMeeting | None:
        return find_resubmitted(ClassMeeting, draft.id, **content, by_account_id=actor.account_id)

    if earlier := known():
        return earlier
    if actor.agency_id is None and actor.unit_id is None:
        raise Forbidden(permission="course.teach")
    _check(actor, draft)

    def create() -> ClassMeeting:
        meeting = ClassMeeting.create(
            id=draft.id,
            **content,
            on_day=draft.on_day,
            secret_sealed=seal(secrets.token_hex(20), SECRET),
            agency_id=actor.agency_id,
            unit_id=None if actor.agency_id else actor.unit_id,
            by_account_id=actor.account_id,
            created_at=clock.now(),
        )
        record_event(actor, "class.called", subject=meeting, about_unit_id=meeting.unit_id)
        return meeting

    return once(create, known)[0]


def change_class(actor: Actor, meeting: ClassMeeting, draft: MeetingDraft) -> ClassMeeting:
    """Change a class; its times and worth only until somebody came. Raises CourseOfOthers, MeetingAttended, Stale."""
    if not is_kept_by(actor, meeting):
        raise CourseOfOthers()
    _check(actor, draft)
    content = {name: value for name, value in vars(draft).items() if name != "id"}
    moved = any(content[name] != getattr(meeting, name) for name in ("starts_at", "ends_at", "seconds"))
    if moved and Attendance.select().where(Attendance.meeting_id == meeting.id).exists():
        raise MeetingAttended()
    with database.atomic():
        save_versioned(meeting, {**content, "on_day": draft.on_day})
        record_event(actor, "class.changed", subject=meeting, about_unit_id=meeting.unit_id)
    return meeting


def _check(actor: Actor, draft: MeetingDraft) -> None:
    check_times(draft)
    if draft.course_id is not None:
        course_within_reach(actor, draft.course_id)
