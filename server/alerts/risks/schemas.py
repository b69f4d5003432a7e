"""Wire shapes of risk assessments."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from server.alerts.notices.schemas import PartySchema
from server.alerts.risks.rules import LEVELS, TO_KINDS
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole


class RiskQuery(PageQuery):
    level = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(LEVELS))
    unit_id = fields.UUID(load_default=None, allow_none=True)
    overdue = fields.Boolean(load_default=None, allow_none=True)
    latest = fields.Boolean(load_default=False, metadata={"description": "只看每项风险的最近一次评估"})


class RiskDraftSchema(Schema):
    id = fields.UUID(required=True)
    title = Text(required=True, least=1, most=120)
    likelihood = Whole(required=True, least=1, most=5)
    consequence = Whole(required=True, least=1, most=5)
    controllability = Whole(required=True, least=1, most=5, metadata={"description": "分数越高越难控制"})
    grounds = Text(load_default="", most=2000)
    measures = Text(required=True, least=1, most=2000)
    assessed_on = fields.Date(required=True)
    next_on = fields.Date(required=True)


class ForwardingDraftSchema(Schema):
    id = fields.UUID(required=True)
    to_kind = fields.String(required=True, validate=validate.OneOf(TO_KINDS))


class RiskRuleTextSchema(ma.Schema):
    text = fields.String(required=True)
    basis = fields.String(required=True)


class ForwardingSchema(ma.Schema):
    id = fields.UUID(required=True)
    to_kind = fields.String(required=True, validate=validate.OneOf(TO_KINDS))
    agency = fields.Nested(PartySchema, required=True)
    sent_at = Instant(required=True)
    sent_by = fields.String(required=True)
    received_at = Instant(required=True, allow_none=True)
    received_by = fields.String(required=True, allow_none=True)


class RiskAssessmentSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    title = fields.String(required=True)
    likelihood = fields.Integer(required=True)
    consequence = fields.Integer(required=True)
    controllability = fields.Integer(required=True)
    score = fields.Integer(required=True)
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    rule = fields.Nested(RiskRuleTextSchema, required=True)
    grounds = fields.String(required=True)
    measures = fields.String(required=True)
    assessed_on = fields.Date(required=True)
    next_on = fields.Date(required=True)
    is_latest = fields.Boolean(required=True)
    is_overdue = fields.Boolean(required=True)
    by = fields.String(required=True)
    received_at = Instant(required=True)
    forwardings = fields.List(fields.Nested(ForwardingSchema), required=True)


class LeastScoresSchema(Schema):
    low = Whole(required=True, least=1, most=125)
    general = Whole(required=True, least=1, most=125)
    larger = Whole(required=True, least=1, most=125)
    major = Whole(required=True, least=1, most=125)


class RiskRuleDraftSchema(Schema):
    id = fields.UUID(required=True)
    from_on = fields.Date(required=True)
    text = Text(required=True, least=1, most=1000)
    basis = Text(required=True, least=1, most=200)
    least = fields.Nested(LeastScoresSchema, required=True, metadata={"description": "各等级的最低分"})


class RiskRuleSchema(ma.Schema):
    id = fields.UUID(required=True)
    from_on = fields.Date(required=True)
    text = fields.String(required=True)
    basis = fields.String(required=True)
    least = fields.Nested(LeastScoresSchema, required=True)


class RiskRulesSchema(ma.Schema):
    rules = fields.List(fields.Nested(RiskRuleSchema), required=True)
