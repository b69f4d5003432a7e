"""Wire shapes of the exam room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from courses.exams.errors import RescueUnreadable
from courses.exams.queries.candidates import remaining_ms
from courses.exams.rules.answers import Answer, Verdict
from courses.exams.schemas.sessions import (
    KINDS,
    PAPERS_STATES,
    SESSION_STATES,
    STANDINGS,
    ExamAttemptSchema,
    ExamOutcomeSchema,
)
from courses.exams.services.answering import Receipt
from courses.exams.services.checking_in import CheckInDraft
from courses.exams.services.proctoring import Happening
from server.core.canonical import NotCanonical
from server.web.schemas import Instant, Schema, Sha256, Text, Whole

MOST_ANSWERS = 500
MOST_SLOT = 999
MOST_VALUE_BYTES = 40_000


class ExamAnswerSchema(Schema):
    slot = Whole(least=0, most=MOST_SLOT, required=True)
    seq = Whole(least=1, required=True)
    value = fields.Raw(required=True, allow_none=True)
    recorded_at = Instant(load_default=None, allow_none=True)


class Answers(fields.List):
    """A list of ExamAnswerSchema, read by hand: a hundred answers come with every submission."""

    def __init__(self, **options: Any) -> None:
        super().__init__(fields.Nested(ExamAnswerSchema), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Answer]:  # type: ignore[override]
        return read_answers(value)


def read_answers(value: Any) -> list[Answer]:
    """Raises ValidationError, with the number of each answer that is wrong."""
    if not isinstance(value, list):
        raise ma.ValidationError(["应为列表"])
    if len(value) > MOST_ANSWERS:
        raise ma.ValidationError([f"一次最多 {MOST_ANSWERS} 个作答"])
    wrong: dict[Any, Any] = {}
    read = []
    for number, one in enumerate(value):
        try:
            read.append(_read(one))
        except ma.ValidationError as error:
            wrong[number] = error.messages
    if wrong:
        raise ma.ValidationError(wrong)
    return read


def _read(one: Any) -> Answer:
    if not isinstance(one, Mapping) or not {"slot", "seq", "value"} <= one.keys():
        raise ma.ValidationError(["应有 slot、seq 和 value"])
    if unknown := one.keys() - {"slot", "seq", "value", "recorded_at"}:
        raise ma.ValidationError({name: ["没有这个字段"] for name in unknown})
    answer = Answer(
        _whole(one, "slot", 0, MOST_SLOT),
        _whole(one, "seq", 1, 2**31 - 1),
        one["value"],
        _instant(one.get("recorded_at")),
    )
    try:
        text = answer.text
    except (NotCanonical, RecursionError) as error:
        raise ma.ValidationError({"value": ["含有无法保存的字符或数值"]}) from error
    if len(text) > MOST_VALUE_BYTES or b"\\u0000" in text:
        raise ma.ValidationError({"value": ["内容过长或含有无法保存的字符"]})
    return answer


def _whole(one: Mapping[str, Any], name: str, least: int, most: int) -> int:
    value = one[name]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ma.ValidationError({name: [f"应为 {least} 到 {most} 的整数"]})
    return value


def _instant(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value)
        if instant.tzinfo is None or not 1970 <= instant.year <= 9000:
            raise ValueError(value)
    except (ValueError, TypeError) as error:
        raise ma.ValidationError({"recorded_at": ["时间格式有误"]}) from error
    return instant


class ExamCheckInSchema(Schema):
    device = Text(least=8, most=64, required=True, metadata={"description": "应用在本机生成的随机编号"})
    take_over = fields.Boolean(load_default=False)
    photo_sha256 = Sha256(load_default=None, allow_none=True)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> CheckInDraft:
        return CheckInDraft(**{**payload, "photo_sha256": payload["photo_sha256"] or ""})


class SealedPaperSchema(ma.Schema):
    id = fields.UUID(required=True)
    sealed = fields.String(required=True)
    plain_sha256 = fields.String(required=True)


class ExamCheckedInSchema(ma.Schema):
    token = fields.String(required=True)
    server_now = Instant(required=True)
    starts_at = Instant(required=True)
    start_closes_at = Instant(required=True)
    duration_seconds = fields.Integer(required=True)
    grace_seconds = fields.Integer(required=True)
    upload_seconds = fields.Integer(required=True)
    candidate_id = fields.UUID(required=True)
    try_no = fields.Integer(required=True)
    attempt_id = fields.UUID(required=True, allow_none=True)
    paper = fields.Nested(SealedPaperSchema, required=True)


class ExamStartSchema(Schema):
    """An empty body: the token says everything."""


class ExamKeptAnswerSchema(ma.Schema):
    slot = fields.Integer(required=True)
    seq = fields.Integer(required=True)
    value = fields.Raw(required=True, allow_none=True)


class ExamStartedSchema(ma.Schema):
    attempt_id = fields.UUID(required=True)
    paper_id = fields.UUID(required=True)
    key = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["running", "submitted"]))
    started_at = Instant(required=True)
    deadline_at = Instant(required=True)
    closes_at = Instant(required=True)
    remaining_ms = fields.Integer(required=True)
    server_now = Instant(required=True)
    last_seqs = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    answers = fields.List(fields.Nested(ExamKeptAnswerSchema), required=True)


class ExamAnswersSchema(Schema):
    attempt_id = fields.UUID(required=True)
    answers = Answers(required=True)


class ExamAckSchema(ma.Schema):
    slot = fields.Integer(required=True)
    seq = fields.Integer(required=True)
    verdict = fields.String(required=True, validate=validate.OneOf([verdict.value for verdict in Verdict]))


class Acks(fields.List):
    """A list of ExamAckSchema, written by hand: a hundred of them answer every submission."""

    def __init__(self, **options: Any) -> None:
        super().__init__(fields.Nested(ExamAckSchema), **options)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> list[dict[str, Any]]:
        return [{"slot": ack.slot, "seq": ack.seq, "verdict": ack.verdict} for ack in value]


class ExamReceiptSchema(ma.Schema):
    state = fields.String(required=True, validate=validate.OneOf(["running", "submitted"]))
    submitted_at = Instant(required=True, allow_none=True)
    deadline_at = Instant(required=True)
    closes_at = Instant(required=True)
    remaining_ms = fields.Integer(required=True)
    server_now = Instant(required=True)
    acks = Acks(required=True)


class ExamHappeningSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z_]{1,15}\Z", error="应为代码"))
    seconds = Whole(least=0, most=7 * 86_400, load_default=None, allow_none=True)
    recorded_at = Instant(load_default=None, allow_none=True)
    note = Text(most=200, load_default="")
    sha256 = fields.String(load_default="", validate=validate.Regexp(r"^([0-9a-f]{64})?\Z", error="不是 SHA-256 值"))

    @post_load
    def happening(self, payload: dict[str, Any], **_: Any) -> Happening:
        return Happening(**payload)


class ExamHappeningsSchema(Schema):
    attempt_id = fields.UUID(required=True)
    events = fields.List(fields.Nested(ExamHappeningSchema), required=True, validate=validate.Length(min=1, max=200))


class ExamKeptSchema(ma.Schema):
    kept = fields.Integer(required=True)


class MySessionSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    starts_at = Instant(required=True)
    start_closes_at = Instant(required=True)
    check_in_opens_at = Instant(required=True)
    duration_seconds = fields.Integer(required=True)
    grace_seconds = fields.Integer(required=True)
    upload_seconds = fields.Integer(required=True)
    fixed_end = fields.Boolean(required=True)
    place = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    camera_checks = fields.Boolean(required=True)
    papers_state = fields.String(required=True, validate=validate.OneOf(PAPERS_STATES))
    state = fields.String(required=True, validate=validate.OneOf(SESSION_STATES))


class MyExamSchema(ma.Schema):
    candidate_id = fields.UUID(required=True)
    session = fields.Nested(MySessionSchema, required=True)
    state = fields.String(required=True, validate=validate.OneOf(STANDINGS))
    extra_seconds = fields.Integer(required=True)
    device = fields.String(required=True)
    tries = fields.Integer(required=True)
    most_tries = fields.Integer(required=True)
    attempt = fields.Nested(ExamAttemptSchema, required=True, allow_none=True)
    result = fields.Nested(ExamOutcomeSchema, required=True, allow_none=True)


def receipt_shape(receipt: Receipt) -> dict[str, Any]:
    """What the phone may count on, with the server's time."""
    attempt = receipt.attempt
    return {
        "state": attempt.state,
        "submitted_at": attempt.submitted_at,
        "deadline_at": attempt.deadline_at,
        "closes_at": attempt.closes_at,
        "remaining_ms": remaining_ms(attempt, receipt.now),
        "server_now": receipt.now,
        "acks": receipt.acks,
    }


def read_rescue(answers: Any) -> list[Answer]:
    """Answers of an opened rescue file. Raises RescueUnreadable, with what is wrong."""
    try:
        return read_answers(answers)
    except ma.ValidationError as error:
        raise RescueUnreadable() from error
