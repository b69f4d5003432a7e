"""Batches over HTTP: how far they are, what failed, stop and go on. They are started by the acts that want them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from reports.documents import queries, services
from reports.documents.api.blueprints import blueprint
from reports.documents.schemas import BatchItemQuery, DocumentBatchItemSchema, DocumentBatchSchema
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import PageQuery, page_schema


@blueprint.route("/document-batches")
class DocumentBatches(MethodView):
    @requires("document.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(DocumentBatchSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Batches of papers (批量制作), newest first, with how far they are."""
        return queries.find_batches(current_actor(), query["limit"], query["after"])


@blueprint.route("/document-batches/<uuid:id>")
class OneDocumentBatch(MethodView):
    @requires("document.view")
    @blueprint.response(200, DocumentBatchSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One batch."""
        return queries.batch_shape(queries.batch_within_reach(current_actor(), id))


@blueprint.route("/document-batches/<uuid:id>/items")
class DocumentBatchItems(MethodView):
    @requires("document.view")
    @blueprint.arguments(BatchItemQuery, location="query")
    @blueprint.response(200, page_schema(DocumentBatchItemSchema))
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """The papers of a batch in their order; those that failed with their code."""
        return queries.find_batch_items(current_actor(), id, query["state"], query["limit"], query["after"])


@blueprint.route("/document-batches/<uuid:id>/cancellation")
class DocumentBatchCancellation(MethodView):
    @requires("document.issue")
    @blueprint.doc(**also(409))
    @blueprint.response(200, DocumentBatchSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Stop after the papers in hand; what is made stays."""
        return queries.batch_shape(services.cancel_batch(current_actor(), id))


@blueprint.route("/document-batches/<uuid:id>/resumption")
class DocumentBatchResumption(MethodView):
    @requires("document.issue")
    @blueprint.response(200, DocumentBatchSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Go on with what was stopped, and try again what failed."""
        return queries.batch_shape(services.resume_batch(current_actor(), id))
