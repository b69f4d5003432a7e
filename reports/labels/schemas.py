"""Wire shapes of labels."""

from __future__ import annotations

from marshmallow import fields, validate

from device_checks.registers.schemas.facilities import KINDS
from server.web.schemas import Query, Text


class LabelQuery(Query):
    unit_id = fields.UUID(required=True)
    facility_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "只打这一个"})
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
    from_number = Text(most=40, load_default="", metadata={"description": "从这个编号起"})
