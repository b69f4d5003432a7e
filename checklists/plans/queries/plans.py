"""Reads of plans: those of the own agency and of agencies above and below, and a unit's own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import ModelSelect, fn

from checklists.plans.models import Plan, PlanRun, PlanState
from checklists.plans.queries.units import Owner
from checklists.plans.rules.drafts import PlanDraft, from_plain
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id
from server.units.agencies.rules import POLICE, AgencyKind, numbers_of_path
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach, scope_of
from server.web.paging import decode_cursor, page

RUNS_SHOWN = 10
_DRAFT = (
    "title", "kind", "selection", "template_mode", "template_ids", "schedule", "spread", "working_days_only",
    "grace_days", "assignment", "officer_ids", "starts_on", "ends_on",
)  # fmt: skip


@dataclass(frozen=True)
class PlanFilter:
    kind: str | None = None
    state: str | None = None
    limit: int = 50
    after: str | None = None


def plans_within_reach(actor: Actor) -> ModelSelect:
    """A unit's people see their own unit's plans only: they do not learn when the police will come."""
    scope = scope_of(actor)
    query = Plan.select()
    if scope.everything:
        return query
    if scope.agency_id is None:
        return query.where(Plan.unit_id == scope.unit_id, Plan.unit_id.is_null(False))
    own = Agency.get_by_id(scope.agency_id)
    line = Agency.select(Agency.id).where(
        Agency.path.startswith(own.path) | Agency.number.in_(numbers_of_path(own.path))
    )
    return query.where(Plan.agency_id.in_(line) | (Plan.unit_id.is_null(False) & is_within_reach(actor, Plan.unit_id)))


def plan_within_reach(actor: Actor, id: UUID) -> Plan:
    """Raises NotFound."""
    plan = plans_within_reach(actor).where(Plan.id == id).first()
    if plan is None:
        raise NotFound(plan_id=str(id))
    return plan


def find_plans(actor: Actor, wanted: PlanFilter) -> dict[str, Any]:
    """A page of plans, newest first."""
    query = plans_within_reach(actor).order_by(Plan.id.desc())
    for name in ("kind", "state"):
        if getattr(wanted, name) is not None:
            query = query.where(getattr(Plan, name) == getattr(wanted, name))
    if wanted.after:
        query = query.where(Plan.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda plan: (plan.id,))
    return {**found, "items": shapes(actor, found["items"])}


def running_plan_ids() -> list[UUID]:
    """Agencies' and units' plans that make tasks, the oldest first."""
    return [row.id for row in Plan.select(Plan.id).where(Plan.state == "running").order_by(Plan.id)]


def last_run(plan: Plan, today: date) -> PlanRun | None:
    """The latest run, on today at most, that came to an end since the plan was set running; None before the first.

    A run on a day still to come was a clock set wrong: it has not seen what lies between.
    """
    ended = PlanRun.select().where(
        (PlanRun.plan_id == plan.id) & PlanRun.ended_at.is_null(False) & PlanRun.day.between(plan.active_from, today)
    )
    found: PlanRun | None = ended.order_by(PlanRun.day.desc(), PlanRun.began_at.desc()).first()
    return found


def owner_of(plan: Plan) -> Owner:
    return Owner(plan.agency_id, plan.unit_id)


def owner_of_actor(actor: Actor) -> Owner:
    """Raises NotFound for somebody of no agency and no unit."""
    if actor.agency_id is None and actor.unit_id is None:
        raise NotFound()
    return Owner(actor.agency_id, None if actor.agency_id else actor.unit_id)


def owner_kind(owner: Owner) -> str:
    """police, department or unit; a government plans no checks, and so is none of them."""
    if owner.agency_id is None:
        return "unit"
    kind = AgencyKind(Agency.get_by_id(owner.agency_id).kind)
    return "police" if kind in POLICE else kind.value


def draft_of(plan: Plan) -> PlanDraft:
    return from_plain(plan.id, {name: getattr(plan, name) for name in _DRAFT})


def shapes(actor: Actor, plans: list[Plan]) -> list[dict[str, Any]]:
    """Plans in their wire shape; 5 queries, however many."""
    agencies = agencies_by_id(plan.agency_id for plan in plans)
    units = unit_names([plan.unit_id for plan in plans if plan.unit_id])
    runs = _latest_runs([plan.id for plan in plans])
    made = _made_by([plan.id for plan in plans])
    owner = (actor.agency_id, None if actor.agency_id else actor.unit_id)
    return [
        {
            "id": plan.id,
            **{name: getattr(plan, name) for name in _DRAFT},
            "agency_id": plan.agency_id,
            "unit_id": plan.unit_id,
            "owner_name": agencies[plan.agency_id].name if plan.agency_id else units.get(plan.unit_id, ""),
            "state": plan.state,
            "active_from": plan.active_from,
            "created_at": plan.created_at,
            "version": plan.version,
            "is_mine": actor.may("plan.edit") and (plan.agency_id, plan.unit_id) == owner,
            "last_run": runs.get(plan.id),
            "tasks_made": made.get(plan.id, 0),
        }
        for plan in plans
    ]


def history_of(plan_id: UUID) -> dict[str, Any]:
    """The plan's steps and its last runs; 2 queries."""
    runs = PlanRun.select().where(PlanRun.plan_id == plan_id).order_by(PlanRun.began_at.desc()).limit(RUNS_SHOWN)
    return {
        "states": list(PlanState.select().where(PlanState.plan_id == plan_id).order_by(PlanState.at, PlanState.id)),
        "runs": list(runs),
    }


def _made_by(ids: Collection[UUID]) -> dict[UUID, int]:
    rows = PlanRun.select(PlanRun.plan_id, fn.SUM(PlanRun.made)).where(PlanRun.plan_id.in_(list(ids)))
    return {plan_id: int(made) for plan_id, made in rows.group_by(PlanRun.plan_id).tuples()} if ids else {}


def _latest_runs(ids: Collection[UUID]) -> dict[UUID, PlanRun]:
    later = PlanRun.alias()
    newer = later.select(later.id).where((later.plan_id == PlanRun.plan_id) & (later.began_at > PlanRun.began_at))
    rows = PlanRun.select().where(PlanRun.plan_id.in_(list(ids)) & ~fn.EXISTS(newer)) if ids else ()
    return {row.plan_id: row for row in rows}
