"""Wire shapes of sessions, candidates and attempts, for those who plan and watch."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from courses.exams.rules.sessions import CandidateState, Repeat, RepeatDraft, SessionDraft, SessionKind, Standing
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole

DAY = 86_400
KINDS = [kind.value for kind in SessionKind]
STANDINGS = [standing.value for standing in Standing]
PAPERS_STATES = ["none", "asked", "made", "short"]
SESSION_STATES = ["planned", "closed", "cancelled"]
MOST_PEOPLE = 5000


class SessionQuery(PageQuery):
    state = fields.String(load_default=None, validate=validate.OneOf([*SESSION_STATES, "open"]))
    cycle_id = fields.UUID(load_default=None)
    on = fields.Date(load_default=None)
    q = fields.String(load_default="", validate=validate.Length(max=60))


class ExamSessionChangesSchema(Schema):
    """What may be changed while nobody has started; only what is sent is changed."""

    title = Text(least=1, most=120)
    blueprint_version_id = fields.UUID()
    cycle_id = fields.UUID(allow_none=True)
    place = Text(most=120)
    starts_at = Instant()
    start_closes_at = Instant()
    duration_seconds = Whole(least=60, most=DAY)
    grace_seconds = Whole(least=0, most=600)
    upload_seconds = Whole(least=0, most=7 * DAY)
    most_tries = Whole(least=1, most=5)
    fixed_end = fields.Boolean()
    camera_checks = fields.Boolean()


class ExamSessionDraftSchema(Schema):
    id = fields.UUID(required=True)
    title = Text(least=1, most=120, required=True)
    blueprint_version_id = fields.UUID(required=True)
    cycle_id = fields.UUID(load_default=None, allow_none=True)
    place = Text(most=120, load_default="")
    starts_at = Instant(required=True)
    start_closes_at = Instant(required=True)
    duration_seconds = Whole(least=60, most=DAY, required=True)
    grace_seconds = Whole(least=0, most=600, load_default=30)
    upload_seconds = Whole(least=0, most=7 * DAY, load_default=DAY)
    most_tries = Whole(least=1, most=5, load_default=1)
    fixed_end = fields.Boolean(load_default=False)
    camera_checks = fields.Boolean(load_default=False)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> SessionDraft:
        return SessionDraft(**payload)


class ExamRepeatDraftSchema(Schema):
    """A makeup (absent, deferred) or retake (failed); what is left out is the earlier session's."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["makeup", "retake"]))
    who = fields.List(
        fields.String(validate=validate.OneOf([one.value for one in Repeat])),
        required=True,
        validate=validate.Length(min=1, max=3),
    )
    starts_at = Instant(required=True)
    start_closes_at = Instant(required=True)
    title = Text(least=1, most=120, load_default=None, allow_none=True)
    place = Text(most=120, load_default=None, allow_none=True)
    duration_seconds = Whole(least=60, most=DAY, load_default=None, allow_none=True)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> RepeatDraft:
        return RepeatDraft(**{**payload, "who": tuple(payload["who"])})


class SessionCountsSchema(ma.Schema):
    candidates = fields.Integer(required=True)
    checked_in = fields.Integer(required=True)
    started = fields.Integer(required=True)
    running = fields.Integer(required=True)
    deferred = fields.Integer(required=True)


class SessionBlueprintSchema(ma.Schema):
    blueprint_id = fields.UUID(required=True)
    title = fields.String(required=True)
    number = fields.Integer(required=True)
    worth_x100 = fields.Integer(required=True)


class ExamSessionSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    agency_id = fields.UUID(required=True, allow_none=True)
    agency_name = fields.String(required=True)
    cycle_id = fields.UUID(required=True, allow_none=True)
    blueprint_version_id = fields.UUID(required=True)
    blueprint = fields.Nested(SessionBlueprintSchema, required=True, allow_none=True)
    earlier_id = fields.UUID(required=True, allow_none=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    place = fields.String(required=True)
    starts_at = Instant(required=True)
    start_closes_at = Instant(required=True)
    duration_seconds = fields.Integer(required=True)
    grace_seconds = fields.Integer(required=True)
    upload_seconds = fields.Integer(required=True)
    most_tries = fields.Integer(required=True)
    fixed_end = fields.Boolean(required=True)
    camera_checks = fields.Boolean(required=True)
    papers_state = fields.String(required=True, validate=validate.OneOf(PAPERS_STATES))
    papers_problem = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(SESSION_STATES))
    ended_reason = fields.String(required=True)
    created_at = Instant(required=True)
    version = fields.Integer(required=True)
    counts = fields.Nested(SessionCountsSchema, required=True)


class ExamEndSchema(Schema):
    state = fields.String(required=True, validate=validate.OneOf(["closed", "cancelled"]))
    reason = Text(most=200, load_default="")


