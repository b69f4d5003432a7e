"""Classes: called and changed."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from checklists.duties.services import cover_by_training, uncover_training
from courses.lessons.errors import CourseOfOthers, MeetingAttended, MeetingCancelled
from courses.lessons.models import Attendance, ClassMeeting
from courses.lessons.queries.meetings import SECRET
from courses.lessons.queries.reach import course_within_reach, is_kept_by, kept_meeting
from courses.lessons.rules.meetings import MeetingDraft, MeetingMove, check_times, day_words, moment_words
from courses.rotations.services import move_credits, withdraw_credits
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import Forbidden, ResubmissionConflict
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.sealing import seal

#: As hours name where they come from.
SOURCE = "class_meeting"


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
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    _check(actor, draft)
    content = {name: value for name, value in vars(draft).items() if name != "id"}
    moved = any(content[name] != getattr(meeting, name) for name in ("starts_at", "ends_at", "seconds"))
    if moved and Attendance.select().where(Attendance.meeting_id == meeting.id).exists():
        raise MeetingAttended()
    with database.atomic():
        save_versioned(meeting, {**content, "on_day": draft.on_day})
        record_event(actor, "class.changed", subject=meeting, about_unit_id=meeting.unit_id)
    return meeting


def cancel_class(actor: Actor, meeting_id: UUID, reason: str) -> ClassMeeting:
    """Cancel a class; whoever signed in is told, and hours that it gave are taken back. Cancelled twice it is once.

    Raises NotFound (class of others), ResubmissionConflict when it was cancelled for another reason.  Source: JN-3.4a.
    """
    kept_meeting(actor, meeting_id)
    with database.atomic():
        meeting = _locked(meeting_id)
        if meeting.cancelled_at is not None:
            if meeting.cancelled_reason != reason:
                raise ResubmissionConflict(id=str(meeting_id), field="reason")
            return meeting
        taken_back = withdraw_credits(actor, SOURCE, meeting.id)
        if meeting.unit_id is not None:
            uncover_training(meeting.id)
        save_versioned(meeting, {"cancelled_at": clock.now(), "cancelled_reason": reason})
        day, hours = day_words(meeting.on_day), "，已计的学时随之收回" if taken_back else ""
        _tell(meeting, "class_cancelled", f"{day}的集中授课“{meeting.title}”已取消{hours}：{reason}")
        details = {"reason": reason, "hours_taken_back": taken_back}
        record_event(actor, "class.cancelled", subject=meeting, about_unit_id=meeting.unit_id, details=details)
    return meeting


def move_class(actor: Actor, meeting: ClassMeeting, move: MeetingMove) -> ClassMeeting:
    """Give a class another day or other hours, also after people came: their hours move with it, and they are told.

    Raises NotFound (class of others), MeetingCancelled, MeetingTimesWrong, Stale.  Source: JN-3.4a.
    """
    kept_meeting(actor, meeting.id)
    content = {name: getattr(meeting, name) for name in ("id", "title", "place", "teacher", "seconds", "course_id")}
    draft = MeetingDraft(**content, starts_at=move.starts_at, ends_at=move.ends_at)
    check_times(draft)
    before = meeting.on_day
    with database.atomic():
        if _locked(meeting.id).cancelled_at is not None:
            raise MeetingCancelled()
        changes = {"starts_at": draft.starts_at, "ends_at": draft.ends_at, "on_day": draft.on_day}
        save_versioned(meeting, {**changes, "moved_reason": move.reason})
        if draft.on_day != before:
            move_credits(actor, SOURCE, meeting.id, draft.on_day)
            _cover_anew(meeting)
        words = f"{day_words(before)}的集中授课“{meeting.title}”改为{moment_words(draft.starts_at)}开始：{move.reason}"
        _tell(meeting, "class_moved", words)
        details = {"reason": move.reason, "from_on": before.isoformat(), "on": draft.on_day.isoformat()}
        record_event(actor, "class.moved", subject=meeting, about_unit_id=meeting.unit_id, details=details)
    return meeting


def _locked(id: UUID) -> ClassMeeting:
    """Until the transaction ends: nobody signs in to a class that is being cancelled."""
    row: ClassMeeting = lock_row(ClassMeeting.select().where(ClassMeeting.id == id))
    return row


def _cover_anew(meeting: ClassMeeting) -> None:
    """A unit's own class counts as training of the year in which it was held, if somebody came. Source: JN-2.2.5c."""
    if meeting.unit_id is None:
        return
    uncover_training(meeting.id)
    here = (Attendance.meeting_id == meeting.id) & (Attendance.is_doubtful == False)  # noqa: E712
    if Attendance.select().where(here & (Attendance.is_refused == False)).exists():  # noqa: E712
        cover_by_training(meeting.unit_id, "class", meeting.on_day, meeting.id)


def _tell(meeting: ClassMeeting, kind: str, text: str) -> None:
    """Whoever signed in or was entered; the others find it in their list of classes."""
    came = Attendance.select(Attendance.person_id).where(Attendance.meeting_id == meeting.id)
    notify_all(
        [
            NoticeDraft(
                kind=kind,
                key=f"{kind} {meeting.id} {meeting.version} {row.person_id}",
                text=text,
                subject_type="class_meeting",
                subject_id=meeting.id,
                person_id=row.person_id,
            )
            for row in came
        ]
    )


def _check(actor: Actor, draft: MeetingDraft) -> None:
    check_times(draft)
    if draft.course_id is not None:
        course_within_reach(actor, draft.course_id)
