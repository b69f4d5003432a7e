"""Wire shapes of what is mine: courses, progress, reports of learning."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from courses.lessons.rules.watching import WatchReport
from courses.lessons.schemas.courses import CourseSchema, LessonSchema
from courses.lessons.schemas.instants import ClaimedInstant
from server.web.schemas import Instant, Schema, Whole

MOST_REPORTS = 200
MOST_SPANS = 500
_FAR = 2**53  # beyond any film; what is absurd counts nothing, and costs the honest rest of the batch nothing


class LessonProgressSchema(ma.Schema):
    lesson_id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    spans = fields.List(fields.List(fields.Integer()), required=True, metadata={"description": "已看区间，毫秒"})
    seconds = fields.Integer(required=True, metadata={"description": "已计入的秒数"})
    late_ms = fields.Integer(required=True, metadata={"description": "其中离线补传的学习时间，毫秒"})
    position_ms = fields.Integer(required=True)
    finished_at = Instant(required=True, allow_none=True)


class MyLessonSchema(LessonSchema):
    progress = fields.Nested(LessonProgressSchema, required=True, allow_none=True)


class MyCourseSchema(CourseSchema):
    lessons = fields.List(fields.Nested(MyLessonSchema), required=True)


class MyCoursesSchema(ma.Schema):
    courses = fields.List(fields.Nested(MyCourseSchema), required=True)


class CourseOpeningSchema(ma.Schema):
    course_id = fields.UUID(required=True)
    opened_at = Instant(required=True)


class WatchReportSchema(Schema):
    id = fields.UUID(required=True)
    lesson_id = fields.UUID(required=True)
    spans = fields.List(
        fields.List(Whole(least=-_FAR, most=_FAR), validate=validate.Length(equal=2, error="应为起止两个数")),
        required=True,
        validate=validate.Length(max=MOST_SPANS, error=f"最多 {MOST_SPANS} 段"),
    )
    position_ms = Whole(least=-_FAR, most=_FAR, load_default=0)
    started_at = ClaimedInstant(required=True)
    ended_at = ClaimedInstant(required=True)

    @post_load
    def report(self, payload: dict[str, Any], **_: Any) -> WatchReport:
        return WatchReport(**{**payload, "spans": tuple((span[0], span[1]) for span in payload["spans"])})


class LearnedDraftSchema(Schema):
    sent_at = ClaimedInstant(required=True, metadata={"description": "手机发送时的时间，用于校正时钟"})
    reports = fields.List(
        fields.Nested(WatchReportSchema),
        required=True,
        validate=validate.Length(max=MOST_REPORTS, error=f"最多 {MOST_REPORTS} 条"),
    )


class LearnedVerdictSchema(ma.Schema):
    id = fields.UUID(required=True)
    verdict = fields.String(required=True, validate=validate.OneOf(["kept", "late", "untimed", "unknown"]))


class LearnedSchema(ma.Schema):
    verdicts = fields.List(fields.Nested(LearnedVerdictSchema), required=True)
    lessons = fields.List(fields.Nested(LessonProgressSchema), required=True)
