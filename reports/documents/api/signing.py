"""Papers that wait for signers, over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app
from flask.views import MethodView

from reports.documents import queries, services
from reports.documents.api.blueprints import blueprint
from reports.documents.schemas import DocumentSchema, DocumentSignersSchema, PasswordSchema
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import PageQuery, page_schema
from server.web.signin.services import confirm_password


@blueprint.route("/papers-to-sign")
class PapersToSign(MethodView):
    @requires("document.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(DocumentSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Papers whose next signature is one's own (会签), newest first."""
        return queries.find_papers_to_sign(current_actor(), query["limit"], query["after"])


@blueprint.route("/papers-to-sign/<uuid:id>/file")
class PaperToSign(MethodView):
    @requires("document.view")
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The paper as it stands before one's signature, for its signers only."""
        return Response(queries.paper_to_sign(current_actor(), id), mimetype="application/pdf")


@blueprint.route("/documents/<uuid:id>/signers")
class DocumentSigners(MethodView):
    @requires("document.view")
    @blueprint.response(200, DocumentSignersSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """The persons who sign before the agency, in their order, and who has."""
        document = queries.document_within_reach(current_actor(), id)
        return {"items": queries.signer_shapes(queries.signers_of(document.id))}


@blueprint.route("/documents/<uuid:id>/signatures")
class DocumentSignatures(MethodView):
    @requires("document.view")
    @blueprint.arguments(PasswordSchema)
    @blueprint.doc(**also(409))
    @blueprint.response(200, DocumentSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Sign when it is one's turn; the password is asked for again. Signed twice it is signed once."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return queries.document_shape(services.sign_in_turn(current_actor(), id))
