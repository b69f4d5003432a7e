"""Who may sit a session: put on the list, given more time, deferred, and called again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from courses.exams.errors import AlreadySitting, NobodyToRepeat, ReasonMissing, SessionEnded
from courses.exams.models import Attempt, Candidate, ExamSession
from courses.exams.queries.candidates import attempts_of, standing_of
from courses.exams.queries.entries import hold_session, last_attempt, lock_candidate
from courses.exams.queries.outcomes import outcomes_of
from courses.exams.queries.sessions import own_session
from courses.exams.rules.sessions import CandidateState, Repeat, RepeatDraft, SessionDraft, Standing, check_times
from courses.exams.services.planning import lay_down
from courses.rotations.models import Enrolment
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.core.statements import insert_rows
from server.units.people.models import Person
from server.units.people.queries import people_within_reach

BATCH = 500


def enlist(actor: Actor, session_id: UUID, person_ids: Sequence[UUID], from_cycle: bool) -> int:
    """Put people within reach on the list, or those of the session's cycle who still owe its exam; how many are new.

    Told twice they stand there once; whoever was taken off comes back. Raises NotFound (somebody out of reach),
    SessionEnded.  Source: JN-3.4a.
    """
    session = own_session(actor, session_id)
    people = _people(actor, session, person_ids, from_cycle)
    with database.atomic():
        session = hold_session(session_id, alone=True)
        if session.state != "planned":
            raise SessionEnded()
        count = _put_on_list(session, people)
        if count:
            record_event(actor, "exam_candidates.enlisted", subject=session, details={"count": count})
    return count


def _people(actor: Actor, session: ExamSession, person_ids: Sequence[UUID], from_cycle: bool) -> list[Person]:
    reachable = people_within_reach(actor)
    wanted = list(dict.fromkeys(person_ids))
    found: list[Person] = []
    for at in range(0, len(wanted), BATCH):
        found.extend(reachable.where(Person.id.in_(wanted[at : at + BATCH])))  # type: ignore[attr-defined]
    if len(found) != len(wanted):
        missing = sorted({str(id) for id in wanted} - {str(person.id) for person in found})
        raise NotFound(fields=[FieldProblem("person_ids", "有人员不存在或不在管辖范围内")], person_ids=missing)
    if from_cycle and session.cycle_id:
        owes = (Enrolment.cycle_id == session.cycle_id) & (Enrolment.state == "active")
        owing = Enrolment.select(Enrolment.person_id).where(owes & Enrolment.exam_passed_at.is_null())
        found.extend(reachable.where(Person.id.in_(owing) & Person.id.not_in(wanted or [session.id])))  # type: ignore[attr-defined]
    return found


def _put_on_list(session: ExamSession, people: Iterable[Person]) -> int:
    known = {row.person_id: row for row in Candidate.select().where(Candidate.session_id == session.id)}
    new = [person for person in people if person.id not in known]
    back = [known[person.id].id for person in people if person.id in known and known[person.id].state == "removed"]
    moment = clock.now()
    rows = [
        Candidate(
            id=new_id(),
            session_id=session.id,
            person_id=person.id,
            unit_id=person.unit_id,
            agency_id=person.agency_id,
            state=CandidateState.INVITED.value,
            created_at=moment,
        )
        for person in new
    ]
    for at in range(0, len(rows), BATCH):
        insert_rows(rows[at : at + BATCH])
    if back:
        Candidate.update(state="invited", version=Candidate.version + 1).where(Candidate.id.in_(back)).execute()  # type: ignore[attr-defined]
    if rows or back:
        ExamSession.update(papers_state="none", papers_problem="").where(
            (ExamSession.id == session.id) & (ExamSession.papers_state != "asked")
        ).execute()
    return len(rows) + len(back)


def change_candidate(actor: Actor, seen: Candidate, changes: dict[str, Any]) -> Candidate:
    """Give extra time (also while the attempt runs), defer (缓考), take off the list or put back.

    Raises ReasonMissing, AlreadySitting, SessionEnded, Stale.
    """
    wanted = {name: value for name, value in changes.items() if getattr(seen, name) != value}
    if not wanted:
        return seen
    _check_reasons(seen, wanted)
    with database.atomic():
        candidate = lock_candidate(seen.id)
        session = hold_session(seen.session_id)
        attempt = last_attempt(seen.id)
        if session.state == "cancelled" or (session.state == "closed" and attempt is None and "state" not in wanted):
            raise SessionEnded()
        if "state" in wanted and attempt is not None:
            raise AlreadySitting()
        more = wanted.get("extra_seconds", candidate.extra_seconds) - candidate.extra_seconds
        if attempt is not None and "extra_seconds" in wanted:
            _lengthen(attempt, more)
        save_versioned(seen, wanted)
        details = {"session_id": str(session.id), "fields": sorted(wanted), "extra_seconds": seen.extra_seconds}
        record_event(
            actor,
            "exam_candidate.changed",
            subject=seen,
            about_unit_id=seen.unit_id,
            details={**details, "state": seen.state},
        )
    return seen


def _check_reasons(seen: Candidate, wanted: dict[str, Any]) -> None:
    after = {**seen.__data__, **wanted}
    if wanted.get("extra_seconds") and not after["extra_reason"]:
        raise ReasonMissing(fields=[FieldProblem("extra_reason", ReasonMissing.title, ReasonMissing.code)])
    if wanted.get("state") == CandidateState.DEFERRED.value and not after["excused_reason"]:
        raise ReasonMissing(fields=[FieldProblem("excused_reason", ReasonMissing.title, ReasonMissing.code)])


def _lengthen(attempt: Attempt, seconds: int) -> None:
    if attempt.state != "running":
        raise AlreadySitting("该考生已交卷，不能再延长时间")
    more = timedelta(seconds=seconds)
    Attempt.update(deadline_at=attempt.deadline_at + more, closes_at=attempt.closes_at + more).where(
        Attempt.id == attempt.id
    ).execute()


def call_again(actor: Actor, earlier_id: UUID, draft: RepeatDraft) -> ExamSession:
    """Plan a makeup or retake for an earlier session's absent, deferred or failed people, under the same blueprint.

    Sent twice it is planned once. Raises NotFound, NobodyToRepeat, TimesOfSessionInvalid, ResubmissionConflict.
    """
    earlier = own_session(actor, earlier_id)
    session = _repeated(earlier, draft)
    known = {"draft_hash": hash_of(session), "by_account_id": actor.account_id, "earlier_id": earlier_id}
    if found := find_resubmitted(ExamSession, draft.id, **known):
        return found
    check_times(draft.starts_at, draft.start_closes_at)
    ids = people_to_repeat(earlier, draft.who)
    people = [person for at in range(0, len(ids), BATCH) for person in _by_ids(ids[at : at + BATCH])]
    if not people:
        raise NobodyToRepeat()

    def create() -> ExamSession:
        row = lay_down(actor, session, earlier.agency_id, earlier_id=earlier.id, kind=draft.kind)
        count = _put_on_list(row, people)
        details = {"earlier_id": str(earlier.id), "count": count}
        record_event(actor, "exam_session.planned", subject=row, details=details)
        return row

    return once(create, lambda: find_resubmitted(ExamSession, draft.id, **known))[0]


def _by_ids(ids: list[UUID]) -> list[Person]:
    return list(Person.select().where(Person.id.in_(ids)))  # type: ignore[attr-defined]


def _repeated(earlier: ExamSession, draft: RepeatDraft) -> SessionDraft:
    names = ("blueprint_version_id", "cycle_id", "grace_seconds", "upload_seconds", "most_tries", "fixed_end")
    word = "重考" if draft.kind == "retake" else "补考"
    return SessionDraft(
        id=draft.id,
        title=draft.title or f"{earlier.title}（{word}）"[:120],
        starts_at=draft.starts_at,
        start_closes_at=draft.start_closes_at,
        duration_seconds=draft.duration_seconds or earlier.duration_seconds,
        place=earlier.place if draft.place is None else draft.place,
        camera_checks=earlier.camera_checks,
        **{name: getattr(earlier, name) for name in names},
    )


def people_to_repeat(session: ExamSession, who: Sequence[str]) -> list[UUID]:
    """People of a session who stand so; three queries."""
    rows = list(Candidate.select().where(Candidate.session_id == session.id).order_by(Candidate.id))
    attempts = attempts_of([row.id for row in rows])
    outcomes = outcomes_of([attempt.id for tries in attempts.values() for attempt in tries])
    found = []
    for row in rows:
        tries = attempts.get(row.id, [])
        standing = standing_of(session, row, tries).value
        results = [outcomes[attempt.id] for attempt in tries if attempt.id in outcomes]
        if results and standing == Standing.SUBMITTED.value and not any(result.passed for result in results):
            standing = Repeat.FAILED.value
        if standing in who:
            found.append(row.person_id)
    return found
