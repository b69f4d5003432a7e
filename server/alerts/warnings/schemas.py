"""Wire shapes of warnings."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from server.alerts.notices.schemas import PartySchema
from server.alerts.warnings.rules import ADDRESSEES, LEVELS, STATES
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text


class WarningQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    level = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(LEVELS))
    type = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    unit_id = fields.UUID(load_default=None, allow_none=True)


class WarningFeedbackDraftSchema(Schema):
    id = fields.UUID(required=True)
    text = Text(required=True, least=1, most=2000)


class WarningEndDraftSchema(Schema):
    reason = Text(required=True, least=1, most=500)


class WarningBasisSchema(ma.Schema):
    type = fields.String(required=True)
    id = fields.UUID(required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})
    text = fields.String(required=True)


class WarningAddresseeSchema(PartySchema):
    kind = fields.String(required=True, validate=validate.OneOf(("unit", "agency")))


class WarningFeedbackSchema(ma.Schema):
    id = fields.UUID(required=True)
    party = fields.String(required=True)
    text = fields.String(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)


class WarningRuleTextSchema(ma.Schema):
    title = fields.String(required=True)
    bases = fields.List(fields.String(), required=True)


class SecurityWarningSchema(ma.Schema):
    id = fields.UUID(required=True)
    type = fields.String(required=True)
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    unit = fields.Nested(PartySchema, required=True)
    subject_type = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    text = fields.String(required=True)
    rule = fields.Nested(WarningRuleTextSchema, required=True, allow_none=True)
    basis = fields.List(fields.Nested(WarningBasisSchema), required=True)
    addressees = fields.List(fields.Nested(WarningAddresseeSchema), required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    raised_at = Instant(required=True)
    closed_at = Instant(required=True, allow_none=True)
    end_reason = fields.String(required=True)
    ended_by = fields.String(required=True)
    feedback = fields.List(fields.Nested(WarningFeedbackSchema), required=True)


class WarningRuleDraftSchema(Schema):
    id = fields.UUID(required=True)
    code = Text(required=True, least=1, most=40)
    from_on = fields.Date(required=True)
    title = Text(required=True, least=1, most=120)
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    parameters = fields.Dict(keys=fields.String(), values=fields.Integer(strict=True), required=True)
    addressees = fields.List(
        fields.String(validate=validate.OneOf(ADDRESSEES)), required=True, validate=validate.Length(min=1, max=3)
    )
    bases = fields.List(Text(required=True, least=1, most=200), required=True, validate=validate.Length(min=1, max=10))
    is_active = fields.Boolean(load_default=True)


class WarningRuleSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    from_on = fields.Date(required=True)
    title = fields.String(required=True)
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    parameters = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    addressees = fields.List(fields.String(), required=True)
    bases = fields.List(fields.String(), required=True)
    is_active = fields.Boolean(required=True)


class WarningRulesSchema(ma.Schema):
    rules = fields.List(fields.Nested(WarningRuleSchema), required=True)
