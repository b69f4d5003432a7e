"""Wire shapes of transcripts."""

from __future__ import annotations

from marshmallow import fields

from reports.documents.schemas import DocumentSchema
from server.web.schemas import Schema


class TranscriptSchema(Schema):
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)


class OwnTranscriptSchema(TranscriptSchema):
    code = fields.String(required=True, allow_none=True, metadata={"description": "核验网址的二维码（SVG）"})
