"""Inspections over HTTP, for the console; phones deliver through mobile_api."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.hazards.queries import hazard_row_within_reach
from checklists.inspections import queries, services
from checklists.inspections.schemas import (
    CheckSchema,
    HazardPhotoQuery,
    InspectionQuery,
    InspectionSchema,
    InspectionSummarySchema,
    MediumQuery,
    MergeDecisionDraftSchema,
)
from server.core.errors import NotFound
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import page_schema

#: Photos of a record that show a hazard: for all who see the hazard, the unit's people too.
of_hazards = Blueprint("hazard-photos", __name__, url_prefix="/api/v1/hazards", description="隐患照片")
blueprint = Blueprint("inspections", __name__, url_prefix="/api/v1/inspections", description="检查记录")


@blueprint.route("")
class Inspections(MethodView):
    @requires("inspection.view")
    @blueprint.arguments(InspectionQuery, location="query")
    @blueprint.response(200, page_schema(InspectionSummarySchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Inspections within reach, latest first."""
        return queries.find_inspections(current_actor(), queries.InspectionFilter(**query))


@blueprint.route("/<uuid:id>")
class OneInspection(MethodView):
    @requires("inspection.view")
    @blueprint.response(200, InspectionSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One inspection with everything an officer must judge."""
        return queries.inspection_in_full(current_actor(), id)


@blueprint.route("/<uuid:id>/check")
class CheckInParts(MethodView):
    @requires("inspection.view")
    @blueprint.response(200, CheckSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """The check that this record is a part of: all parts as one, and where they differ."""
        return queries.check_within_reach(current_actor(), id)


@blueprint.route("/<uuid:id>/decisions")
class Decisions(MethodView):
    @requires("inspection.decide")
    @blueprint.arguments(MergeDecisionDraftSchema)
    @blueprint.response(201, CheckSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Choose the part whose answer counts, with the reason."""
        services.decide(current_actor(), id, services.DecisionDraft(**payload))
        return queries.check_within_reach(current_actor(), id)


@blueprint.route("/<uuid:id>/media/<string:sha256>")
class Media(MethodView):
    @requires("inspection.view")
    @blueprint.arguments(MediumQuery, location="query")
    @blueprint.doc(**also(304))
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="image/jpeg")
    @blueprint.alt_response(200, schema={"type": "string", "format": "binary"}, content_type="image/png", success=True)
    @blueprint.alt_response(
        200, schema={"type": "string", "format": "binary"}, content_type="application/octet-stream", success=True
    )
    def get(self, query: dict[str, Any], id: UUID, sha256: str) -> Response:
        """A photo or signature: re-encoded for screens, or its original bytes as a download."""
        content, media_type = queries.medium_within_reach(current_actor(), id, sha256, query["size"])
        response = Response(content, mimetype=media_type)
        if query["size"] == "original":
            # Evidence never opens in the page under its own type.
            response.headers["Content-Disposition"] = f'attachment; filename="{sha256}"'
            response.mimetype = "application/octet-stream"
        response.headers["Cache-Control"] = "private, max-age=3600"
        response.set_etag(f"{sha256}-{query['size']}")
        return response.make_conditional(request)


@of_hazards.route("/<uuid:id>/photos/<string:sha256>")
class HazardPhotos(MethodView):
    @requires("hazard.view")
    @of_hazards.arguments(HazardPhotoQuery, location="query")
    @of_hazards.doc(**also(304))
    @of_hazards.response(200, {"type": "string", "format": "binary"}, content_type="image/jpeg")
    @of_hazards.alt_response(200, schema={"type": "string", "format": "binary"}, content_type="image/png", success=True)
    def get(self, query: dict[str, Any], id: UUID, sha256: str) -> Response:
        """A photo of the record that shows this hazard, re-encoded for screens."""
        hazard = hazard_row_within_reach(current_actor(), id)
        if hazard.inspection_id is None or sha256 not in hazard.photos:
            raise NotFound()
        content, media_type = queries.medium_of(hazard.inspection_id, sha256, query["size"])
        response = Response(content, mimetype=media_type)
        response.headers["Cache-Control"] = "private, max-age=3600"
        response.set_etag(f"{sha256}-{query['size']}")
        return response.make_conditional(request)
