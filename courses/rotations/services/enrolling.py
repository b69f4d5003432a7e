"""Nobody falls between: everybody of an audience is in its cycles, from the day they come to the day they go."""

from __future__ import annotations

from uuid import UUID

from courses.rotations.models import Enrolment, RotationCycle
from courses.rotations.queries import due
from courses.rotations.rules import EnrolmentState
from courses.rotations.services.crediting import settle
from courses.trainees.models import Trainee
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.core.statements import insert_rows

BATCH = 500


def keep_up_cycle(cycle_id: UUID, person_id: UUID | None = None) -> int:
    """Enrol who came, mark who left, take back who returned; how many rows changed. Run twice it changes nothing.

    A batch at a time, each in a transaction of its own. Source: JN-3.4a.
    """
    total = 0
    while True:
        with database.atomic():
            take_turn(SYSTEM)
            cycle = lock_row(RotationCycle.select().where(RotationCycle.id == cycle_id))
            if cycle is None or cycle.closed_at is not None:
                return total
            changed = bring_up(cycle, person_id)
            if changed:
                record_event(SYSTEM, "rotation.kept_up", subject=cycle, details={"changed": changed})
        total += changed
        if changed < BATCH:
            return total


def keep_up_person(person_id: UUID) -> int:
    """Bring all open cycles up to date for one person, who came, went or moved; how many rows changed."""
    return sum(keep_up_cycle(cycle.id, person_id) for cycle in due.open_cycles())


def keep_up_all() -> int:
    """Bring all open cycles up to date; how many rows changed."""
    return sum(keep_up_cycle(cycle.id) for cycle in due.open_cycles())


def bring_up(cycle: RotationCycle, person_id: UUID | None = None) -> int:
    """One round inside a transaction that holds the cycle's row: at most a batch of newcomers; how many rows changed."""
    day = due.counting_day(cycle)
    changed = _mark_left(cycle, person_id) + _move(cycle, person_id)
    for enrolment in due.back(cycle, day, person_id):
        excused = bool(enrolment.excused_reason)
        enrolment.state = (EnrolmentState.EXCUSED if excused else EnrolmentState.ACTIVE).value
        settle(SYSTEM, enrolment, cycle)
        changed += 1
    return changed + _enrol(cycle, due.not_enrolled(cycle, day, person_id, BATCH))


def _mark_left(cycle: RotationCycle, person_id: UUID | None) -> int:
    """What is done stays done; who goes before is counted no longer."""
    going = Enrolment.state.in_([EnrolmentState.ACTIVE.value, EnrolmentState.EXCUSED.value])
    change = Enrolment.update(state=EnrolmentState.LEFT.value, version=Enrolment.version + 1)
    return int(change.where(going & due.gone(cycle, due.counting_day(cycle), person_id)).execute())


def _move(cycle: RotationCycle, person_id: UUID | None) -> int:
    rows = due.moved(cycle, due.counting_day(cycle), person_id)
    areas = due.area_codes([row[1] for row in rows], [row[2] for row in rows])
    for id, unit_id, agency_id in rows:
        area = areas.get(unit_id or agency_id or id, "")
        place = {"unit_id": unit_id, "agency_id": agency_id, "area_code": area}
        Enrolment.update(**place, version=Enrolment.version + 1).where(Enrolment.id == id).execute()
    return len(rows)


def _enrol(cycle: RotationCycle, newcomers: list[Trainee]) -> int:
    areas = due.area_codes([row.unit_id for row in newcomers], [row.agency_id for row in newcomers])
    moment = clock.now()
    rows = [
        Enrolment(
            id=new_id(),
            cycle_id=cycle.id,
            person_id=trainee.person_id,
            year=cycle.year,
            audience=cycle.audience,
            unit_id=trainee.unit_id,
            agency_id=trainee.agency_id,
            area_code=areas.get(trainee.unit_id or trainee.agency_id or cycle.id, ""),
            state=EnrolmentState.ACTIVE.value,
            created_at=moment,
        )
        for trainee in newcomers
    ]
    for start in range(0, len(rows), 100):
        insert_rows(rows[start : start + 100])
    learned = due.with_hours([row.person_id for row in rows], cycle.year)
    for row in rows:
        if row.person_id in learned or (not cycle.required_seconds and not cycle.exam_required):
            settle(SYSTEM, row, cycle)
    return len(rows)
