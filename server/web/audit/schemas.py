"""Wire shapes of the event log."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema


class EventQuery(PageQuery):
    kind = fields.String(load_default="", validate=validate.Length(max=64))
    subject_id = fields.UUID(load_default=None, allow_none=True)


class EventSchema(Schema):
    id = fields.UUID(required=True)
    lane = fields.Integer(required=True)
    position = fields.Integer(required=True)
    kind = fields.String(required=True)
    at = Instant(required=True)
    actor_id = fields.UUID(required=True, allow_none=True)
    actor_name = fields.String(required=True)
    subject_type = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    about_unit_id = fields.UUID(required=True, allow_none=True)
    details = fields.Dict(required=True)
    hash = fields.String(required=True)


class BreakSchema(ma.Schema):
    lane = fields.Integer(required=True)
    position = fields.Integer(required=True)
    problem = fields.String(
        required=True,
        validate=validate.OneOf(["row_missing", "link_broken", "row_altered", "rows_missing_at_the_end"]),
    )


class ChainCheckSchema(Schema):
    ok = fields.Boolean(required=True)
    checked = fields.Integer(required=True)
    first_break = fields.Nested(BreakSchema, required=True, allow_none=True)
