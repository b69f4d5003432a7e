"""Wire shapes of help."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from server.alerts.help.rules import BOOKING_STATES, STATES
from server.alerts.notices.schemas import PartySchema
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text, Whole


class HelpQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    unit_id = fields.UUID(load_default=None, allow_none=True)


class HelpDraftSchema(Schema):
    id = fields.UUID(required=True)
    topic = Text(required=True, least=1, most=120)
    text = Text(required=True, least=1, most=4000)


class HelpAnswerDraftSchema(Schema):
    id = fields.UUID(required=True)
    text = Text(required=True, least=1, most=4000)


class HelpScoreDraftSchema(Schema):
    score = Whole(required=True, least=1, most=5)
    comment = Text(load_default="", most=500)


class HelpAnswerSchema(ma.Schema):
    id = fields.UUID(required=True)
    text = fields.String(required=True)
    agency = fields.String(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)


class HelpRequestSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    agency = fields.Nested(PartySchema, required=True)
    topic = fields.String(required=True)
    text = fields.String(required=True)
    by = fields.String(required=True)
    asked_at = Instant(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    response_seconds = fields.Integer(required=True, allow_none=True)
    answers = fields.List(fields.Nested(HelpAnswerSchema), required=True)
    score = fields.Integer(required=True, allow_none=True)
    comment = fields.String(required=True)


class SpanQuery(Query):
    from_on = fields.Date(required=True, data_key="from")
    to_on = fields.Date(required=True, data_key="to", metadata={"description": "含当天"})


class ResponseTimeSchema(ma.Schema):
    agency = fields.Nested(PartySchema, required=True)
    asked = fields.Integer(required=True)
    unanswered = fields.Integer(required=True)
    median_seconds = fields.Integer(required=True, allow_none=True)
    p90_seconds = fields.Integer(required=True, allow_none=True)
    longest_seconds = fields.Integer(required=True, allow_none=True)
    scored = fields.Integer(required=True)
    mean_score = fields.Float(required=True, allow_none=True)


class ResponseTimesSchema(ma.Schema):
    agencies = fields.List(fields.Nested(ResponseTimeSchema), required=True)


class BookingQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(BOOKING_STATES))
    unit_id = fields.UUID(load_default=None, allow_none=True)


class BookingDraftSchema(Schema):
    id = fields.UUID(required=True)
    wished_on = fields.Date(required=True)
    note = Text(load_default="", most=1000)
    hazard_id = fields.UUID(load_default=None, allow_none=True)


class BookingReplyDraftSchema(Schema):
    confirmed_on = fields.Date(load_default=None, allow_none=True)
    text = Text(load_default="", most=500)


class BookingReplySchema(ma.Schema):
    confirmed_on = fields.Date(required=True, allow_none=True)
    text = fields.String(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)


class RecheckBookingSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    hazard_id = fields.UUID(required=True, allow_none=True)
    wished_on = fields.Date(required=True)
    note = fields.String(required=True)
    by = fields.String(required=True)
    asked_at = Instant(required=True)
    state = fields.String(required=True, validate=validate.OneOf(BOOKING_STATES))
    reply = fields.Nested(BookingReplySchema, required=True, allow_none=True)
