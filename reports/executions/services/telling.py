"""Who is told of what follows a decision: both responsible persons of the unit, and the case's officers."""

from __future__ import annotations

from uuid import UUID

from reports.executions.models import ExecutionAct
from reports.penalties.models import PenaltyCase
from reports.penalties.queries.cases import act_rows, standing_of
from reports.penalties.queries.responsible import responsible_persons
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all

TO_UNIT = {
    "payment": "已登记缴款凭据：{number}",
    "postponement_reply": "延期、分期缴纳罚款的申请已经答复：{number}",
    "demand": "请履行行政处罚决定，催告书将另行送达：{number}",
    "enforcement_end": "行政处罚决定已经终结执行：{number}",
    "annulment": "行政处罚决定已经撤销：{number}",
    "refund": "已退还缴纳的款项：{number}",
}
TO_OFFICERS = {
    "postponement_reply": "延期、分期缴纳申请已经答复：{number}",
    "enforcement_end": "行政处罚决定已经终结执行：{number}",
    "annulment": "行政处罚决定已经撤销：{number}",
    "closing": "案件已经结案：{number}",
}


def tell(case: PenaltyCase, act: ExecutionAct, number: str) -> None:
    """Tell whom the act concerns, each for themselves; inside the act's transaction."""
    kind = "annulment" if act.details.get("outcome") == "annulled" else act.kind
    drafts: list[NoticeDraft] = []
    if text := TO_UNIT.get(kind):
        people = [person["person_id"] for person in responsible_persons(case.unit_id)]
        drafts += [_draft(case, act, person_id, text.format(number=number), "responsible") for person_id in people]
    if text := TO_OFFICERS.get(kind):
        officers = standing_of(case, act_rows([case.id])[case.id]).officers - {act.by_person_id}
        drafts += [_draft(case, act, person_id, text.format(number=number), "officer") for person_id in officers]
    notify_all(drafts)


def _draft(case: PenaltyCase, act: ExecutionAct, person_id: UUID, text: str, as_what: str) -> NoticeDraft:
    return NoticeDraft(
        kind=f"execution.{act.kind}",
        key=f"execution:{act.id}:{as_what}:{person_id}",
        text=text,
        subject_type="penalty_case",
        subject_id=case.id,
        unit_id=case.unit_id,
        person_id=person_id,
    )
