"""Give results: by key at once, after people's marks, or anew when a key was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from courses.exams.models import Attempt, ExamSession, LateAcceptance
from courses.markings.models import OpenAnswer, OpenMark, Result
from courses.markings.queries.results import LIVE, best_passes
from courses.markings.queries.sheets import Sheet, sheet_of
from courses.markings.rules.open_marks import AnswerState
from courses.markings.rules.regrading import Remarked
from courses.markings.rules.scoring import Place, SlotMark, total
from courses.papers.rules import MarkingRules
from courses.rotations.rules import ExamOutcome
from courses.rotations.services import note_exams
from server.core import clock
from server.core.database import database
from server.core.events import Told, record_event, record_events, take_turn
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import insert_many_rows


@dataclass(frozen=True)
class Verdict:
    """Marks of an attempt and what they are judged by."""

    session: ExamSession
    rules: MarkingRules
    marks: Sequence[SlotMark]


def mark_submitted(actor: Actor, attempt_id: UUID) -> Result | None:
    """Bring the result of an attempt in line with its answers and keys; None while people still have to mark.

    Safe to run twice and at the same time as its twin: the same marks are the same result.  Source: LN-3b.
    """
    with database.atomic():
        take_turn(actor)
        attempt = Attempt.get_or_none((Attempt.id == attempt_id) & (Attempt.state == "submitted"))
        if attempt is None:
            return None
        sheet = sheet_of(attempt)
        marking = sheet.mark()
        _drop_moot(attempt, marking.waiting)
        if marking.waiting:
            _await_marks(actor, sheet, marking.waiting)
            return None
        return give_result(actor, attempt.id, attempt.person_id, Verdict(sheet.session, sheet.rules, marking.marks))


def mark_late(actor: Actor, acceptance_id: UUID) -> Result | None:
    """Mark an attempt again whose late answers were accepted; what people had marked of them is marked anew.

    Safe to run twice: only marks given before the acceptance are set aside, and none is lost.  Source: LN-3b.
    """
    accepted = LateAcceptance.get_by_id(acceptance_id)
    with database.atomic():
        take_turn(actor)
        marked = OpenMark.select(OpenMark.answer_id).where(OpenMark.at <= accepted.decided_at)
        here = (OpenAnswer.attempt_id == accepted.attempt_id) & OpenAnswer.slot.in_(
            [slot for slot, _ in accepted.answers]
        )
        OpenAnswer.update(state=AnswerState.MOOT.value).where(here & OpenAnswer.id.in_(marked)).execute()  # type: ignore[attr-defined]
    return mark_submitted(actor, accepted.attempt_id)


def give_result(actor: Actor, attempt_id: UUID, person_id: UUID, verdict: Verdict) -> Result:
    """Lay down what marks come to, superseding an earlier result; the same marks again change nothing.

    Inside the caller's transaction, in the system's turn; tells the rotation and whoever follows ``result.given``.
    Source: LN-3b, JN-3.4a.
    """
    known = Result.get_or_none(LIVE & (Result.attempt_id == attempt_id))
    packed = [mark.packed() for mark in verdict.marks]
    if known is not None and known.slots == packed:
        return known
    result = _next_result(known, Remarked(packed, total(verdict.marks, verdict.rules)))
    result.attempt_id, result.session_id, result.person_id = attempt_id, verdict.session.id, person_id
    _lay_down(actor, verdict.session, [known] if known else [], [result])
    if known:  # a regrade of many results tells it once, by its own event
        record_event(actor, "result.superseded", subject=known, details=_told(result))
    return result


def supersede_results(
    actor: Actor, session: ExamSession, regrade_id: UUID, changed: Sequence[tuple[Result, Remarked]]
) -> None:
    """Lay down next revisions of many live results of a session as one act of a regrade; an event row a result.

    Inside the caller's transaction, in the system's turn and with rows read in it. Statements do not grow with the
    results but for their rows, the jobs that events ask for, and those whose pass in a rotation changes.
    Source: LN-3b, JN-3.4a.
    """
    made = [_next_result(known, remarked, regrade_id) for known, remarked in changed]
    _lay_down(actor, session, [known for known, _ in changed], made)


def _next_result(known: Result | None, remarked: Remarked, regrade_id: UUID | None = None) -> Result:
    """Not saved; of an attempt's first result the caller says whose it is."""
    score = remarked.score
    return Result(
        id=new_id(),
        attempt_id=known and known.attempt_id,
        session_id=known and known.session_id,
        person_id=known and known.person_id,
        revision=known.revision + 1 if known else 1,
        points_x100=score.points_x100,
        worth_x100=score.worth_x100,
        passed=score.passed,
        sections=score.sections,
        slots=remarked.slots,
        regrade_id=regrade_id,
        live=True,
        at=clock.now(),
    )


