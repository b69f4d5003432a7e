"""What other subjects tell the rotation: hours learned, exams passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from peewee import fn

from courses.rotations.models import Enrolment, HourCredit, MissedRotation, RotationCycle
from courses.rotations.rules import CreditDraft, EnrolmentState, ExamOutcome, is_complete
from server.core import clock
from server.core.database import database, lock_row, lock_rows
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.units.people.models import Person

BATCH = 500


def credit_seconds(actor: Actor, draft: CreditDraft) -> None:
    """Note what a source is worth, and finish enrolments of that year which are complete by it.

    Inside the caller's transaction, before the caller's own event; told twice it counts once. Whoever credits many
    people in one transaction does so in the order of their ids.  Source: JN-3.4a.
    """
    if not database.in_transaction():
        raise RuntimeError("hours belong to the transaction of the act that earned them")
    _hold(actor, draft.person_id)
    source = (HourCredit.source_type == draft.source_type) & (HourCredit.source_id == draft.source_id)
    known = HourCredit.get_or_none(source & (HourCredit.person_id == draft.person_id))
    if draft.seconds <= (known.seconds if known else 0):
        return
    if known is not None:
        HourCredit.update(seconds=draft.seconds, at=clock.now()).where(HourCredit.id == known.id).execute()
    else:
        said = {name: value for name, value in vars(draft).items() if name not in {"on", "kind"}}
        HourCredit.create(
            id=new_id(), year=draft.on.year, on_day=draft.on, kind=draft.kind.value, at=clock.now(), **said
        )
    year = known.year if known else draft.on.year
    for enrolment in _open_enrolments(draft.person_id, year):
        settle(actor, enrolment, RotationCycle.get_by_id(enrolment.cycle_id))


def withdraw_credits(actor: Actor, source_type: str, source_id: UUID) -> int:
    """Take back what a source was worth to everybody; how many. The rows stay and are worth nothing.

    Inside the caller's transaction. Enrolments that are complete no more are open again; a closed year stays what it
    came to.  Source: JN-3.4a.
    """
    return _change_credits(actor, source_type, source_id, {"seconds": 0})


def move_credits(actor: Actor, source_type: str, source_id: UUID, on: date) -> int:
    """Give what a source was worth to another day, and to its year; how many. Inside the caller's transaction.

    Source: JN-3.4a.
    """
    return _change_credits(actor, source_type, source_id, {"on_day": on, "year": on.year})


def _change_credits(actor: Actor, source_type: str, source_id: UUID, changes: dict[str, object]) -> int:
    if not database.in_transaction():
        raise RuntimeError("hours belong to the transaction of the act that changes them")
    source = (HourCredit.source_type == source_type) & (HourCredit.source_id == source_id) & (HourCredit.seconds > 0)
    people = [row.person_id for row in HourCredit.select(HourCredit.person_id).where(source)]
    if not people:
        return 0
    _hold(actor, *sorted(people))
    rows = list(HourCredit.select().where(source))
    HourCredit.update(**changes, at=clock.now()).where(source).execute()
    years = {row.year for row in rows} | {row.year for row in HourCredit.select().where(source)}
    mine = Enrolment.person_id.in_(people) & Enrolment.year.in_(sorted(years))  # type: ignore[attr-defined]
    for enrolment in Enrolment.select().where(mine).order_by(Enrolment.person_id, Enrolment.id):
        settle(actor, enrolment, RotationCycle.get_by_id(enrolment.cycle_id))
    return len(rows)


def note_exam(actor: Actor, outcome: ExamOutcome) -> None:
    """Note that an exam of a cycle was passed, or that the pass was taken back by a regrade.

    Inside the caller's transaction. Somebody who is not enrolled is left alone.  Source: JN-3.4a.
    """
    note_exams(actor, outcome.cycle_id, [outcome])


def note_exams(actor: Actor, cycle_id: UUID, outcomes: Sequence[ExamOutcome]) -> None:
    """Note outcomes of one cycle in their order; three queries for those who are not enrolled, however many.

    Inside the caller's transaction.  Source: JN-3.4a.
    """
    if not database.in_transaction():
        raise RuntimeError("a pass belongs to the transaction of the marking")
    people = sorted({outcome.person_id for outcome in outcomes})
    if not people:
        return
    _hold(actor, *people)
    here = (Enrolment.cycle_id == cycle_id) & Enrolment.person_id.in_(people)  # type: ignore[attr-defined]
    enrolments = {row.person_id: row for row in Enrolment.select().where(here)}
    for outcome in outcomes:
        if outcome.person_id in enrolments:
            _note_exam(actor, enrolments[outcome.person_id], outcome)


def _note_exam(actor: Actor, enrolment: Enrolment, outcome: ExamOutcome) -> None:
    if outcome.passed and enrolment.exam_passed_at is None:
        enrolment.exam_attempt_id, enrolment.exam_passed_at = outcome.attempt_id, outcome.at
    elif not outcome.passed and enrolment.exam_attempt_id == outcome.attempt_id:
        enrolment.exam_attempt_id, enrolment.exam_passed_at = None, None
    else:
        return
    settle(actor, enrolment, RotationCycle.get_by_id(enrolment.cycle_id))


def _hold(actor: Actor, *person_ids: UUID) -> None:
    """One act at a time on what a person has learned; the lane first, so that two acts never wait in a ring.

    People in the order of their ids, for the same reason.
    """
    take_turn(actor)
    lock_rows(Person.select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id))  # type: ignore[attr-defined]


def _open_enrolments(person_id: UUID, year: int) -> list[Enrolment]:
    mine = (Enrolment.person_id == person_id) & (Enrolment.year == year)
    return list(Enrolment.select().where(mine).order_by(Enrolment.id))


def settle(actor: Actor, enrolment: Enrolment, cycle: RotationCycle) -> None:
    """Bring seconds and state of an enrolment up to date, inside a transaction; told of when it becomes complete.

    Who is excused or has left gathers hours too, and stays what they are. What a closed year came to stays: late
    training is noted on its list of missed ones.
    """
    enrolment.seconds = seconds_of(enrolment, cycle)
    complete = is_complete(
        enrolment.seconds,
        enrolment.exam_passed_at is not None,
        required_seconds=cycle.required_seconds,
        exam_required=cycle.exam_required,
    )
    finished = False
    if cycle.closed_at is not None:
        finished = complete and _make_up(enrolment)
    elif complete and enrolment.state == EnrolmentState.ACTIVE.value:
        enrolment.state, enrolment.completed_at = EnrolmentState.DONE.value, clock.now()
        finished = True
    elif not complete and enrolment.state == EnrolmentState.DONE.value:
        enrolment.state, enrolment.completed_at = EnrolmentState.ACTIVE.value, None
    enrolment.version += 1
    enrolment.save()
    if finished:
        record_event(
            actor,
            "enrolment.completed",
            subject=enrolment,
            about_unit_id=enrolment.unit_id,
            details={"cycle_id": str(cycle.id), "person_id": str(enrolment.person_id)},
        )


def _make_up(enrolment: Enrolment) -> bool:
    """Note on a closed year's list that the training was made up for (补训); whether it was news."""
    row = (MissedRotation.enrolment_id == enrolment.id) & MissedRotation.made_up_at.is_null()
    made_up = MissedRotation.update(made_up_at=clock.now()).where(row).execute() > 0
    if made_up:
        enrolment.completed_at = clock.now()
    return made_up


