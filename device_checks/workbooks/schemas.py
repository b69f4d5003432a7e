"""Wire shapes of workbooks of facilities."""

from __future__ import annotations

from marshmallow import fields, validate

from device_checks.registers.schemas.facilities import KINDS
from server.web.schemas import Query


class WorkbookQuery(Query):
    unit_id = fields.UUID(required=True)
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
