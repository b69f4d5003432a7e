"""Labels over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.documents.services import render_labels
from reports.labels.queries import LabelWish, label_sheet
from reports.labels.schemas import LabelQuery
from server.core.ids import new_id
from server.web.access import current_actor, requires
from server.web.openapi import also

blueprint = Blueprint("labels", __name__, url_prefix="/api/v1", description="设施标签")


@blueprint.route("/facility-labels.pdf")
class FacilityLabels(MethodView):
    @requires("facility.view")
    @blueprint.doc(**also(404))
    @blueprint.arguments(LabelQuery, location="query")
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
    def get(self, query: dict[str, Any]) -> Response:
        """Labels of a unit's facilities with a QR code that opens each on a phone, 24 a page."""
        sheet = label_sheet(current_actor(), LabelWish(**query), new_id())
        response = Response(render_labels(sheet), mimetype="application/pdf")
        response.headers["Content-Disposition"] = 'inline; filename="labels.pdf"'
        response.headers["Cache-Control"] = "no-store"
        return response
