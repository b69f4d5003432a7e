"""Wire shapes of certificates with their papers."""

from __future__ import annotations

from marshmallow import fields

from courses.certificates.schemas import CertificateSchema
from reports.documents.schemas import DocumentSchema
from server.web.schemas import Schema


class CertificatePaperSchema(CertificateSchema):
    paper = fields.Nested(DocumentSchema, required=True, allow_none=True)


class MyCertificateSchema(CertificatePaperSchema):
    code = fields.String(required=True, allow_none=True, metadata={"description": "核验网址的二维码（SVG）"})
    sentence = fields.String(required=True)


class MyCertificatesSchema(Schema):
    certificates = fields.List(fields.Nested(MyCertificateSchema), required=True)
