"""Wire shapes of blueprints."""

from __future__ import annotations

from marshmallow import fields, validate

from courses.items.rules import Category, ItemType
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole

_CATEGORIES = [category.value for category in Category]
_TYPES = [kind.value for kind in ItemType]
_STATES = ("live", "retired")


class BlueprintRowSchema(Schema):
    category = fields.String(required=True, validate=validate.OneOf(_CATEGORIES))
    type = fields.String(required=True, validate=validate.OneOf(_TYPES))
    count = Whole(required=True, least=1, most=200)
    worth_x100 = Whole(required=True, least=1, most=100_000, metadata={"description": "每题分值，以百分之一分计"})
    point_code = fields.String(load_default=None, allow_none=True, validate=validate.Length(min=1, max=40))
    least_difficulty = Whole(load_default=1, least=1, most=5)
    most_difficulty = Whole(load_default=5, least=1, most=5)


class MarkingRulesSchema(Schema):
    pass_percent = Whole(load_default=60, least=1, most=100)
    partial_percent = Whole(load_default=50, least=0, most=100)
    sections = fields.Dict(
        keys=fields.String(validate=validate.OneOf(_CATEGORIES)),
        values=Whole(least=0, most=100),
        load_default=dict,
        metadata={"description": "各类知识的最低得分率"},
    )
    shuffle_items = fields.Boolean(load_default=True)
    shuffle_options = fields.Boolean(load_default=True)
    parallel = Whole(load_default=1, least=1, most=8)
    most_uses = Whole(load_default=None, allow_none=True, least=1, most=1000)


class BlueprintTableSchema(Schema):
    rows = fields.List(fields.Nested(BlueprintRowSchema), required=True, validate=validate.Length(min=1, max=200))
    marking = fields.Nested(MarkingRulesSchema, required=True)


class BlueprintContentSchema(BlueprintTableSchema):
    title = Text(required=True, least=1, most=120)


class NewBlueprintSchema(BlueprintContentSchema):
    id = fields.UUID(required=True)


class BlueprintQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(_STATES))


class BlueprintSchema(BlueprintContentSchema):
    id = fields.UUID(required=True)
    agency_id = fields.UUID(required=True, allow_none=True)
    agency_name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    number = fields.Integer(required=True)
    current_version_id = fields.UUID(required=True)
    worth_x100 = fields.Integer(required=True)
    created_at = Instant(required=True)
    version = fields.Integer(required=True)
    is_mine = fields.Boolean(required=True)


class BlueprintVersionSchema(Schema):
    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    rows = fields.List(fields.Nested(BlueprintRowSchema), required=True)
    marking = fields.Nested(MarkingRulesSchema, required=True)
    worth_x100 = fields.Integer(required=True)
    at = Instant(required=True)


class BlueprintFileSchema(BlueprintSchema):
    versions = fields.List(fields.Nested(BlueprintVersionSchema), required=True)


class CellSchema(Schema):
    row = fields.Integer(required=True)
    need = fields.Integer(required=True)
    have = fields.Integer(required=True)
    short = fields.Boolean(required=True)


class TableProblemSchema(Schema):
    field = fields.String(required=True)
    code = fields.String(required=True)
    message = fields.String(required=True)


class AvailabilitySchema(Schema):
    cells = fields.List(fields.Nested(CellSchema), required=True)
    is_feasible = fields.Boolean(required=True)
    need = fields.Integer(required=True, allow_none=True)
    have = fields.Integer(required=True, allow_none=True)
    overlap = fields.Integer(required=True, allow_none=True, metadata={"description": "平行卷之间重复使用的题数"})
    problems = fields.List(fields.Nested(TableProblemSchema), required=True)


class TryoutSlotSchema(Schema):
    slot = fields.Integer(required=True)
    item_id = fields.UUID(required=True)
    item_code = fields.String(required=True)
    type = fields.String(required=True)
    section = fields.String(required=True)
    worth_x100 = fields.Integer(required=True)
    difficulty = fields.Integer(required=True)
    content = fields.Dict(required=True, metadata={"description": "考生所见，不含答案"})


class TryoutSetSchema(Schema):
    variant = fields.Integer(required=True)
    hardness_x100 = fields.Integer(required=True, metadata={"description": "以分值加权的平均难度"})
    slots = fields.List(fields.Nested(TryoutSlotSchema), required=True)


class TryoutSchema(Schema):
    sets = fields.List(fields.Nested(TryoutSetSchema), required=True)
    overlap = fields.Integer(required=True)
