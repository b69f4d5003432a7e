"""Who came to a class: by the code on the wall, or by the teacher's word. Twice counts once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checklists.duties.services import cover_by_training
from courses.lessons.errors import CodeWrong, MeetingCancelled, NotDoubtful
from courses.lessons.models import Attendance, ClassMeeting
from courses.lessons.queries.meetings import SECRET, attendance_of, meetings_near
from courses.lessons.queries.reach import kept_meeting, offered_to
from courses.lessons.rules.meetings import doubt_of, find_step, step_of, steps_of
from courses.lessons.rules.watching import clock_error
from courses.rotations.rules import CreditDraft, HourKind
from courses.rotations.services import credit_seconds
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.sealing import unseal
from server.units.people.queries import person_within_reach


@dataclass(frozen=True)
class SignIn:
    """What a phone read or somebody typed, and when by the phone's clock; a typed code names no class."""

    id: UUID
    code: str
    recorded_at: datetime
    sent_at: datetime
    meeting_id: UUID | None = None


@dataclass(frozen=True)
class Entry:
    """The teacher's word on somebody."""

    id: UUID
    person_id: UUID
    note: str


def sign_in_to_class(actor: Actor, told: SignIn) -> tuple[Attendance, ClassMeeting]:
    """Note that somebody was there, also when the phone tells it later; twice is once.

    A right code at a time that does not fit is kept for the teacher to confirm. Raises NotFound (nobody, or a class
    of others), CodeWrong, MeetingCancelled.
    Source: JN-3.4a.
    """
    person_id = actor.person_id
    if person_id is None:
        raise NotFound()
    recorded_at = told.recorded_at + clock_error(told.sent_at, clock.now())
    meeting, step = _found(actor, told, recorded_at)
    doubt = doubt_of(step, recorded_at)

    def create() -> Attendance:
        _hold(meeting)
        row = Attendance.create(
            id=told.id,
            meeting_id=meeting.id,
            person_id=person_id,
            way="code",
            step=step,
            recorded_at=recorded_at,
            is_doubtful=bool(doubt),
            doubt=doubt,
            received_at=clock.now(),
        )
        if not doubt:
            _credit(actor, meeting, person_id)
        record_event(actor, "class.signed_in", subject=row, about_unit_id=actor.unit_id, details=_of(meeting))
        return row

    if earlier := attendance_of(meeting.id, person_id):
        return earlier, meeting
    find_resubmitted(Attendance, told.id, meeting_id=meeting.id, person_id=person_id)
    return once(create, lambda: attendance_of(meeting.id, person_id))[0], meeting


def enter_attendance(actor: Actor, meeting_id: UUID, entry: Entry) -> Attendance:
    """Enter somebody by hand; whoever is in the list already stays, a doubtful one is confirmed by it.

    Raises NotFound (class of others, person out of reach).
    """
    meeting = kept_meeting(actor, meeting_id)
    person = person_within_reach(actor, entry.person_id)

    def create() -> Attendance:
        _hold(meeting)
        row = Attendance.create(
            id=entry.id,
            meeting_id=meeting.id,
            person_id=person.id,
            way="teacher",
            note=entry.note,
            ruled_at=clock.now(),
            ruled_by=actor.account_id,
            received_at=clock.now(),
        )
        _credit(actor, meeting, person.id)
        record_event(actor, "class.entered", subject=row, about_unit_id=person.unit_id, details=_of(meeting))
        return row

    earlier = attendance_of(meeting.id, person.id)
    if earlier is None:
        find_resubmitted(Attendance, entry.id, meeting_id=meeting.id, person_id=person.id)
        earlier = once(create, lambda: attendance_of(meeting.id, person.id))[0]
    if earlier.is_doubtful or earlier.is_refused:
        _rule(actor, meeting, earlier, was_there=True, note=entry.note)
    return earlier


def rule_on_attendance(actor: Actor, meeting_id: UUID, id: UUID, was_there: bool, note: str) -> Attendance:
    """Decide on a doubtful sign-in; the same decision again changes nothing. Raises NotFound, NotDoubtful."""
    meeting = kept_meeting(actor, meeting_id)
    row = Attendance.get_or_none((Attendance.id == id) & (Attendance.meeting_id == meeting.id))
    if row is None:
        raise NotFound(attendance_id=str(id))
    if row.ruled_at is not None and row.way == "code" and row.is_refused != was_there:
        return row
    if not row.is_doubtful:
        raise NotDoubtful()
    _rule(actor, meeting, row, was_there=was_there, note=note)
    return row


def _rule(actor: Actor, meeting: ClassMeeting, row: Attendance, *, was_there: bool, note: str) -> None:
    row.is_doubtful, row.is_refused, row.note = False, not was_there, note
    row.ruled_at, row.ruled_by = clock.now(), actor.account_id
    with database.atomic():
        _hold(meeting)
        row.save()
        if was_there:
            _credit(actor, meeting, row.person_id)
        kind = "class.confirmed" if was_there else "class.refused"
        record_event(actor, kind, subject=row, about_unit_id=meeting.unit_id, details=_of(meeting))


def _hold(meeting: ClassMeeting) -> None:
    """Whoever cancels waits, or came first. Inside the act's transaction. Raises MeetingCancelled."""
    if lock_row(ClassMeeting.select().where(ClassMeeting.id == meeting.id)).cancelled_at is not None:
        raise MeetingCancelled()


def _found(actor: Actor, told: SignIn, recorded_at: datetime) -> tuple[ClassMeeting, int]:
    """The class and the step that a code is of."""
    if told.meeting_id is not None:
        named = (ClassMeeting.id == told.meeting_id) & offered_to(actor, ClassMeeting)
        candidates = list(ClassMeeting.select().where(named))
        if not candidates:
            raise NotFound(meeting_id=str(told.meeting_id))
    else:
        candidates = meetings_near(actor, recorded_at)
    near = step_of(recorded_at)
    fitting = [(meeting, step) for meeting in candidates if (step := _step(meeting, told.code, near)) is not None]
    if not fitting:
        raise CodeWrong(fields=[FieldProblem("code", CodeWrong.title, CodeWrong.code)])
    return min(fitting, key=lambda found: abs(found[1] - near))


def _step(meeting: ClassMeeting, code: str, near: int) -> int | None:
    secret = bytes.fromhex(unseal(meeting.secret_sealed, SECRET))
    return find_step(secret, meeting.id, steps_of(meeting.starts_at, meeting.ends_at), code, near)


def _credit(actor: Actor, meeting: ClassMeeting, person_id: UUID) -> None:
    """The hours of who came; with the first of them a unit's own class is one of its trainings. Source: JN-2.2.5c."""
    if meeting.unit_id is not None:
        cover_by_training(meeting.unit_id, "class", meeting.on_day, meeting.id)
    draft = CreditDraft(
        person_id=person_id,
        on=meeting.on_day,
        kind=HourKind.CLASSROOM,
        seconds=meeting.seconds,
        source_type="class_meeting",
        source_id=meeting.id,
        course_id=meeting.course_id,
    )
    credit_seconds(actor, draft)


def _of(meeting: ClassMeeting) -> dict[str, str]:
    return {"meeting_id": str(meeting.id)}
