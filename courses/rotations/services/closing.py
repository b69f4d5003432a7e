"""At the end of a year its 未轮训 list is frozen: who has neither done the rotation nor is excused, and why."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from courses.rotations.errors import CycleNotOver
from courses.rotations.models import Enrolment, MissedRotation, RotationCycle
from courses.rotations.queries.cycles import counts_by
from courses.rotations.queries.due import open_cycles
from courses.rotations.rules import Counts, EnrolmentState, why_missed
from courses.rotations.services.enrolling import bring_up, keep_up_cycle
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.statements import insert_rows

#: Phones that were out of reach on the last day still bring what was learned before it.
GRACE = timedelta(days=10)
BATCH = 200


def close_cycle(actor: Actor, cycle_id: UUID) -> RotationCycle:
    """Freeze a cycle that is over: counts, and the list of those missing with the reason. Closed twice it is one.

    Raises CycleNotOver.  Source: JN-3.4a.
    """
    keep_up_cycle(cycle_id)  # the bulk in small transactions; what came since is brought up below
    with database.atomic():
        take_turn(actor)
        cycle = lock_row(RotationCycle.select().where(RotationCycle.id == cycle_id))
        if cycle.closed_at is not None:
            return cycle  # type: ignore[no-any-return]
        if clock.today() < cycle.ends_on:
            raise CycleNotOver()
        while bring_up(cycle):
            pass
        _freeze(cycle)
        counts = counts_by(Enrolment.cycle_id, Enrolment.cycle_id == cycle.id).get(cycle.id, Counts())
        told = {**vars(counts), "should": counts.should}
        cycle.closed_at, cycle.closed_counts, cycle.version = clock.now(), told, cycle.version + 1
        cycle.save()
        record_event(actor, "rotation.closed", subject=cycle, about_unit_id=cycle.unit_id, details=told)
    return cycle  # type: ignore[no-any-return]


def _freeze(cycle: RotationCycle) -> None:
    missing = (Enrolment.cycle_id == cycle.id) & (Enrolment.state == EnrolmentState.ACTIVE.value)
    rows = [
        MissedRotation(
            id=new_id(),
            cycle_id=cycle.id,
            enrolment_id=row.id,
            person_id=row.person_id,
            unit_id=row.unit_id,
            agency_id=row.agency_id,
            area_code=row.area_code,
            reason=why_missed(row.seconds, required_seconds=cycle.required_seconds).value,
            seconds=row.seconds,
        )
        for row in Enrolment.select().where(missing).order_by(Enrolment.id)
    ]
    for start in range(0, len(rows), BATCH):
        insert_rows(rows[start : start + BATCH])


def close_ended_cycles() -> int:
    """Close what ended so long ago that nothing is under way any more; how many. Source: JN-3.4a."""
    over = [cycle for cycle in open_cycles() if cycle.ends_on + GRACE < clock.today()]
    for cycle in over:
        close_cycle(SYSTEM, cycle.id)
    return len(over)
