"""Recusals and leaves over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.exclusions import queries, services
from checklists.exclusions.rules import ExclusionDraft
from checklists.exclusions.schemas import (
    ExclusionDraftSchema,
    ExclusionEndDraftSchema,
    ExclusionQuery,
    ExclusionSchema,
)
from server.web.access import current_actor, requires
from server.web.paging import page_schema

blueprint = Blueprint(
    "officer_exclusions", __name__, url_prefix="/api/v1/officer-exclusions", description="检查人员的回避和请假"
)


@blueprint.route("")
class Exclusions(MethodView):
    @requires("exclusion.declare")
    @blueprint.arguments(ExclusionQuery, location="query")
    @blueprint.response(200, page_schema(ExclusionSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """One's own; for superiors those of their officers too."""
        return queries.find_exclusions(current_actor(), queries.ExclusionFilter(**query))

    @requires("exclusion.declare")
    @blueprint.arguments(ExclusionDraftSchema)
    @blueprint.response(201, ExclusionSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Declare a recusal from a unit (回避) or a leave (请假)."""
        return _shape(services.declare_exclusion(current_actor(), ExclusionDraft(**payload)).id)


@blueprint.route("/<uuid:id>/endings")
class Endings(MethodView):
    @requires("exclusion.declare")
    @blueprint.arguments(ExclusionEndDraftSchema)
    @blueprint.response(201, ExclusionSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """End one early."""
        return _shape(services.end_exclusion(current_actor(), id, **payload).id)


def _shape(id: UUID) -> dict[str, Any]:
    return queries.shapes([queries.exclusion_within_reach(current_actor(), id)])[0]
