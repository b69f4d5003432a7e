"""Exports over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import quote
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.exports import services
from reports.exports.errors import ExportNotReady
from reports.exports.queries.exports import own_export, own_exports, question_of, shape_of
from reports.exports.queries.rows import PERMISSIONS
from reports.exports.rules import ExportDraft, file_name
from reports.exports.schemas import ExportDraftSchema, ExportSchema
from server.core import clock
from server.core.errors import NotFound
from server.core.files import files
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import PageQuery, page_schema

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
BINARY = {"type": "string", "format": "binary"}
blueprint = Blueprint("exports", __name__, url_prefix="/api/v1/exports", description="列表导出")


@blueprint.route("")
class Exports(MethodView):
    @requires("export.make")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(ExportSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """One's own exports, newest first."""
        return own_exports(current_actor(), query["limit"], query["after"])

    @requires("export.make")
    @blueprint.arguments(ExportDraftSchema)
    @blueprint.response(201, ExportSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Have a list made into a file, in the background."""
        return shape_of(services.request_export(current_actor(), ExportDraft(**payload)))


@blueprint.route("/<uuid:id>")
class OneExport(MethodView):
    @requires("export.make")
    @blueprint.response(200, ExportSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """How far an export is."""
        return shape_of(own_export(current_actor(), id))


@blueprint.route("/<uuid:id>/file")
class File(MethodView):
    @requires("export.make")
    @blueprint.doc(**also(422))  # not ready
    @blueprint.response(200, BINARY, content_type="application/octet-stream")
    def get(self, id: UUID) -> Response:
        """The file; only for who asked for it, and only while still allowed to see that list."""
        actor = current_actor()
        export = own_export(actor, id)
        actor.check(PERMISSIONS[export.subject])
        if export.expires_at < clock.now() or export.request_hash != question_of(
            actor, export.subject, export.form, export.filters
        ):
            raise NotFound(export_id=str(id))  # past its days, or asked for in an office no longer held
        if export.state != "ready" or export.file_sha256 is None:
            raise ExportNotReady(state=export.state)
        name = file_name(export.subject, export.form, export.requested_at)
        response = Response(_pieces(files().open(export.file_sha256)), content_type=MEDIA_TYPES[export.form])
        # RFC 5987: servers refuse a header that is not Latin-1.
        response.headers["Content-Disposition"] = (
            f"attachment; filename=\"export.{export.form}\"; filename*=UTF-8''{quote(name)}"
        )
        response.headers["Content-Length"] = str(export.byte_count)
        response.headers["Cache-Control"] = "no-store"
        return response


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(1 << 18):
            yield piece
