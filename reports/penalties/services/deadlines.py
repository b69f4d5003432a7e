"""What a case waits for, as rows: opened by one act, ended by another, inside the transaction of each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from reports.penalties.models import PenaltyAct, PenaltyCase, PenaltyDeadline
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.units.calendar.rules import WorkingCalendar

#: What waits for nothing once the case has ended.
OF_A_RUNNING_CASE = ("hearing_window", "hearing_day", "decision")


def open_deadline(
    case: PenaltyCase,
    act: PenaltyAct,
    code: str,
    due_on: date,
    calendar: WorkingCalendar,
    *,
    due_at: datetime | None = None,
    takes_over: bool = True,
) -> None:
    """Note what must happen by a day; what waited under the same code before is taken over, if it is said so."""
    if not database.in_transaction():
        raise RuntimeError("a deadline belongs to the transaction of its act")
    if takes_over:
        end_deadlines(case.id, act.id, [code])
    PenaltyDeadline.create(
        id=new_id(),
        case_id=case.id,
        unit_id=case.unit_id,
        agency_id=case.agency_id,
        act_id=act.id,
        code=code,
        due_on=due_on,
        due_at=due_at,
        is_certain=not calendar.unloaded(act.acted_on, due_on),
    )


def end_deadlines(
    case_id: UUID, act_id: UUID, codes: Collection[str] | None = None, of_act: UUID | None = None
) -> None:
    """End what waits under these codes (default: all of the case), or what one act opened."""
    if not database.in_transaction():
        raise RuntimeError("a deadline belongs to the transaction of its act")
    waiting = (PenaltyDeadline.case_id == case_id) & PenaltyDeadline.ended_at.is_null()  # type: ignore[union-attr]
    if codes is not None:
        waiting &= PenaltyDeadline.code.in_(list(codes))
    if of_act is not None:
        waiting &= PenaltyDeadline.act_id == of_act
    PenaltyDeadline.update(ended_by_id=act_id, ended_at=clock.now()).where(waiting).execute()
