"""Wire shapes of plans and incidents."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from server.alerts.incidents.rules import PLAN_KINDS, STATES, TO_KINDS
from server.alerts.notices.schemas import PartySchema
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole

_PHONE = validate.Regexp(r"^[0-9+() -]{0,40}\Z", error="电话号码有误")


class ContactSchema(Schema):
    level = Whole(required=True, least=1, most=9, metadata={"description": "1 最先通知"})
    name = Text(required=True, least=1, most=64)
    post = Text(load_default="", most=64)
    phone = fields.String(load_default="", validate=_PHONE)
    to_kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(TO_KINDS))
    to_id = fields.UUID(load_default=None, allow_none=True)


class PlanChangeSchema(Schema):
    title = Text(required=True, least=1, most=120)
    kind = fields.String(required=True, validate=validate.OneOf(PLAN_KINDS))
    text = Text(load_default="", most=20_000)
    contacts = fields.List(fields.Nested(ContactSchema), required=True, validate=validate.Length(min=1, max=300))


class IncidentPlanDraftSchema(PlanChangeSchema):
    id = fields.UUID(required=True)


class IncidentPlanSchema(ma.Schema):
    id = fields.UUID(required=True)
    agency = fields.Nested(PartySchema, required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(PLAN_KINDS))
    text = fields.String(required=True)
    contacts = fields.List(fields.Nested(ContactSchema), required=True)
    version = fields.Integer(required=True)


class IncidentQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    is_drill = fields.Boolean(load_default=None, allow_none=True)


class IncidentDraftSchema(Schema):
    id = fields.UUID(required=True)
    plan_id = fields.UUID(required=True)
    title = Text(required=True, least=1, most=120)
    place = Text(load_default="", most=200)
    is_drill = fields.Boolean(required=True)


class EntryDraftSchema(Schema):
    id = fields.UUID(required=True)
    happened_at = Instant(required=True)
    text = Text(required=True, least=1, most=2000)


class IncidentEndingDraftSchema(Schema):
    summary = Text(required=True, least=1, most=4000)


class IncidentSchema(ma.Schema):
    id = fields.UUID(required=True)
    plan_id = fields.UUID(required=True)
    agency = fields.Nested(PartySchema, required=True)
    title = fields.String(required=True)
    place = fields.String(required=True)
    is_drill = fields.Boolean(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    by = fields.String(required=True)
    started_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
    calls = fields.Integer(required=True)
    told = fields.Integer(required=True)
    summary = fields.String(required=True)


class IncidentCallSchema(ma.Schema):
    id = fields.UUID(required=True)
    level = fields.Integer(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    phone = fields.String(required=True)
    to_kind = fields.String(required=True, allow_none=True, validate=validate.OneOf([*TO_KINDS, None]))
    told_at = Instant(required=True, allow_none=True)
    told_by = fields.String(required=True)


class IncidentEntrySchema(ma.Schema):
    id = fields.UUID(required=True)
    happened_at = Instant(required=True)
    text = fields.String(required=True)
    by = fields.String(required=True)
    recorded_at = Instant(required=True)


class WholeIncidentSchema(IncidentSchema):
    call_tree = fields.List(fields.Nested(IncidentCallSchema), required=True)
    timeline = fields.List(fields.Nested(IncidentEntrySchema), required=True)
