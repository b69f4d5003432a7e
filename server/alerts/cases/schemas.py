"""Wire shapes of cases."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from server.alerts.cases.rules import KINDS
from server.alerts.notices.schemas import PartySchema
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text


class CaseQuery(PageQuery):
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
    unit_id = fields.UUID(load_default=None, allow_none=True)


class CaseDraftSchema(Schema):
    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    happened_at = Instant(required=True)
    summary = Text(required=True, least=1, most=2000, metadata={"description": "不写人员姓名和证件号码"})
    source_no = Text(load_default="", most=60, metadata={"description": "案件或警情编号"})


class CaseSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    happened_at = Instant(required=True)
    happened_on = fields.Date(required=True)
    summary = fields.String(required=True)
    source_no = fields.String(required=True)
    by = fields.String(required=True)
    recorded_at = Instant(required=True)
