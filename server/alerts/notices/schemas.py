"""Wire shapes of notices."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema


class NoticeQuery(PageQuery):
    unread = fields.Boolean(load_default=False, metadata={"description": "只看未读"})
    kind = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=64))
    subject_id = fields.UUID(load_default=None, allow_none=True)


class PartySchema(ma.Schema):
    """A unit or an agency as a row names it."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class NoticeSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    text = fields.String(required=True)
    subject_type = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    created_at = Instant(required=True)
    read_at = Instant(required=True, allow_none=True)


class UnreadSchema(ma.Schema):
    unread = fields.Integer(required=True, metadata={"description": "数到 100 为止"})


class ReadUntilSchema(Schema):
    until = fields.UUID(required=True, metadata={"description": "最后一条看到的提醒；之后到达的仍为未读"})
