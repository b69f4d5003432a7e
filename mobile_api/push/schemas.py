"""Wire shapes of pushes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import marshmallow as ma
from marshmallow import fields, post_load, validate

from checklists.inspections.schemas import ReceiptSchema, RecordSchema
from mobile_api.push.rules import MOST_IN_A_BATCH, Push
from server.core.errors import FieldProblem, Invalid
from server.web.problems import ProblemSchema, flatten_messages
from server.web.schemas import Schema


@dataclass(frozen=True)
class _Record:
    raw: dict[str, Any]
    shape: dict[str, Any]


class SignedRecord(fields.Nested):
    """A record twice over: read and checked, and word for word as it came, which is what was signed."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, partial: Any = None, **kwargs: Any) -> Any:
        return _Record(value, super()._deserialize(value, attr, data, partial, **kwargs))


class PushSignatureSchema(Schema):
    device_id = fields.UUID(required=True)
    algorithm = fields.String(required=True, validate=validate.Equal("ES256", error="只接受 ES256"))
    value = fields.String(
        required=True,
        validate=validate.Regexp(r"^[A-Za-z0-9_-]{86}\Z", error="应为 64 字节的 base64url"),
        metadata={"description": "r||s over the canonical JSON of `record`"},
    )


class PushSchema(Schema):
    record = SignedRecord(RecordSchema, required=True)
    signature = fields.Nested(PushSignatureSchema, required=True)

    @post_load
    def push(self, payload: dict[str, Any], **_: Any) -> Push:
        record, signature = payload["record"], payload["signature"]
        return Push(record.raw, record.shape, signature["device_id"], signature["value"])


_schema = PushSchema()


def read_push(raw: Any) -> Push | Invalid:
    """One push of a batch, or what is wrong with it; ``details['record_id']`` is its id where that can be told."""
    try:
        push: Push = _schema.load(raw)
    except ma.ValidationError as error:
        found = [FieldProblem(item["field"], item["message"]) for item in flatten_messages(error.messages)]
        return Invalid(fields=found, record_id=_id_of(raw))
    return push


def _id_of(raw: Any) -> UUID | None:
    try:
        return UUID(raw["record"]["id"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


class BatchSchema(Schema):
    pushes = fields.List(
        fields.Raw(allow_none=True),
        required=True,
        validate=validate.Length(min=1, max=MOST_IN_A_BATCH, error="每批 1 到 50 条"),
        metadata={"description": "Each a Push. What is wrong with one is said in its result and stops no other."},
    )


class BatchResultSchema(ma.Schema):
    id = fields.UUID(required=True, allow_none=True)
    status = fields.Integer(required=True)
    receipt = fields.Nested(ReceiptSchema, required=True, allow_none=True)
    problem = fields.Nested(ProblemSchema, required=True, allow_none=True)


class BatchResultsSchema(ma.Schema):
    results = fields.List(fields.Nested(BatchResultSchema), required=True)
