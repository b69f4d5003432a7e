"""People mark open answers: two who do not see each other's mark, and a third where they differ much."""

from __future__ import annotations

from uuid import UUID

from courses.markings.errors import AlreadyMarked, MarkTooHigh
from courses.markings.models import OpenAnswer, OpenMark
from courses.markings.queries.answers import answer_to_mark
from courses.markings.queries.terms import most_difference_on
from courses.markings.rules.open_marks import AnswerState, MarkDraft, next_role, settle_marks
from server.core import clock
from server.core.database import lock_row
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.web.signin.queries import is_of_actor


def give_mark(actor: Actor, answer_id: UUID, draft: MarkDraft) -> OpenMark:
    """One person's mark; what it comes to is settled at once. Sent twice it is one.

    Raises NotFound (also for the own answer), AlreadyMarked, MarkTooHigh, ResubmissionConflict.  Source: LN-3b.
    """
    answer = answer_to_mark(actor, answer_id)
    known = {"answer_id": answer_id, "by_account_id": actor.account_id, "points_x100": draft.points_x100}

    def find() -> OpenMark | None:
        return find_resubmitted(OpenMark, draft.id, **known)

    if earlier := find():
        return earlier
    if draft.points_x100 > answer.worth_x100:
        raise MarkTooHigh(fields=[FieldProblem("points_x100", MarkTooHigh.title, MarkTooHigh.code)])
    return once(lambda: _lay_down(actor, answer_id, draft), find)[0]


def _lay_down(actor: Actor, answer_id: UUID, draft: MarkDraft) -> OpenMark:
    """Two markers at once take turns at the answer's row: one is the first, the other the second."""
    answer = lock_row(OpenAnswer.select().where(OpenAnswer.id == answer_id))
    marks = list(OpenMark.select().where(OpenMark.answer_id == answer_id).order_by(OpenMark.at, OpenMark.id))
    done = answer.state in {AnswerState.DONE.value, AnswerState.MOOT.value}
    if any(mark.id == draft.id for mark in marks):  # a twin of this very request was faster
        return next(mark for mark in marks if mark.id == draft.id)
    if done or is_of_actor(actor, [mark.by_account_id for mark in marks]):
        raise AlreadyMarked(answer_id=str(answer_id))
    mark = OpenMark.create(
        id=draft.id,
        answer_id=answer_id,
        role=next_role(len(marks)).value,
        points_x100=draft.points_x100,
        ticked=list(draft.ticked),
        note=draft.note,
        by_account_id=actor.account_id,
        by_name=actor.name,
        at=clock.now(),
    )
    given = [one.points_x100 for one in marks] + [draft.points_x100]
    state, points = settle_marks(given, answer.worth_x100, most_difference_on(clock.beijing_day(answer.at)))
    OpenAnswer.update(state=state.value, points_x100=points).where(OpenAnswer.id == answer_id).execute()
    details = {"attempt_id": str(answer.attempt_id), "answer_id": str(answer_id), "state": state.value}
    record_event(actor, "open_answer.marked", subject=mark, details=details)
    return mark
