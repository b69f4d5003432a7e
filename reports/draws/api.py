"""Papers of draws, and the page on which everybody may replay one without an account."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import flask
from flask import Response, render_template, request
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.documents.queries import document_by_id, document_shape
from reports.documents.rendering.wording import write_second
from reports.documents.schemas import DocumentSchema
from reports.draws import queries, services
from server.core.errors import NotFound
from server.web.access import current_actor, public, requires
from server.web.openapi import also
from server.web.rates import check_rate
from server.web.static_apps import static_file

blueprint = Blueprint("draw_papers", __name__, url_prefix="/api/v1/draws", description="双随机抽取记录")
pages = flask.Blueprint("draw_pages", __name__, template_folder="pages")

_FOLDER = Path(__file__).parent / "pages"
_POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_LOOK_UPS_PER_MINUTE = 120


@blueprint.route("/<uuid:id>/documents")
class PapersOfDraw(MethodView):
    @requires("draw.make")
    @blueprint.doc(**also(422))
    @blueprint.response(202, DocumentSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Have the draw's record (双随机抽取记录) made; asked again it is the same document."""
        return document_shape(document_by_id(services.ask_for_paper(current_actor(), id).id))


@pages.after_request
def _set_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@pages.get("/draws/<uuid:id>")
@public
def draw_page(id: UUID) -> tuple[str, int]:
    """One published draw; for any other the same words, whether it exists or not."""
    check_rate(f"draws:{request.remote_addr}", _LOOK_UPS_PER_MINUTE)
    try:
        course = queries.public_course(id)
    except NotFound:
        return render_template("draw_missing.html"), 404
    return render_template("draw.html", second=write_second, **course), 200


@pages.get("/draws/<uuid:id>/record.json")
@public
def draw_record(id: UUID) -> Response:
    """The record as it is replayed, byte for byte."""
    check_rate(f"draws:{request.remote_addr}", _LOOK_UPS_PER_MINUTE)
    response = Response(queries.public_record(id), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="record.json"'
    return response


@pages.get("/draws/page.css", defaults={"name": "page.css"})
@pages.get("/draws/page.js", defaults={"name": "page.js"})
@pages.get("/draws/draw.js", defaults={"name": "draw.js"})
@public
def draw_asset(name: str) -> Response:
    return static_file(_FOLDER, name, immutable=False)
