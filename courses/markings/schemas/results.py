"""Wire shapes of results."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from courses.items.rules.kinds import Category, ItemType
from server.web.paging import PageQuery
from server.web.schemas import Instant

SECTIONS = [category.value for category in Category]
TYPES = [type.value for type in ItemType]
BY = ["key", "person", "full_credit", "void"]


class ResultQuery(PageQuery):
    passed = fields.Boolean(load_default=None, allow_none=True)


class ResultPersonSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class ResultSessionSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    starts_at = Instant(required=True)


class PlainResultSchema(ma.Schema):
    id = fields.UUID(required=True)
    attempt_id = fields.UUID(required=True)
    session_id = fields.UUID(required=True)
    revision = fields.Integer(required=True)
    points_x100 = fields.Integer(required=True)
    worth_x100 = fields.Integer(required=True)
    passed = fields.Boolean(required=True)
    sections = fields.Dict(
        keys=fields.String(validate=validate.OneOf(SECTIONS)),
        values=fields.List(fields.Integer(), validate=validate.Length(equal=2)),
        required=True,
        metadata={"description": "category → [points_x100, worth_x100]"},
    )
    at = Instant(required=True)


class ExamResultSchema(PlainResultSchema):
    try_no = fields.Integer(required=True)
    person = fields.Nested(ResultPersonSchema, required=True)
    unit_name = fields.String(required=True)


class ResultSlotSchema(ma.Schema):
    slot = fields.Integer(required=True)
    version_id = fields.UUID(required=True)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    section = fields.String(required=True, validate=validate.OneOf(SECTIONS))
    worth_x100 = fields.Integer(required=True)
    points_x100 = fields.Integer(required=True)
    by = fields.String(required=True, validate=validate.OneOf(BY))
    content = fields.Dict(required=True)
    options = fields.List(fields.String(), required=True, metadata={"description": "the order the candidate saw"})
    value = fields.Raw(required=True, allow_none=True)
    keys = fields.List(fields.Dict(), required=True, metadata={"description": "any of them counts as right"})
    explanation = fields.String(required=True)


class ResultMarkSchema(ma.Schema):
    slot = fields.Integer(required=True)
    part = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf(["first", "second", "adjudicator"]))
    points_x100 = fields.Integer(required=True)
    worth_x100 = fields.Integer(required=True)
    note = fields.String(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)


class ResultRevisionSchema(ma.Schema):
    id = fields.UUID(required=True)
    revision = fields.Integer(required=True)
    points_x100 = fields.Integer(required=True)
    worth_x100 = fields.Integer(required=True)
    passed = fields.Boolean(required=True)
    regrade_id = fields.UUID(required=True, allow_none=True)
    at = Instant(required=True)


class ResultFileSchema(ExamResultSchema):
    live = fields.Boolean(required=True)
    pass_percent = fields.Integer(required=True)
    slots = fields.List(fields.Nested(ResultSlotSchema), required=True)
    marks = fields.List(fields.Nested(ResultMarkSchema), required=True)
    revisions = fields.List(fields.Nested(ResultRevisionSchema), required=True)


class OwnResultSchema(PlainResultSchema):
    session = fields.Nested(ResultSessionSchema, required=True)
    can_review = fields.Boolean(required=True)


class OwnResultFileSchema(OwnResultSchema):
    pass_percent = fields.Integer(required=True)
    least_percents = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    slots = fields.List(fields.Nested(ResultSlotSchema), required=True)


class SummarySessionSchema(ResultSessionSchema):
    state = fields.String(required=True)


class ResultSummarySchema(ma.Schema):
    session = fields.Nested(SummarySessionSchema, required=True)
    pass_percent = fields.Integer(required=True)
    sections = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    candidates = fields.Integer(required=True)
    submitted = fields.Integer(required=True)
    marked = fields.Integer(required=True)
    open_answers = fields.Integer(required=True)
    passed = fields.Integer(required=True)
    mean_percent = fields.Float(required=True, allow_none=True)
    bars = fields.List(fields.Integer(), required=True, metadata={"description": "attempts by tenth of the worth"})


class SatSessionSchema(SummarySessionSchema):
    marked = fields.Integer(required=True)
    passed = fields.Integer(required=True)
    open_answers = fields.Integer(required=True)
