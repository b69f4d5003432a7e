"""Wire shapes of credit records."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from reports.credits.rules import FORMS, MOST_BATCH, SETS, STATES
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text


class CreditQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    late = fields.Boolean(load_default=False)
    unit_id = fields.UUID(load_default=None, allow_none=True)


class CreditExportQuery(Query):
    columns = fields.String(load_default="current", validate=validate.OneOf(SETS))
    form = fields.String(load_default="xlsx", validate=validate.OneOf(FORMS))
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    unit_id = fields.UUID(load_default=None, allow_none=True)


class CreditReportDraftSchema(Schema):
    id = fields.UUID(required=True)
    record_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST_BATCH))
    reported_on = fields.Date(required=True)
    receipt_no = Text(most=64, load_default="")
    note = Text(most=500, load_default="")


class CreditWithdrawalDraftSchema(Schema):
    id = fields.UUID(required=True)
    withdrawn_on = fields.Date(required=True)
    receipt_no = Text(most=64, load_default="")
    note = Text(least=2, most=500, required=True)


class CreditPartySchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class CreditRecordSchema(ma.Schema):
    id = fields.UUID(required=True)
    decision_id = fields.UUID(required=True)
    case_id = fields.UUID(required=True)
    unit = fields.Nested(CreditPartySchema, required=True)
    agency = fields.Nested(CreditPartySchema, required=True)
    number = fields.String(required=True)
    respondent_name = fields.String(required=True)
    content = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    decided_on = fields.Date(required=True)
    due_on = fields.Date(required=True)
    is_certain = fields.Boolean(required=True, metadata={"description": "否：期限所跨年份的节假日未载入"})
    is_late = fields.Boolean(required=True)
    publish_until_on = fields.Date(required=True)
    cause = fields.String(required=True, validate=validate.OneOf(["", "annulled", "changed"]))
    made_at = Instant(required=True)
    reported_at = Instant(required=True, allow_none=True)
    reported_by = fields.String(required=True)
    receipt_no = fields.String(required=True)
    withdrawn_at = Instant(required=True, allow_none=True)
    withdrawn_by = fields.String(required=True)


class CreditReportSchema(ma.Schema):
    id = fields.UUID(required=True)
    reported_on = fields.Date(required=True)
    receipt_no = fields.String(required=True)
    note = fields.String(required=True)
    count = fields.Integer(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)


class CreditColumnSchema(ma.Schema):
    code = fields.String(required=True)
    heading = fields.String(required=True)


class CreditColumnSetSchema(ma.Schema):
    name = fields.String(required=True)
    from_on = fields.Date(required=True)
    basis = fields.String(required=True)
    verified = fields.Boolean(required=True)
    columns = fields.List(fields.Nested(CreditColumnSchema), required=True)


class CreditColumnSetsSchema(ma.Schema):
    sets = fields.List(fields.Nested(CreditColumnSetSchema), required=True)
