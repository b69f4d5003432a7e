"""What an execution waits for, as rows of the penalties' to-do: renewed after each act and each delivery."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from reports.executions.queries import around_of, course_of, execution_rows
from reports.executions.rules import Around, Course, owed_on, windows_of
from reports.penalties.models import PenaltyCase, PenaltyDeadline
from reports.penalties.queries.cases import decision_of
from reports.penalties.services.deadlines import end_deadlines
from reports.penalties.services.filing import lock_case
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM

CODES = ("payment", "court_application", "postponement")


def start_terms(case_id: UUID, delivery_id: UUID) -> None:
    """A decision or demand was delivered, or its record voided: what waits is renewed. Run twice it changes nothing."""
    with database.atomic():
        case = lock_case(case_id)
        decision, rows = decision_of(case.id), execution_rows([case.id])[case.id]
        renew_deadlines(case, delivery_id, course_of(decision, rows), around_of(case, decision, rows))
        record_event(SYSTEM, "execution.terms_started", subject=case, about_unit_id=case.unit_id)


def renew_deadlines(case: PenaltyCase, cause_id: UUID, course: Course, around: Around) -> None:
    """Open what should wait now, end what waits and should not; inside the transaction of its cause."""
    wanted = _wanted(course, around)
    waiting = PenaltyDeadline.select().where(
        (PenaltyDeadline.case_id == case.id) & PenaltyDeadline.code.in_(CODES) & PenaltyDeadline.ended_at.is_null()  # type: ignore[union-attr]
    )
    standing = {row.code: row.due_on for row in waiting}
    over = [code for code, due_on in standing.items() if wanted.get(code) != due_on]
    if over:
        end_deadlines(case.id, cause_id, over)
    for code, due_on in wanted.items():
        if standing.get(code) != due_on:
            PenaltyDeadline.create(
                id=new_id(),
                case_id=case.id,
                unit_id=case.unit_id,
                agency_id=case.agency_id,
                act_id=cause_id,
                code=code,
                due_on=due_on,
                is_certain=not around.calendar.unloaded(clock.today(), due_on),
            )


def _wanted(course: Course, around: Around) -> dict[str, date]:
    """Code → day: the next payment; and once a demand stands, the last day to go to court."""
    if course.annulled_on or course.ending or course.closed_on or around.delivered_on is None or not course.fine_fen:
        return {}
    owed, wanted = owed_on(course, around), {}
    if owed.due_on is not None:
        wanted["payment"] = owed.due_on
    until = windows_of(course, around).court_until
    if owed.fine_open_fen and course.demand and course.court is None and until is not None:
        wanted["court_application"] = until
    return wanted