def _lay_down(actor: Actor, session: ExamSession, superseded: Sequence[Result], made: Sequence[Result]) -> None:
    if not database.in_transaction():
        raise RuntimeError("a result belongs to the transaction of its marking")
    if superseded:
        Result.update(live=None).where(Result.id.in_([row.id for row in superseded])).execute()  # type: ignore[attr-defined]
    insert_many_rows(made)
    if session.cycle_id is not None:
        _tell_rotation(actor, session.cycle_id, made)
    record_events(actor, "result.given", [Told(result, session.unit_id, _told(result)) for result in made])


def _told(result: Result) -> dict[str, object]:
    return {
        "session_id": str(result.session_id),
        "attempt_id": str(result.attempt_id),
        "person_id": str(result.person_id),
        "passed": result.passed,
        "revision": result.revision,
    }


def _tell_rotation(actor: Actor, cycle_id: UUID, made: Sequence[Result]) -> None:
    """A pass that is taken back leaves room for another attempt's pass in the same cycle."""
    others = best_passes([result.person_id for result in made if not result.passed], cycle_id)
    outcomes = []
    for result in made:
        outcomes.append(ExamOutcome(cycle_id, result.person_id, result.attempt_id, result.passed, result.at))
        other = None if result.passed else others.get(result.person_id)
        if other is not None:
            outcomes.append(ExamOutcome(cycle_id, other.person_id, other.attempt_id, True, other.at))
    note_exams(actor, cycle_id, outcomes)


def _await_marks(actor: Actor, sheet: Sheet, waiting: dict[Place, int]) -> None:
    attempt = sheet.attempt
    known: set[Place] = set()
    turns: dict[Place, int] = {}
    for row in OpenAnswer.select().where(OpenAnswer.attempt_id == attempt.id):
        place = row.slot, row.part
        turns[place] = max(turns.get(place, 0), row.turn)
        if row.state != AnswerState.MOOT.value:
            known.add(place)
    versions = {slot.slot: slot.version_id for slot in sheet.slots}
    missing = {place: worth for place, worth in waiting.items() if place not in known}
    for (slot, part), worth in missing.items():
        OpenAnswer.create(
            id=new_id(),
            attempt_id=attempt.id,
            session_id=attempt.session_id,
            person_id=attempt.person_id,
            slot=slot,
            part=part,
            turn=turns.get((slot, part), 0) + 1,
            version_id=UUID(versions[slot]),
            worth_x100=worth,
            at=clock.now(),
        )
    if missing:
        details = {"session_id": str(attempt.session_id), "answers": len(missing)}
        record_event(actor, "attempt.awaits_marks", subject=attempt, details=details)


def _drop_moot(attempt: Attempt, waiting: dict[Place, int]) -> None:
    """What nobody has to mark any more, because the item was voided or given in full."""
    undone = OpenAnswer.state.in_([AnswerState.WAITING.value, AnswerState.DISPUTED.value])
    for row in OpenAnswer.select().where((OpenAnswer.attempt_id == attempt.id) & undone):
        if (row.slot, row.part) not in waiting:
            OpenAnswer.update(state=AnswerState.MOOT.value).where(OpenAnswer.id == row.id).execute()
