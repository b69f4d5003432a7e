"""Cases over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from server.alerts.cases import queries, services
from server.alerts.cases.rules import CaseDraft
from server.alerts.cases.schemas import CaseDraftSchema, CaseQuery, CaseSchema
from server.web.access import current_actor, requires
from server.web.paging import page_schema

blueprint = Blueprint("cases", __name__, url_prefix="/api/v1/cases", description="案事件")


@blueprint.route("")
class Cases(MethodView):
    @requires("case.view")
    @blueprint.arguments(CaseQuery, location="query")
    @blueprint.response(200, page_schema(CaseSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Cases of units within reach, the latest recorded first."""
        return queries.find_cases(current_actor(), queries.CaseFilter(**query))

    @requires("case.record")
    @blueprint.arguments(CaseDraftSchema)
    @blueprint.response(201, CaseSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Record a case of a unit (案事件登记)."""
        return queries.shapes([services.record_case(current_actor(), CaseDraft(**payload))])[0]


@blueprint.route("/<uuid:id>")
class OneCase(MethodView):
    @requires("case.view")
    @blueprint.response(200, CaseSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One case; its unit's prior hazards are at /api/v1/hazards?unit_id=…&found_before=…."""
        return queries.shapes([queries.case_within_reach(current_actor(), id)])[0]
