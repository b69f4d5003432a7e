"""Wire shapes of the papers of a hazard's life."""

from __future__ import annotations

from marshmallow import fields, validate

from reports.documents.schemas import DocumentSchema
from server.web.schemas import Query, Schema

MOST_HAZARDS = 50


class PapersSchema(Schema):
    items = fields.List(fields.Nested(DocumentSchema), required=True)


class ReportQuery(Query):
    hazard_id = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST_HAZARDS))
