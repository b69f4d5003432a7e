"""Plans and incidents over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from server.alerts.incidents import queries, services
from server.alerts.incidents.rules import EntryDraft, IncidentDraft, PlanDraft, as_csv, contact_from
from server.alerts.incidents.schemas import (
    EntryDraftSchema,
    IncidentDraftSchema,
    IncidentEndingDraftSchema,
    IncidentPlanDraftSchema,
    IncidentPlanSchema,
    IncidentQuery,
    IncidentSchema,
    PlanChangeSchema,
    WholeIncidentSchema,
)
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.paging import PageQuery, page_schema

plans = Blueprint("incident_plans", __name__, url_prefix="/api/v1/incident-plans", description="处置预案")
blueprint = Blueprint("incidents", __name__, url_prefix="/api/v1/incidents", description="应急处置")


@plans.route("")
class Plans(MethodView):
    @requires("incident.view")
    @plans.arguments(PageQuery, location="query")
    @plans.response(200, page_schema(IncidentPlanSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Plans of one's own agency, those above and below it, the latest first."""
        return queries.find_plans(current_actor(), query["limit"], query["after"])

    @requires("incident.run")
    @plans.arguments(IncidentPlanDraftSchema)
    @plans.response(201, IncidentPlanSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Lay down a plan with its contact tree (处置预案)."""
        return _plan(services.write_plan(current_actor(), _plan_draft(payload)).id)


@plans.route("/<uuid:id>")
class OnePlan(MethodView):
    @requires("incident.view")
    @plans.response(200, IncidentPlanSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One plan."""
        return _plan(id)

    @requires("incident.run")
    @plans.arguments(PlanChangeSchema)
    @plans.response(200, IncidentPlanSchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Change a plan; incidents that run keep the tree they started with."""
        plan = queries.plan_within_reach(current_actor(), id)
        check_if_match(plan)
        services.revise_plan(current_actor(), plan, _plan_draft({**payload, "id": id}))
        return _plan(id)


@blueprint.route("")
class Incidents(MethodView):
    @requires("incident.view")
    @blueprint.arguments(IncidentQuery, location="query")
    @blueprint.response(200, page_schema(IncidentSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Incidents and drills near one's own agency, and those it was called to; the latest first."""
        return queries.find_incidents(current_actor(), queries.IncidentFilter(**query))

    @requires("incident.run")
    @blueprint.arguments(IncidentDraftSchema)
    @blueprint.response(201, WholeIncidentSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Put a plan into effect: the call tree is pushed at once (启动处置)."""
        return _whole(services.start_incident(current_actor(), IncidentDraft(**payload)).id)


@blueprint.route("/<uuid:id>")
class OneIncident(MethodView):
    @requires("incident.view")
    @blueprint.response(200, WholeIncidentSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One incident with its calls and its timeline."""
        return _whole(id)


@blueprint.route("/<uuid:id>/calls/<uuid:call_id>/confirmations")
class Confirmations(MethodView):
    @requires("incident.run")
    @blueprint.response(201, WholeIncidentSchema)
    def post(self, id: UUID, call_id: UUID) -> dict[str, Any]:
        """Note that a contact was told (已通知)."""
        services.mark_told(current_actor(), id, call_id)
        return _whole(id)


@blueprint.route("/<uuid:id>/entries")
class Entries(MethodView):
    @requires("incident.run")
    @blueprint.arguments(EntryDraftSchema)
    @blueprint.response(201, WholeIncidentSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Add a line to the timeline."""
        services.add_entry(current_actor(), id, EntryDraft(**payload))
        return _whole(id)


@blueprint.route("/<uuid:id>/endings")
class IncidentEndings(MethodView):
    @requires("incident.run")
    @blueprint.arguments(IncidentEndingDraftSchema)
    @blueprint.response(201, WholeIncidentSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """End it."""
        services.end_incident(current_actor(), id, payload["summary"])
        return _whole(id)


@blueprint.route("/<uuid:id>/timeline")
class Timeline(MethodView):
    @requires("incident.view")
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="text/csv")
    def get(self, id: UUID) -> Response:
        """The timeline and the calls as a file for spreadsheet programs (导出)."""
        incident = queries.incident_within_reach(current_actor(), id)
        response = Response(as_csv(queries.export_rows(incident)), content_type="text/csv; charset=utf-8")
        name = quote(f"{incident.title}-处置记录.csv")
        response.headers["Content-Disposition"] = f"attachment; filename=\"timeline.csv\"; filename*=UTF-8''{name}"
        return response


def _plan_draft(payload: dict[str, Any]) -> PlanDraft:
    return PlanDraft(**{**payload, "contacts": tuple(contact_from(one) for one in payload["contacts"])})


def _plan(id: UUID) -> dict[str, Any]:
    plan = queries.plan_within_reach(current_actor(), id)
    send_etag(plan)
    return queries.plan_shapes(current_actor(), [plan])[0]


def _whole(id: UUID) -> dict[str, Any]:
    return queries.whole(current_actor(), queries.incident_within_reach(current_actor(), id))
