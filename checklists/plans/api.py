"""Plans over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.plans.models import Plan
from checklists.plans.queries import plans as reads
from checklists.plans.queries.presets import presets_for
from checklists.plans.queries.preview import preview
from checklists.plans.queries.units import Owner
from checklists.plans.rules.drafts import PlanDraft, from_plain
from checklists.plans.schemas import (
    NewPlanSchema,
    PlanContentSchema,
    PlanFileSchema,
    PlanQuery,
    PlanSchema,
    PlanStepSchema,
    PresetsSchema,
    PreviewSchema,
)
from checklists.plans.services import planning
from server.core import clock
from server.core.ids import new_id
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.paging import page_schema

blueprint = Blueprint("plans", __name__, url_prefix="/api/v1", description="检查计划")


@blueprint.route("/plans")
class Plans(MethodView):
    @requires("plan.view")
    @blueprint.arguments(PlanQuery, location="query")
    @blueprint.response(200, page_schema(PlanSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Plans, newest first."""
        return reads.find_plans(current_actor(), reads.PlanFilter(**query))

    @requires("plan.edit")
    @blueprint.arguments(NewPlanSchema)
    @blueprint.response(201, PlanSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Write a plan and set it running."""
        id = payload.pop("id")
        return _shape(planning.write_plan(current_actor(), from_plain(id, payload)))


@blueprint.route("/plans/<uuid:id>")
class OnePlan(MethodView):
    @requires("plan.view")
    @blueprint.response(200, PlanFileSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One plan with its steps and its last runs."""
        plan = reads.plan_within_reach(current_actor(), id)
        return {**_shape(plan), **reads.history_of(id)}

    @requires("plan.edit")
    @blueprint.arguments(PlanContentSchema)
    @blueprint.response(200, PlanSchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Change what a plan says from now on (needs If-Match)."""
        plan = reads.plan_within_reach(current_actor(), id)
        check_if_match(plan)
        return _shape(planning.revise_plan(current_actor(), plan, from_plain(id, payload)))


@blueprint.route("/plans/<uuid:id>/states")
class PlanStates(MethodView):
    @requires("plan.edit")
    @blueprint.arguments(PlanStepSchema)
    @blueprint.response(201, PlanSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Pause a plan, let it go on, or end it."""
        return _shape(planning.move_plan(current_actor(), id, planning.Step(**payload)))


@blueprint.route("/plans/<uuid:id>/preview")
class PlanPreview(MethodView):
    @requires("plan.view")
    @blueprint.response(200, PreviewSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """What a plan makes in the next twelve months."""
        plan = reads.plan_within_reach(current_actor(), id)
        draft = reads.draft_of(plan)
        return {**preview(reads.owner_of(plan), draft, plan.active_from, clock.today()), "problems": []}


@blueprint.route("/plan-previews")
class DraftPreview(MethodView):
    @requires("plan.edit")
    @blueprint.arguments(PlanContentSchema)
    @blueprint.response(200, PreviewSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """What a draft would make in the next twelve months, and what keeps it from being a plan; nothing is kept."""
        actor = current_actor()
        owner, draft = reads.owner_of_actor(actor), from_plain(new_id(), payload)
        return _preview_draft(owner, draft, planning.problems_of(actor, owner, draft))


@blueprint.route("/plan-presets")
class Presets(MethodView):
    @requires("plan.edit")
    @blueprint.response(200, PresetsSchema)
    def get(self) -> dict[str, Any]:
        """Suggested plans to begin from."""
        return presets_for(current_actor())


def _preview_draft(owner: Owner, draft: PlanDraft, found: list[Any]) -> dict[str, Any]:
    today = clock.today()
    problems = [
        {"field": field.field, "code": problem.code, "message": field.message}
        for problem in found
        for field in problem.fields
    ]
    if any(row["field"].startswith("schedule") for row in problems):  # nothing to be worked out
        empty = {"matching": 0, "total": 0, "months": [], "first": [], "unloaded_years": []}
        return {**empty, "problems": problems}
    return {**preview(owner, draft, today, today), "problems": problems}


def _shape(plan: Plan) -> dict[str, Any]:
    send_etag(plan)
    return reads.shapes(current_actor(), [plan])[0]
