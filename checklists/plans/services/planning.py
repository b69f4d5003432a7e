"""Acts on plans: write, revise, and start, pause or end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from checklists.plans.errors import PlanEnded, PlanNeverFires, PlanUnchanged
from checklists.plans.models import Plan, PlanState
from checklists.plans.queries.plans import owner_kind, owner_of, owner_of_actor, plan_within_reach
from checklists.plans.queries.units import Owner, count_matching
from checklists.plans.rules.drafts import PlanDraft, check_next_state, find_problems, to_plain
from checklists.plans.rules.rosters import OFFICERS_A_CHECK
from checklists.tasks.errors import OfficersTooFew, TemplateNotPublished
from checklists.templates.queries import current_versions
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem, Forbidden, ResubmissionConflict, RuleViolation
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.people.queries import person_within_reach, qualified_officers


@dataclass(frozen=True)
class Step:
    """A plan is set running, paused or ended; ``id`` makes it happen once."""

    id: UUID
    state: str
    reason: str


def write_plan(actor: Actor, draft: PlanDraft) -> Plan:
    """Write a plan and set it running; a draft sent twice is one plan.

    Raises Forbidden, NotFound (an officer out of reach), KindNotYours, AssignmentUnfit, PlanNeverFires,
    PlanAlwaysFires, WindowsOverlap, OfficersTooFew, TemplateNotPublished, ResubmissionConflict.
    """
    actor.check("plan.edit")
    draft_hash = _hash(draft)

    def find() -> Plan | None:
        return find_resubmitted(Plan, draft.id, draft_hash=draft_hash, created_by=actor.account_id)

    if earlier := find():
        return earlier
    owner = owner_of_actor(actor)
    check_plan(actor, owner, draft)

    def create() -> Plan:
        moment = clock.now()
        plan = Plan.create(
            id=draft.id,
            **_columns(draft),
            agency_id=owner.agency_id,
            unit_id=owner.unit_id,
            active_from=clock.today(),
            state="running",
            draft_hash=draft_hash,
            created_by=actor.account_id,
            created_at=moment,
            changed_at=moment,
        )
        _note_step(actor, plan, Step(new_id(), "running", ""))
        record_event(actor, "plan.written", subject=plan, about_unit_id=owner.unit_id, details={"kind": draft.kind})
        return plan

    return once(create, find)[0]


def revise_plan(actor: Actor, plan: Plan, draft: PlanDraft) -> Plan:
    """Write what a plan says from now on; tasks already made stay.

    Raises Forbidden, PlanEnded, Stale, and what ``write_plan`` raises.
    """
    _check_own(actor, plan)
    if plan.state == "ended":
        raise PlanEnded()
    check_plan(actor, owner_of(plan), draft)
    with database.atomic():
        save_versioned(plan, {**_columns(draft), "changed_at": clock.now()})
        details = {"version": plan.version}
        record_event(actor, "plan.revised", subject=plan, about_unit_id=plan.unit_id, details=details)
    return plan


def move_plan(actor: Actor, id: UUID, step: Step) -> Plan:
    """Pause, go on or end; a step sent twice is taken once. What a pause let pass is not made up.

    Raises NotFound, Forbidden, PlanEnded, PlanUnchanged, ResubmissionConflict.
    """
    plan = plan_within_reach(actor, id)
    _check_own(actor, plan)
    with database.atomic():
        lock_row(Plan.select(Plan.id).where(Plan.id == id))
        plan = Plan.get_by_id(id)
        if earlier := PlanState.get_or_none(PlanState.id == step.id):
            if (earlier.plan_id, earlier.state, earlier.reason) != (id, step.state, step.reason):
                raise ResubmissionConflict(id=str(step.id))
            return plan
        if plan.state == "ended":
            raise PlanEnded()
        if not check_next_state(plan.state, step.state):
            raise PlanUnchanged(state=plan.state)
        changes: dict[str, object] = {"state": step.state, "changed_at": clock.now()}
        if step.state == "running":
            changes["active_from"] = clock.today()
        save_versioned(plan, changes)
        _note_step(actor, plan, step)
        details = {"state": step.state}
        record_event(actor, "plan.moved", subject=plan, about_unit_id=plan.unit_id, details=details)
    return plan


def check_plan(actor: Actor, owner: Owner, draft: PlanDraft) -> None:
    """Raises the first thing that is wrong, as ``write_plan`` lists them."""
    for problem in problems_of(actor, owner, draft):
        raise problem


def problems_of(actor: Actor, owner: Owner, draft: PlanDraft) -> list[RuleViolation]:
    """Everything that keeps a draft from being a plan. Raises NotFound for an officer out of reach."""
    matching = count_matching(owner, draft.selection)
    problems = list(find_problems(draft, owner_kind(owner), clock.today(), matching))
    if draft.assignment == "named":
        for id in draft.officer_ids:
            person_within_reach(actor, id)
        fit = set(qualified_officers(draft.officer_ids))
        if len(fit) < OFFICERS_A_CHECK or len(fit) != len(draft.officer_ids):
            problems.append(_problem(OfficersTooFew, "officer_ids"))
    if draft.template_mode == "explicit":
        if not draft.template_ids:
            problems.append(
                PlanNeverFires(fields=[FieldProblem("template_ids", "没有选择检查表", PlanNeverFires.code)])
            )
        elif len(current_versions(draft.template_ids)) != len(draft.template_ids):
            problems.append(_problem(TemplateNotPublished, "template_ids"))
    return problems


def _problem(error: type[RuleViolation], where: str) -> RuleViolation:
    return error(fields=[FieldProblem(where, error.title, error.code)])


def _check_own(actor: Actor, plan: Plan) -> None:
    actor.check("plan.edit")
    if actor.account_id is not None and owner_of(plan) != owner_of_actor(actor):
        raise Forbidden("只有制定计划的机构可以改动它")


def _note_step(actor: Actor, plan: Plan, step: Step) -> None:
    PlanState.create(
        id=step.id,
        plan_id=plan.id,
        state=step.state,
        reason=step.reason,
        at=clock.now(),
        by_account_id=actor.account_id,
    )


def _columns(draft: PlanDraft) -> dict[str, Any]:
    return to_plain(draft)


def _hash(draft: PlanDraft) -> str:
    plain = to_plain(draft)
    return content_hash(
        {**plain, **{name: plain[name] and plain[name].isoformat() for name in ("starts_on", "ends_on")}}
    )
