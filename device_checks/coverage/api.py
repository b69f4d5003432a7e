"""Coverage over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.coverage import queries
from device_checks.coverage.schemas import (
    CoveragePlaceQuery,
    CoverageQuery,
    PlaceCoverageSchema,
    UnitCoverageQuery,
    UnitCoverageSchema,
    UnitStandingSchema,
)
from server.web.access import current_actor, requires
from server.web.paging import page_schema

blueprint = Blueprint("coverage", __name__, url_prefix="/api/v1/facility-coverage", description="视频覆盖")


@blueprint.route("")
class Coverage(MethodView):
    @requires("facility.view")
    @blueprint.arguments(CoverageQuery, location="query")
    @blueprint.response(200, page_schema(UnitStandingSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Units within reach: how many of their places lack a camera as it must be."""
        return queries.coverage_of_units(current_actor(), queries.CoverageFilter(**query))


@blueprint.route("/failing-places")
class FailingPlaces(MethodView):
    @requires("facility.view")
    @blueprint.arguments(CoveragePlaceQuery, location="query")
    @blueprint.response(200, page_schema(PlaceCoverageSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Places within reach that lack a camera as it must be, with what they lack."""
        return queries.failing_places(current_actor(), queries.CoverageFilter(**query))


@blueprint.route("/units/<uuid:id>")
class UnitCoverage(MethodView):
    @requires("facility.view")
    @blueprint.arguments(UnitCoverageQuery, location="query")
    @blueprint.response(200, UnitCoverageSchema)
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """A unit's matrix of places and cameras."""
        return queries.coverage_of_unit(current_actor(), id, queries.CoverageFilter(**query))
