"""Wire shapes of publicity activities and micro-courses."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from courses.activities.rules import ActivityKind
from server.units.attachments.schemas import AttachmentSchema, files_field
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text, Whole

KINDS = [kind.value for kind in ActivityKind]
_QUESTIONS = ["single", "multiple", "true_false"]
_YEAR = validate.Range(min=2000, max=2100)
_ID = validate.Regexp(r"^[a-z0-9]{1,12}\Z", error="应为编号")


class ActivityQuery(PageQuery):
    unit_id = fields.UUID(load_default=None)
    year = fields.Integer(load_default=None, validate=_YEAR)
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))


class MicroCourseQuery(PageQuery):
    unit_id = fields.UUID(load_default=None)


class TrainingYearQuery(Query):
    year = fields.Integer(load_default=None, validate=_YEAR, metadata={"description": "缺省为今年"})


class ActivityYearQuery(PageQuery):
    year = fields.Integer(load_default=None, validate=_YEAR, metadata={"description": "缺省为今年"})


class ActivityDraftSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    title = Text(least=1, most=120, required=True)
    on_day = fields.Date(required=True)
    place = Text(least=1, most=120, required=True)
    head_count = Whole(required=True, least=1, most=1_000_000)
    summary = Text(most=4000, load_default="")
    photos = files_field(load_default=list, most=20)

    @post_load
    def tuples(self, payload: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**payload, "photos": tuple(payload["photos"])}


class PublicityWithdrawalSchema(Schema):
    reason = Text(least=1, most=200, required=True)


class ActivityUnitSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class ActivitySchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(ActivityUnitSchema, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    title = fields.String(required=True)
    on_day = fields.Date(required=True)
    place = fields.String(required=True)
    head_count = fields.Integer(required=True)
    summary = fields.String(required=True)
    photos = fields.List(fields.Nested(AttachmentSchema), required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)
    is_counted = fields.Boolean(required=True)
    withdrawn_reason = fields.String(required=True)
    withdrawn_at = Instant(required=True, allow_none=True)


class MicroPageSchema(Schema):
    title = Text(least=1, most=120, required=True)
    text = Text(least=1, most=8000, required=True)


class MicroOptionSchema(Schema):
    id = fields.String(required=True, validate=_ID)
    text = Text(least=1, most=300, required=True)


class _Right(fields.Field):
    """True or false, or ids of options."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool):
            return value
        if isinstance(value, list) and 1 <= len(value) <= 10 and all(isinstance(id, str) for id in value):
            return sorted(value)
        raise ma.ValidationError("应为对错，或选项编号的列表")


class MicroQuestionSchema(Schema):
    id = fields.String(required=True, validate=_ID)
    type = fields.String(required=True, validate=validate.OneOf(_QUESTIONS))
    stem = Text(least=1, most=1000, required=True)
    options = fields.List(fields.Nested(MicroOptionSchema), load_default=list, validate=validate.Length(max=10))
    right = _Right(
        required=True,
        metadata={"description": "判断题为 true 或 false，其他为选项编号的列表", "type": ["boolean", "array"]},
    )
    explanation = Text(most=1000, load_default="")


class MicroCourseDraftSchema(Schema):
    id = fields.UUID(required=True)
    title = Text(least=1, most=120, required=True)
    pages = fields.List(
        fields.Nested(MicroPageSchema), required=True, validate=validate.Length(min=1, max=30, error="应为 1 到 30 页")
    )
    questions = fields.List(
        fields.Nested(MicroQuestionSchema),
        required=True,
        validate=validate.Length(min=1, max=50, error="应为 1 到 50 道题"),
    )
    pass_percent = Whole(load_default=60, least=0, most=100)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)


class MicroCourseSchema(ma.Schema):
    """Participants are devices that answered: nobody is named."""

    id = fields.UUID(required=True)
    unit = fields.Nested(ActivityUnitSchema, required=True)
    title = fields.String(required=True)
    pages = fields.List(fields.Dict(), required=True)
    questions = fields.List(fields.Dict(), required=True)
    pass_percent = fields.Integer(required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["waiting", "open", "closed", "withdrawn"]))
    path = fields.String(required=True, metadata={"description": "公开页面的路径"})
    participants = fields.Integer(required=True)
    passed = fields.Integer(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)
    withdrawn_reason = fields.String(required=True)


class MicroCourseLinkSchema(ma.Schema):
    address = fields.String(required=True)
    qr = fields.String(required=True, metadata={"description": "二维码，data: 地址的 SVG"})


class ActivityYearSchema(ma.Schema):
    unit = fields.Nested(ActivityUnitSchema, required=True)
    year = fields.Integer(required=True)
    activity_count = fields.Integer(required=True)
    head_count = fields.Integer(required=True)
    photo_count = fields.Integer(required=True)
    micro_participants = fields.Integer(required=True)
    micro_passed = fields.Integer(required=True)


class ActivityKindCountSchema(ma.Schema):
    kind = fields.String(required=True)
    count = fields.Integer(required=True)


class MicroCourseCountSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    participants = fields.Integer(required=True)
    passed = fields.Integer(required=True)


class TrainingYearSchema(ActivityYearSchema):
    by_kind = fields.List(fields.Nested(ActivityKindCountSchema), required=True)
    activities = fields.List(fields.Nested(ActivitySchema), required=True)
    micro_courses = fields.List(fields.Nested(MicroCourseCountSchema), required=True)
