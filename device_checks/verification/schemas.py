"""Thresholds on the wire."""

from __future__ import annotations

from marshmallow import fields

from server.web.schemas import Instant, Schema, Text


class LimitSchema(Schema):
    doubt = fields.Float(required=True)
    fault = fields.Float(required=True)


class ThresholdsSchema(Schema):
    version = fields.String(required=True)
    match = fields.Float(required=True)
    limits = fields.Dict(keys=fields.String(), values=fields.Nested(LimitSchema), required=True)


class ThresholdDraftSchema(Schema):
    id = fields.UUID(required=True)
    match = fields.Float(required=True)
    limits = fields.Dict(keys=fields.String(), values=fields.Nested(LimitSchema), required=True)
    note = Text(least=1, most=400, required=True)
    from_on = fields.Date(required=True)


class ThresholdSetSchema(Schema):
    id = fields.UUID(required=True)
    version = fields.String(required=True)
    thresholds = fields.Nested(ThresholdsSchema, required=True)
    evaluation = fields.Dict(keys=fields.String(), allow_none=True, required=True)
    note = fields.String(required=True)
    from_on = fields.Date(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)


class ShippedSchema(Schema):
    thresholds = fields.Nested(ThresholdsSchema, required=True)
    evaluation = fields.Dict(keys=fields.String(), required=True)


class PictureEvaluationSchema(Schema):
    in_force = fields.Nested(ThresholdSetSchema, allow_none=True, required=True)
    shipped = fields.Nested(ShippedSchema, required=True)
    history = fields.List(fields.Nested(ThresholdSetSchema), required=True)
