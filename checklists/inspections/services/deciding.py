"""A person chooses which answer counts where parts of a check differ."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from checklists.inspections.errors import NoSuchConflict
from checklists.inspections.models import Inspection, MergeDecision
from checklists.inspections.queries import check_of, inspection_within_reach, versions_inspected_for
from checklists.inspections.services.settling import Settlement, drafts_of_check, settle_hazards
from checklists.tasks.services import end_if_done, hold_task
from server.core import clock
from server.core.clock import beijing_day
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once


@dataclass(frozen=True)
class DecisionDraft:
    """``chosen_id`` is the part, by the id under which it was first sent."""

    id: UUID
    subject: str
    chosen_id: UUID
    reason: str


def decide(actor: Actor, inspection_id: UUID, draft: DecisionDraft) -> Inspection:
    """Have one part's answer count, and settle the hazards by it; sent twice it is decided once. A later decision on
    the same subject supersedes this one, which stays.

    Raises NotFound, NoSuchConflict, ResubmissionConflict.
    """
    inspection = inspection_within_reach(actor, inspection_id)
    known = {
        "subject": draft.subject, "chosen_id": draft.chosen_id, "reason": draft.reason,
        "by_account_id": actor.account_id, "part_of": inspection.part_of,
    }  # fmt: skip
    if find_resubmitted(MergeDecision, draft.id, **known):
        return inspection

    def create() -> MergeDecision:
        if inspection.part_of is None:
            raise _no_such(draft)
        hold_task(inspection.part_of)
        check = check_of(inspection)
        open_to_choice = {one.subject: one.answers for one in check.whole.disagreements} if check else {}
        if draft.chosen_id not in open_to_choice.get(draft.subject, {}):
            raise _no_such(draft)
        decision = MergeDecision.create(
            id=draft.id,
            template_version_id=inspection.template_version_id,
            at=clock.now(),
            by_name=actor.name,
            **known,
        )
        _settle(actor, inspection, f"分工记录不一致，经认定：{draft.reason}")
        end_if_done(actor, inspection.part_of, lambda: versions_inspected_for(inspection.part_of))
        details = {"subject": draft.subject, "chosen_id": str(draft.chosen_id), "inspection_id": str(inspection.id)}
        record_event(actor, "inspection.decided", subject=decision, about_unit_id=inspection.unit_id, details=details)
        return decision

    once(create, lambda: find_resubmitted(MergeDecision, draft.id, **known))
    return inspection


def _no_such(draft: DecisionDraft) -> NoSuchConflict:
    return NoSuchConflict(fields=[FieldProblem("subject", NoSuchConflict.title, NoSuchConflict.code)])


def _settle(actor: Actor, inspection: Inspection, reason: str) -> None:
    check = check_of(inspection)
    if check is None:
        raise RuntimeError("a part was decided on that belongs to no check")
    drafts = drafts_of_check(check, inspection.unit_id)
    found_on = beijing_day(min(row.received_at for row in check.latest.values()))
    settle_hazards(actor, Settlement(inspection, check.record_ids, drafts, check.whole.sources, reason, found_on))
