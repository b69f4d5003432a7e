"""Wire shapes of practice."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from courses.items.rules.kinds import Category, ItemType
from courses.practice.rules import PracticeAnswer
from server.web.schemas import Instant, Query, Schema, Whole

CATEGORIES = [category.value for category in Category]
MOST_ANSWERS = 100


class PracticeQuery(Query):
    mode = fields.String(load_default="due", validate=validate.OneOf(["due", "free"]))
    category = fields.String(load_default=None, validate=validate.OneOf(CATEGORIES))
    lesson_id = fields.UUID(load_default=None, metadata={"description": "随堂练习：只出这一课时的题"})
    limit = fields.Integer(load_default=20, validate=validate.Range(min=1, max=100))


class PracticeBasisSchema(ma.Schema):
    basis = fields.String(required=True)
    article = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.String(required=True)


class PracticeSolutionSchema(ma.Schema):
    key = fields.Dict(required=True)
    explanation = fields.String(required=True)
    bases = fields.List(fields.Nested(PracticeBasisSchema), required=True)


class PracticeItemSchema(ma.Schema):
    item_id = fields.UUID(required=True)
    version_id = fields.UUID(required=True)
    type = fields.String(required=True, validate=validate.OneOf([type.value for type in ItemType]))
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    content = fields.Dict(required=True)
    wrong_count = fields.Integer(required=True)
    due_at = Instant(required=True, allow_none=True)
    solution = fields.Nested(
        PracticeSolutionSchema,
        required=True,
        allow_none=True,
        metadata={"description": "答题前为空；离线练习包里才有"},
    )


class PracticeSetSchema(ma.Schema):
    items = fields.List(fields.Nested(PracticeItemSchema), required=True)
    due = fields.Integer(required=True)
    total = fields.Integer(required=True)


class PracticeAnswerSchema(Schema):
    id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    version_id = fields.UUID(required=True)
    value = fields.Raw(required=True, allow_none=True)
    seconds = Whole(least=0, most=24 * 3600, required=True)
    recorded_at = Instant(required=True)

    @post_load
    def answer(self, payload: dict[str, Any], **_: Any) -> PracticeAnswer:
        return PracticeAnswer(**payload)


class PracticeAnswersSchema(Schema):
    answers = fields.List(
        fields.Nested(PracticeAnswerSchema), required=True, validate=validate.Length(min=1, max=MOST_ANSWERS)
    )


class PracticeOutcomeSchema(ma.Schema):
    id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    is_right = fields.Boolean(required=True, allow_none=True, metadata={"description": "空：该题此时不能告知对错"})
    due_at = Instant(required=True, allow_none=True)
    solution = fields.Nested(PracticeSolutionSchema, required=True, allow_none=True)


class PracticeOutcomesSchema(ma.Schema):
    results = fields.List(fields.Nested(PracticeOutcomeSchema), required=True)