class ExamEnlistSchema(Schema):
    person_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST_PEOPLE))
    from_cycle = fields.Boolean(load_default=False, metadata={"description": "轮训计划中尚未合格的人员"})


class ExamEnlistedSchema(ma.Schema):
    added = fields.Integer(required=True)


class CandidateQuery(PageQuery):
    standing = fields.String(
        load_default=None,
        validate=validate.OneOf(["not_started", "running", "submitted", "deferred", "flagged"]),
    )
    q = fields.String(load_default="", validate=validate.Length(max=60))


class ExamCandidateChangesSchema(Schema):
    extra_seconds = Whole(least=0, most=DAY)
    extra_reason = Text(most=200)
    state = fields.String(validate=validate.OneOf([state.value for state in CandidateState]))
    excused_reason = Text(most=200)


class ExamOutcomeSchema(ma.Schema):
    points_x100 = fields.Integer(required=True)
    worth_x100 = fields.Integer(required=True)
    passed = fields.Boolean(required=True)


class ExamAttemptSchema(ma.Schema):
    id = fields.UUID(required=True)
    candidate_id = fields.UUID(required=True)
    try_no = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["running", "submitted"]))
    started_at = Instant(required=True)
    deadline_at = Instant(required=True)
    closes_at = Instant(required=True)
    submitted_at = Instant(required=True, allow_none=True)
    ended_by = fields.String(required=True, validate=validate.OneOf(["", "candidate", "deadline"]))
    seen_at = Instant(required=True)
    remaining_ms = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    late_count = fields.Integer(required=True)
    flags = fields.List(fields.String(), required=True)
    events = fields.Integer(required=True)
    away_seconds = fields.Integer(required=True)
    result = fields.Nested(ExamOutcomeSchema, required=True, allow_none=True)


class ExamNamedSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class ExamCandidateSchema(ma.Schema):
    id = fields.UUID(required=True)
    session_id = fields.UUID(required=True)
    person = fields.Nested(ExamNamedSchema, required=True)
    unit = fields.Nested(ExamNamedSchema, required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in CandidateState]))
    standing = fields.String(required=True, validate=validate.OneOf(STANDINGS))
    extra_seconds = fields.Integer(required=True)
    extra_reason = fields.String(required=True)
    excused_reason = fields.String(required=True)
    checked_in_at = Instant(required=True, allow_none=True)
    has_photo = fields.Boolean(required=True)
    takeovers = fields.Integer(required=True)
    flags = fields.List(fields.String(), required=True)
    papers = fields.Integer(required=True)
    attempts = fields.List(fields.Nested(ExamAttemptSchema), required=True)
    version = fields.Integer(required=True)


class ExamResponseSchema(ma.Schema):
    slot = fields.Integer(required=True)
    seq = fields.Integer(required=True)
    value = fields.Raw(required=True, allow_none=True)
    at = Instant(required=True)


class ExamResponseLogSchema(ma.Schema):
    slot = fields.Integer(required=True)
    seq = fields.Integer(required=True)
    value = fields.Raw(required=True, allow_none=True)
    device = fields.String(required=True)
    recorded_at = Instant(required=True, allow_none=True)
    received_at = Instant(required=True)
    by = fields.String(required=True, validate=validate.OneOf(["save", "submit", "rescue"]))
    verdict = fields.String(required=True, validate=validate.OneOf(["counted", "older", "late", "other"]))


class ExamProctorEventSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    seconds = fields.Integer(required=True, allow_none=True)
    has_picture = fields.Function(lambda row: bool(row.sha256), required=True, metadata={"type": "boolean"})
    note = fields.String(required=True)
    recorded_at = Instant(required=True, allow_none=True)
    received_at = Instant(required=True)


class ExamSlotSchema(ma.Schema):
    slot = fields.Integer(required=True)
    item_id = fields.UUID(required=True)
    version_id = fields.UUID(required=True)
    type = fields.String(required=True)
    section = fields.String(required=True)
    worth_x100 = fields.Integer(required=True)


class ExamAttemptSessionSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)


class ExamAttemptCourseSchema(ExamAttemptSchema):
    session = fields.Nested(ExamAttemptSessionSchema, required=True)
    person = fields.Nested(ExamNamedSchema, required=True)
    device = fields.String(required=True)
    slots = fields.List(fields.Nested(ExamSlotSchema), required=True)
    responses = fields.List(fields.Nested(ExamResponseSchema), required=True)
    log = fields.List(fields.Nested(ExamResponseLogSchema), required=True)
    proctoring = fields.List(fields.Nested(ExamProctorEventSchema), required=True)


class ExamRescueFileSchema(Schema):
    format = fields.String(required=True, validate=validate.Equal("shouwang-rescue-1", error="不是作答文件"))
    attempt_id = fields.UUID(required=True)
    sealed = fields.String(required=True, validate=validate.Length(min=16, max=1_500_000))
