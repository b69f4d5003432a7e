"""Certificates with their papers over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from courses.certificates.queries.certificates import CertificateFilter
from courses.certificates.schemas import CertificateQuery
from reports.certificates import queries
from reports.certificates.schemas import CertificatePaperSchema, MyCertificatesSchema
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import page_schema

blueprint = Blueprint("certificates-papers", __name__, url_prefix="/api/v1", description="合格证文书")


@blueprint.route("/certificates")
class Certificates(MethodView):
    @requires("certificate.view")
    @blueprint.arguments(CertificateQuery, location="query")
    @blueprint.response(200, page_schema(CertificatePaperSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Certificates of people within reach, newest first."""
        return queries.certificates_with_papers(current_actor(), CertificateFilter(**query))


@blueprint.route("/certificates/<uuid:id>")
class OneCertificate(MethodView):
    @requires("certificate.view")
    @blueprint.response(200, CertificatePaperSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One certificate with its paper."""
        return queries.certificate_with_paper(current_actor(), id)


@blueprint.route("/my/certificates")
class MyCertificates(MethodView):
    @requires("training.learn")
    @blueprint.response(200, MyCertificatesSchema)
    def get(self) -> dict[str, Any]:
        """One's own certificates, newest first."""
        return {"certificates": queries.my_certificates_with_papers(current_actor())}


@blueprint.route("/my/certificates/<uuid:id>/file")
class MyPaper(MethodView):
    @requires("training.learn")
    @blueprint.doc(**also(404))
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The signed PDF of one's own certificate."""
        response = Response(queries.my_paper(current_actor(), id), mimetype="application/pdf")
        response.headers["Content-Disposition"] = 'inline; filename="certificate.pdf"'
        return response
