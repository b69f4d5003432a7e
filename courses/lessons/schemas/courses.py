"""Wire shapes of courses and lessons, for whoever keeps them."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from courses.lessons.rules.courses import Category, CourseDraft, CourseKind, CourseState, LessonDraft, LessonKind
from courses.trainees.rules import Audience
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Sha256, Text, Whole

CATEGORIES = [item.value for item in Category]
KINDS = [item.value for item in CourseKind]
STATES = [item.value for item in CourseState]
LESSON_KINDS = [item.value for item in LessonKind]
AUDIENCES = [item.value for item in Audience]
MOST_LESSONS = 200


def _audiences(**options: Any) -> fields.List:
    return fields.List(
        fields.String(validate=validate.OneOf(AUDIENCES)), validate=validate.Length(max=len(AUDIENCES)), **options
    )


class CourseQuery(PageQuery):
    category = fields.String(load_default=None, validate=validate.OneOf(CATEGORIES))
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    search = Text(most=60, load_default="")


class CourseChangeSchema(Schema):
    title = Text(least=1, most=120)
    summary = Text(most=2000)
    category = fields.String(validate=validate.OneOf(CATEGORIES))
    kind = fields.String(validate=validate.OneOf(KINDS))
    audiences = _audiences()


class CourseDraftSchema(Schema):
    id = fields.UUID(required=True)
    title = Text(least=1, most=120, required=True)
    summary = Text(most=2000, load_default="")
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    kind = fields.String(load_default=CourseKind.COURSE.value, validate=validate.OneOf(KINDS))
    audiences = _audiences(required=True, metadata={"description": "空：面向所有人"})

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> CourseDraft:
        return CourseDraft(**{**payload, "audiences": tuple(sorted(set(payload["audiences"])))})


class LessonDetailsSchema(Schema):
    """What only some kinds of lessons have."""

    item_ids = fields.List(fields.UUID(), validate=validate.Length(max=100))
    speed_x100 = Whole(least=100, most=200, metadata={"description": "计入学时的最高倍速 ×100，默认 100"})


class LessonContentSchema(Schema):
    title = Text(least=1, most=120, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(LESSON_KINDS))
    text = Text(most=40_000, load_default="")
    file_sha256 = Sha256(load_default="")
    seconds = Whole(least=0, most=8 * 3600, load_default=0)
    package_id = fields.UUID(load_default=None, allow_none=True)
    details = fields.Nested(LessonDetailsSchema, load_default=dict)

    def plain(self, payload: dict[str, Any]) -> dict[str, Any]:
        """As the column keeps it: text instead of ids."""
        details = dict(payload["details"])
        if "item_ids" in details:
            details["item_ids"] = [str(id) for id in details["item_ids"]]
        return {**payload, "details": details}


class LessonDraftSchema(LessonContentSchema):
    id = fields.UUID(required=True)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> LessonDraft:
        return LessonDraft(**self.plain(payload))


class LessonChangeSchema(LessonContentSchema):
    """All of a lesson's content anew."""

    @post_load
    def content(self, payload: dict[str, Any], **_: Any) -> dict[str, Any]:
        return self.plain(payload)


class LessonOrderSchema(Schema):
    lesson_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=MOST_LESSONS))


class LessonSchema(ma.Schema):
    id = fields.UUID(required=True)
    course_id = fields.UUID(required=True)
    position = fields.Integer(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(LESSON_KINDS))
    text = fields.String(required=True)
    file_sha256 = fields.String(required=True)
    media_type = fields.String(required=True)
    bytes = fields.Integer(required=True)
    seconds = fields.Integer(required=True)
    package_id = fields.UUID(required=True, allow_none=True)
    details = fields.Nested(LessonDetailsSchema, required=True)
    version = fields.Integer(required=True)


class CourseSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    audiences = fields.List(fields.String(validate=validate.OneOf(AUDIENCES)), required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    agency_id = fields.UUID(required=True, allow_none=True)
    unit_id = fields.UUID(required=True, allow_none=True)
    owner = fields.String(required=True)
    published_at = Instant(required=True, allow_none=True)
    lesson_count = fields.Integer(required=True)
    seconds = fields.Integer(required=True)
    version = fields.Integer(required=True)


class CourseInFullSchema(CourseSchema):
    lessons = fields.List(fields.Nested(LessonSchema), required=True)
    learners = fields.Integer(required=True)
    is_editable = fields.Boolean(required=True)


class LessonFileSchema(ma.Schema):
    sha256 = fields.String(required=True)
    media_type = fields.String(required=True)
    bytes = fields.Integer(required=True)
    milliseconds = fields.Integer(required=True, metadata={"description": "视频时长"})


class FilmLinkSchema(ma.Schema):
    path = fields.String(required=True, metadata={"description": "供播放器使用，数小时内有效"})
    expires_at = Instant(required=True)
