"""The papers of a hazard's life over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.documents.services import render_rectification
from reports.rectifications.queries.papers import papers_of, report_facts
from reports.rectifications.schemas import PapersSchema, ReportQuery
from server.core.ids import new_id
from server.web.access import current_actor, requires
from server.web.openapi import also

blueprint = Blueprint("rectifications", __name__, url_prefix="/api/v1", description="整改文书")


@blueprint.route("/hazards/<uuid:id>/papers")
class Papers(MethodView):
    @requires("hazard.view")
    @blueprint.response(200, PapersSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """The papers of one hazard's life, the oldest first."""
        return {"items": papers_of(current_actor(), id)}


@blueprint.route("/rectification-report.pdf")
class Report(MethodView):
    @requires("hazard.view")
    @blueprint.doc(**also(404))
    @blueprint.arguments(ReportQuery, location="query")
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
    def get(self, query: dict[str, Any]) -> Response:
        """整改报告: what a unit did about its hazards, photos before and after side by side."""
        content = render_rectification(report_facts(current_actor(), query["hazard_id"], new_id()))
        response = Response(content, mimetype="application/pdf")
        response.headers["Content-Disposition"] = 'inline; filename="rectification.pdf"'
        return response
