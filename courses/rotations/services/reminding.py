"""People are told so many days before the end what they still lack, and their units how many lack something."""

from __future__ import annotations

from uuid import UUID

from peewee import fn

from courses.rotations.models import Enrolment, RotationCycle
from courses.rotations.queries.due import open_cycles
from courses.rotations.rules import EnrolmentState, reminder_due
from server.alerts.notices.models import Notice
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all
from server.core import clock
from server.core.database import database
from server.core.events import record_event, take_turn
from server.core.permissions import SYSTEM

BATCH = 500


def remind_people() -> int:
    """Tell everybody who still lacks something of a cycle whose reminder stands; how many notices were new.

    A night that was missed is made up for; run twice it tells once. Source: JN-3.4a.
    """
    told = 0
    for cycle in open_cycles():
        days_left = (cycle.ends_on - clock.today()).days
        stage = reminder_due(cycle.remind_days, days_left) if clock.today() >= cycle.opens_on else None
        if stage is not None:
            told += _remind(cycle, stage)
    return told


def _remind(cycle: RotationCycle, stage: int) -> int:
    told = 0
    after: UUID | None = None
    lacking = (Enrolment.cycle_id == cycle.id) & (Enrolment.state == EnrolmentState.ACTIVE.value)
    while True:
        query = Enrolment.select().where(lacking).order_by(Enrolment.id).limit(BATCH)
        rows = list(query.where(Enrolment.id > after) if after else query)
        told += _tell(cycle, [_to_person(cycle, row, stage) for row in rows])
        if len(rows) < BATCH:
            break
        after = rows[-1].id
    counts = Enrolment.select(Enrolment.unit_id, fn.COUNT(Enrolment.id)).where(
        lacking & Enrolment.unit_id.is_null(False)
    )
    units = list(counts.group_by(Enrolment.unit_id).tuples())
    for start in range(0, len(units), BATCH):
        told += _tell(cycle, [_to_unit(cycle, unit_id, n, stage) for unit_id, n in units[start : start + BATCH]])
    return told


def _to_person(cycle: RotationCycle, row: Enrolment, stage: int) -> NoticeDraft:
    lacks = max(0, cycle.required_seconds - row.seconds)
    hours = f"还差 {lacks / 3600:.1f} 学时" if lacks else "学时已够"
    exam = "，考试未通过" if cycle.exam_required and row.exam_passed_at is None else ""
    return NoticeDraft(
        kind="rotation.due",
        key=f"rotation.due:{row.id}:{stage}",
        text=f"{cycle.title}：{hours}{exam}，请在{cycle.ends_on:%m月%d日}前完成。",
        subject_type="rotation_cycle",
        subject_id=cycle.id,
        person_id=row.person_id,
        due_on=cycle.ends_on,
    )


def _to_unit(cycle: RotationCycle, unit_id: UUID, count: int, stage: int) -> NoticeDraft:
    return NoticeDraft(
        kind="rotation.due",
        key=f"rotation.due:{cycle.id}:{unit_id}:{stage}",
        text=f"{cycle.title}：本单位还有 {count} 人未完成，{cycle.ends_on:%m月%d日}截止。",
        subject_type="rotation_cycle",
        subject_id=cycle.id,
        unit_id=unit_id,
        due_on=cycle.ends_on,
        permission="rotation.view",
    )


def _tell(cycle: RotationCycle, drafts: list[NoticeDraft]) -> int:
    if not drafts:
        return 0
    with database.atomic():
        take_turn(SYSTEM)
        keys = [draft.key for draft in drafts]
        known = {row.key for row in Notice.select(Notice.key).where(Notice.key.in_(keys))}
        fresh = [draft for draft in drafts if draft.key not in known]
        notify_all(fresh)
        if fresh:
            record_event(SYSTEM, "rotation.reminded", subject=cycle, details={"count": len(fresh)})
    return len(fresh)
