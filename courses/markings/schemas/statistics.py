"""Wire shapes of statistics."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from courses.markings.schemas.regrades import RegradeVersionSchema
from courses.markings.schemas.results import SECTIONS, TYPES, SummarySessionSchema
from server.web.schemas import Instant

FLAGS = ["negative", "hard", "easy"]


def _figure(what: str) -> fields.Float:
    return fields.Float(required=True, allow_none=True, metadata={"description": what})


class FormStatisticSchema(ma.Schema):
    """One set of items that papers were made of; points in hundredths."""

    attempts = fields.Integer(required=True)
    items = fields.Integer(required=True)
    mean = fields.Float(required=True)
    deviation = _figure("standard deviation of the totals")
    reliability = _figure("Cronbach's α")
    cic = _figure("coefficient of internal consistency, percent")
    error_ratio = _figure("percent of the deviation that is chance")
    error = _figure("standard error of a total")


class ItemStatisticSchema(ma.Schema):
    version_id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    code = fields.String(required=True)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    section = fields.String(required=True, validate=validate.OneOf(SECTIONS))
    stem = fields.String(required=True)
    attempts = fields.Integer(required=True)
    facility = fields.Float(required=True)
    difficulty = fields.Float(required=True, metadata={"description": "难度 P"})
    discrimination_d = _figure("区分度 D: best against worst 27 percent")
    deviation = _figure("standard deviation of the marks, hundredths of a point")
    discrimination_index = _figure("correlation with the rest, percent")
    discriminative_efficiency = _figure("percent of the greatest covariance possible")
    effective_weight = _figure("percent of the totals' spread")
    flags = fields.List(fields.String(validate=validate.OneOf(FLAGS)), required=True)


class SessionStatisticsSchema(ma.Schema):
    session = fields.Nested(SummarySessionSchema, required=True)
    counted_at = Instant(required=True, allow_none=True)
    attempts = fields.Integer(required=True)
    forms = fields.List(fields.Nested(FormStatisticSchema), required=True)
    items = fields.List(fields.Nested(ItemStatisticSchema), required=True)


class PickSchema(ma.Schema):
    option = fields.String(required=True)
    all = fields.Integer(required=True)
    top = fields.Integer(required=True)
    bottom = fields.Integer(required=True)


class ItemStatisticFileSchema(ItemStatisticSchema):
    version = fields.Nested(RegradeVersionSchema, required=True)
    keys = fields.List(fields.Dict(), required=True)
    picks = fields.List(fields.Nested(PickSchema), required=True)
