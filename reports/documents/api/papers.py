"""Documents over HTTP: lists, one, its file, and having a record made."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, request
from flask.views import MethodView

from reports.documents import queries, services
from reports.documents.api.blueprints import blueprint
from reports.documents.schemas import DocumentQuery, DocumentSchema
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import page_schema


@blueprint.route("/documents")
class Documents(MethodView):
    @requires("document.view")
    @blueprint.arguments(DocumentQuery, location="query")
    @blueprint.response(200, page_schema(DocumentSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Documents within reach, newest first."""
        return queries.find_documents(current_actor(), queries.DocumentFilter(**query))


@blueprint.route("/documents/<uuid:id>")
class OneDocument(MethodView):
    @requires("document.view")
    @blueprint.response(200, DocumentSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One document."""
        return queries.document_shape(queries.document_within_reach(current_actor(), id))


@blueprint.route("/documents/<uuid:id>/file")
class DocumentFile(MethodView):
    @requires("document.view")
    @blueprint.doc(**also(304))
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The signed PDF, byte for byte as it was registered."""
        document = queries.document_within_reach(current_actor(), id)
        response = Response(queries.content_of(document), mimetype="application/pdf")
        name = quote(f"{document.number}.pdf")
        response.headers["Content-Disposition"] = f"inline; filename=\"document.pdf\"; filename*=UTF-8''{name}"
        response.set_etag(queries.document_shape(document)["sha256"])
        response.make_conditional(request)
        return response


@blueprint.route("/inspections/<uuid:id>/documents")
class RecordsOfInspection(MethodView):
    @requires("document.issue")
    @blueprint.response(202, DocumentSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Have the inspection's record (检查笔录) made; asked again it is the same document."""
        document = services.ask_for_record(current_actor(), id)
        return queries.document_shape(queries.document_by_id(document.id))
