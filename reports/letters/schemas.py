"""Wire shapes of received letters."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from reports.documents.schemas import DocumentSchema
from reports.letters.rules import KINDS, OUTCOMES, STATES
from reports.supervisions.schemas import SupervisionFileSchema
from server.alerts.notices.schemas import PartySchema
from server.units.attachments.schemas import files_field
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text


class ReceivedLetterQuery(PageQuery):
    waiting = fields.Boolean(load_default=False, metadata={"description": "尚未答复的"})


class LetterAnswerDraftSchema(Schema):
    id = fields.UUID(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    text = Text(required=True, least=1, most=2000)
    files = files_field(most=20, load_default=list)


class LetterAnswerSchema(ma.Schema):
    id = fields.UUID(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    text = fields.String(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)
    files = fields.List(fields.Nested(SupervisionFileSchema), required=True)


class ReceivedLetterSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    number = fields.String(required=True, allow_none=True)
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)
    sender = fields.Nested(PartySchema, required=True, allow_none=True)
    unit = fields.Nested(PartySchema, required=True)
    title = fields.String(required=True)
    issued_on = fields.Date(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    is_overdue = fields.Boolean(required=True)
    answers = fields.List(fields.Nested(LetterAnswerSchema), required=True)
    may_answer = fields.Boolean(required=True)