def seconds_of(enrolment: Enrolment, cycle: RotationCycle) -> int:
    """Seconds that count for an enrolment; one query."""
    mine = (HourCredit.person_id == enrolment.person_id) & (HourCredit.year == enrolment.year)
    if cycle.course_ids:
        wanted = [UUID(id) for id in cycle.course_ids]
        mine &= HourCredit.course_id.in_(wanted) | HourCredit.course_id.is_null()
    total = HourCredit.select(fn.COALESCE(fn.SUM(HourCredit.seconds), 0)).where(mine).scalar()
    return int(total)


def settle_cycle(cycle_id: UUID, after: UUID | None = None) -> UUID | None:
    """Count a batch of a cycle's enrolments anew, since what it asks for has changed; the last one, or None at the end.

    Source: JN-3.4a.
    """
    with database.atomic():
        take_turn(SYSTEM)
        cycle = lock_row(RotationCycle.select().where(RotationCycle.id == cycle_id))
        query = Enrolment.select().where(Enrolment.cycle_id == cycle_id).order_by(Enrolment.id)
        rows = list((query.where(Enrolment.id > after) if after else query).limit(BATCH))
        if not rows or cycle.closed_at is not None:
            return None
        for person_id in sorted({row.person_id for row in rows}):
            lock_row(Person.select(Person.id).where(Person.id == person_id))
        for row in rows:
            settle(SYSTEM, Enrolment.get_by_id(row.id), cycle)
        record_event(SYSTEM, "rotation.settled", subject=cycle, details={"count": len(rows)})
    return rows[-1].id if len(rows) == BATCH else None
