"""Patrols over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.patrols.models import PatrolPlan
from device_checks.patrols.queries import plans as reads
from device_checks.patrols.queries.availability import AvailabilityFilter, availability
from device_checks.patrols.rules.pacing import Pace
from device_checks.patrols.schemas import (
    AvailabilityQuery,
    CameraAvailabilitySchema,
    NewPatrolPlanSchema,
    NewPatrolRoundSchema,
    PatrolPlanContentSchema,
    PatrolPlanSchema,
    PatrolPlansSchema,
    PatrolRoundFileSchema,
    PatrolRoundQuery,
    PatrolRoundSchema,
)
from device_checks.patrols.services import planning, rounds
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.paging import page_schema

blueprint = Blueprint("patrols", __name__, url_prefix="/api/v1", description="视频巡检")


@blueprint.route("/patrol-plans")
class PatrolPlans(MethodView):
    @requires("patrol.view")
    @blueprint.response(200, PatrolPlansSchema)
    def get(self) -> dict[str, Any]:
        """Plans of the agencies in one's line, each with its latest round."""
        rows = list(reads.plans_within_reach(current_actor()).order_by(PatrolPlan.id.desc()).limit(200))
        return {"plans": _shapes(rows)}

    @requires("patrol.edit")
    @blueprint.arguments(NewPatrolPlanSchema)
    @blueprint.response(201, PatrolPlanSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Write a plan for the units that one's agency reaches."""
        id = payload.pop("id")
        return _shape(planning.write_patrol_plan(current_actor(), id, _draft(payload)))


@blueprint.route("/patrol-plans/<uuid:id>")
class OnePatrolPlan(MethodView):
    @requires("patrol.view")
    @blueprint.response(200, PatrolPlanSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One plan."""
        return _shape(reads.plan_within_reach(current_actor(), id))

    @requires("patrol.edit")
    @blueprint.arguments(PatrolPlanContentSchema)
    @blueprint.response(200, PatrolPlanSchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Change what a plan says from now on (needs If-Match)."""
        plan = reads.plan_within_reach(current_actor(), id)
        check_if_match(plan)
        return _shape(planning.revise_patrol_plan(current_actor(), plan, _draft(payload)))


@blueprint.route("/patrol-plans/<uuid:id>/rounds")
class RoundsOfPlan(MethodView):
    @requires("patrol.edit")
    @blueprint.arguments(NewPatrolRoundSchema)
    @blueprint.response(201, PatrolRoundSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Look at all cameras of a plan now."""
        plan = reads.plan_within_reach(current_actor(), id)
        return reads.round_shapes([rounds.start_round(current_actor(), plan, payload["id"])])[0]


@blueprint.route("/patrol-rounds")
class PatrolRounds(MethodView):
    @requires("patrol.view")
    @blueprint.arguments(PatrolRoundQuery, location="query")
    @blueprint.response(200, page_schema(PatrolRoundSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Rounds, the latest first, with their progress."""
        return reads.find_rounds(current_actor(), reads.RoundFilter(**query))


@blueprint.route("/patrol-rounds/<uuid:id>")
class OnePatrolRound(MethodView):
    @requires("patrol.view")
    @blueprint.response(200, PatrolRoundFileSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One round with its shards."""
        row = reads.round_within_reach(current_actor(), id)
        return {**reads.round_shapes([row])[0], "shards": reads.shard_shapes(id)}


@blueprint.route("/patrol-rounds/<uuid:id>/stop")
class StopPatrolRound(MethodView):
    @requires("patrol.edit")
    @blueprint.response(200, PatrolRoundSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Look no further; what was seen stays."""
        return reads.round_shapes([rounds.stop_round(current_actor(), id)])[0]


@blueprint.route("/camera-availability")
class Availability(MethodView):
    @requires("facility.view")
    @blueprint.arguments(AvailabilityQuery, location="query")
    @blueprint.response(200, CameraAvailabilitySchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """How available the cameras within reach were, by month, class and unit."""
        return availability(current_actor(), AvailabilityFilter(**query))


def _draft(payload: dict[str, Any]) -> planning.PatrolPlanDraft:
    times = {name.removeprefix("class"): hours for name, hours in payload["times"].items()}
    pace = Pace(**payload["pace"]) if payload["pace"] else Pace()
    return planning.PatrolPlanDraft(**{**payload, "times": times, "pace": pace})


def _shape(plan: PatrolPlan) -> dict[str, Any]:
    send_etag(plan)
    return _shapes([plan])[0]


def _shapes(plans: list[PatrolPlan]) -> list[dict[str, Any]]:
    own = reads.editable(current_actor(), plans)
    return [{**shape, "is_editable": shape["id"] in own} for shape in reads.plan_shapes(plans)]
