"""Wire shapes of classes and of sign-in to them."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from courses.lessons.rules.meetings import MeetingDraft, MeetingMove
from courses.lessons.schemas.instants import ClaimedInstant
from courses.lessons.services.attendance import Entry, SignIn
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text, Whole


class MeetingQuery(PageQuery):
    when = fields.String(load_default=None, validate=validate.OneOf(["coming", "past"]))


class ClassMeetingContentSchema(Schema):
    title = Text(least=1, most=120, required=True)
    place = Text(least=1, most=120, required=True)
    teacher = Text(least=1, most=64, required=True)
    starts_at = ClaimedInstant(required=True)
    ends_at = ClaimedInstant(required=True)
    seconds = Whole(least=1, most=12 * 3600, required=True)
    course_id = fields.UUID(load_default=None, allow_none=True)


class ClassMeetingDraftSchema(ClassMeetingContentSchema):
    id = fields.UUID(required=True)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> MeetingDraft:
        return MeetingDraft(**payload)


class ClassCancellationSchema(Schema):
    reason = Text(least=2, most=200, required=True)


class ClassMoveSchema(Schema):
    starts_at = ClaimedInstant(required=True)
    ends_at = ClaimedInstant(required=True)
    reason = Text(least=2, most=200, required=True)

    @post_load
    def move(self, payload: dict[str, Any], **_: Any) -> MeetingMove:
        return MeetingMove(**payload)


class AttendanceSchema(ma.Schema):
    id = fields.UUID(required=True)
    meeting_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    way = fields.String(required=True, validate=validate.OneOf(["code", "teacher"]))
    recorded_at = Instant(required=True, allow_none=True)
    received_at = Instant(required=True)
    is_doubtful = fields.Boolean(required=True)
    doubt = fields.String(required=True, validate=validate.OneOf(["", "clock"]))
    is_refused = fields.Boolean(required=True)
    note = fields.String(required=True)


class NamedAttendanceSchema(AttendanceSchema):
    name = fields.String(required=True)
    post = fields.String(required=True)
    place = fields.String(required=True, metadata={"description": "所在单位或机关"})


class ClassMeetingSchema(ma.Schema):
    id = fields.UUID(required=True)
    course_id = fields.UUID(required=True, allow_none=True)
    title = fields.String(required=True)
    place = fields.String(required=True)
    teacher = fields.String(required=True)
    on_day = fields.Date(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    seconds = fields.Integer(required=True)
    owner = fields.String(required=True)
    present = fields.Integer(required=True)
    doubtful = fields.Integer(required=True)
    cancelled_at = Instant(required=True, allow_none=True)
    cancelled_reason = fields.String(required=True)
    moved_reason = fields.String(required=True)
    version = fields.Integer(required=True)


class ClassMeetingInFullSchema(ClassMeetingSchema):
    is_editable = fields.Boolean(required=True)
    attendances = fields.List(fields.Nested(NamedAttendanceSchema), required=True)


class ClassWallStepSchema(ma.Schema):
    code = fields.String(required=True)
    modules = fields.String(required=True, metadata={"description": "33×33 二维码的深色格，逐行按位，base64"})


class ClassWallSchema(ma.Schema):
    meeting_id = fields.UUID(required=True)
    title = fields.String(required=True)
    step_seconds = fields.Integer(required=True)
    first_step = fields.Integer(required=True, metadata={"description": "自 1970 年起的步数"})
    server_now = Instant(required=True)
    steps = fields.List(fields.Nested(ClassWallStepSchema), required=True)


class PeopleQuery(Query):
    search = Text(most=20, load_default="")


class ClassPersonSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)


class ClassPeopleSchema(ma.Schema):
    people = fields.List(fields.Nested(ClassPersonSchema), required=True)


class AttendanceEntrySchema(Schema):
    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    note = Text(most=200, load_default="")

    @post_load
    def entry(self, payload: dict[str, Any], **_: Any) -> Entry:
        return Entry(**payload)


class AttendanceRulingSchema(Schema):
    was_there = fields.Boolean(required=True)
    note = Text(most=200, load_default="")


class ClassSignInSchema(Schema):
    id = fields.UUID(required=True)
    meeting_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "扫码时有，手输时为空"})
    code = fields.String(required=True, validate=validate.Regexp(r"^\d{6}\Z", error="应为 6 位数字"))
    recorded_at = ClaimedInstant(required=True)
    sent_at = ClaimedInstant(required=True)

    @post_load
    def sign_in(self, payload: dict[str, Any], **_: Any) -> SignIn:
        return SignIn(**payload)


class MyMeetingSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    place = fields.String(required=True)
    teacher = fields.String(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    seconds = fields.Integer(required=True)
    cancelled_at = Instant(required=True, allow_none=True)
    cancelled_reason = fields.String(required=True)
    attendance = fields.Nested(AttendanceSchema, required=True, allow_none=True)


class MyMeetingsSchema(ma.Schema):
    meetings = fields.List(fields.Nested(MyMeetingSchema), required=True)


class ClassSignedInSchema(AttendanceSchema):
    title = fields.String(required=True)
    seconds = fields.Integer(required=True)
