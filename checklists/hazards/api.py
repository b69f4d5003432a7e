"""Hazards over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.hazards import queries
from checklists.hazards.schemas import HazardQuery, HazardSchema
from server.web.access import current_actor, requires
from server.web.paging import page_schema

blueprint = Blueprint("hazards", __name__, url_prefix="/api/v1/hazards", description="治安隐患")


@blueprint.route("")
class Hazards(MethodView):
    @requires("hazard.view")
    @blueprint.arguments(HazardQuery, location="query")
    @blueprint.response(200, page_schema(HazardSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Hazards within reach, newest first."""
        return queries.find_hazards(current_actor(), queries.HazardFilter(**query))


@blueprint.route("/<uuid:id>")
class OneHazard(MethodView):
    @requires("hazard.view")
    @blueprint.response(200, HazardSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One hazard with its life so far."""
        return queries.hazard_within_reach(current_actor(), id)
