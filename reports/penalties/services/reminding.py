"""Officers are told when a day comes near, and when it has gone by."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from reports.penalties.models import PenaltyCase, PenaltyDeadline
from reports.penalties.queries.cases import act_rows, standing_of
from reports.penalties.queries.terms import terms_on
from reports.penalties.services.telling import SUBJECT
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.permissions import SYSTEM

WORDS = {
    "decision": "作出处罚决定",
    "preservation": "对先行登记保存的证据作出处理决定",
    "hearing_window": "当事人申请听证的期限届满",
    "hearing_day": "举行听证",
    "spot_report": "当场处罚报所属机关备案",
}
OTHER = "办理"


def remind_of_deadlines() -> int:
    """Tell the officers of each case what is near, once for each day told of beforehand; how many lines.

    The days beforehand are a dated term. What has gone by is told once more.
    """
    today, near = clock.today(), sorted(terms_on().values["reminder_days"])
    if not near:
        return 0
    rows = list(
        PenaltyDeadline.select().where(
            PenaltyDeadline.ended_at.is_null()  # type: ignore[union-attr]
            & (PenaltyDeadline.due_on <= today + timedelta(days=near[-1]))
        )
    )
    if not rows:
        return 0
    officers = _officers({row.case_id for row in rows})
    drafts = [
        _notice(row, person_id, stage)
        for row in rows
        for stage in [_stage((row.due_on - today).days, near)]
        for person_id in officers[row.case_id]
    ]
    with database.atomic():
        notify_all(drafts)
        record_event(SYSTEM, "penalty.reminded", subject=rows[0], details={"count": len(drafts)})
    return len(drafts)


def _stage(days_left: int, near: list[int]) -> int:
    """The nearest day told of beforehand that has come; -1 once it has gone by."""
    return -1 if days_left < 0 else next(days for days in near if days_left <= days)


def _officers(case_ids: set[UUID]) -> dict[UUID, list[UUID]]:
    cases = PenaltyCase.select().where(PenaltyCase.id.in_(list(case_ids)))  # type: ignore[attr-defined]
    acts = act_rows(case_ids)
    return {case.id: sorted(standing_of(case, acts[case.id]).officers) for case in cases}


def _notice(row: PenaltyDeadline, person_id: UUID, stage: int) -> NoticeDraft:
    what = WORDS.get(row.code, OTHER)
    text = f"处罚案件期限：{what}，最后一日 {row.due_on.isoformat()}"
    return NoticeDraft(
        kind="penalty.deadline",
        key=f"penalty_deadline:{row.id}:{stage}:{person_id}",
        text=f"已超过{text}" if stage < 0 else text,
        subject_type=SUBJECT,
        subject_id=row.case_id,
        unit_id=row.unit_id,
        person_id=person_id,
        due_on=row.due_on,
    )
