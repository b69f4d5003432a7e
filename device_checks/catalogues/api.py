"""The catalogue of cameras over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.catalogues import queries, services
from device_checks.catalogues.schemas import (
    CatalogueFileQuery,
    CatalogueQuery,
    CatalogueSchema,
    LeftOutCameraSchema,
    LeftOutQuery,
)
from server.web.access import current_actor, requires
from server.web.paging import page_schema

XML = "application/xml"
FILE = {"type": "string", "format": "binary"}
blueprint = Blueprint("catalogues", __name__, url_prefix="/api/v1/camera-catalogue", description="摄像机国标目录")


@blueprint.route("")
class Catalogue(MethodView):
    @requires("facility.export")
    @blueprint.arguments(CatalogueQuery, location="query")
    @blueprint.response(200, CatalogueSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """How many cameras the catalogue holds, and how many are left out for each reason."""
        return queries.catalogue_counts(current_actor(), queries.CatalogueFilter(**query))


@blueprint.route("/left-out")
class LeftOut(MethodView):
    @requires("facility.export")
    @blueprint.arguments(LeftOutQuery, location="query")
    @blueprint.response(200, page_schema(LeftOutCameraSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Cameras that the catalogue leaves out, with the reason."""
        limit, after = query.pop("limit"), query.pop("after")
        return queries.cameras_left_out(current_actor(), queries.CatalogueFilter(**query), limit, after)


@blueprint.route("/file")
class CatalogueFile(MethodView):
    @requires("facility.export")
    @blueprint.arguments(CatalogueFileQuery, location="query")
    @blueprint.response(200, FILE, content_type=XML)
    def get(self, query: dict[str, Any]) -> Response:
        """The catalogue as a response of GB/T 28181, for a video platform to read."""
        platform_id, encoding = query.pop("platform_id"), query.pop("encoding")
        wanted = queries.CatalogueFilter(**query)
        file = services.export_catalogue(current_actor(), wanted, platform_id, encoding)
        response = Response(file.pieces(), content_type=XML)
        name = quote(f"摄像机目录-{platform_id}.xml")
        response.headers["Content-Disposition"] = f"attachment; filename=\"catalogue.xml\"; filename*=UTF-8''{name}"
        response.headers["Cache-Control"] = "no-store"
        return response
