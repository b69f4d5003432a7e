"""Wire shape of a record. What its fields may be is here; what they may mean is in the rules."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from checklists.tasks.rules import KINDS
from checklists.templates.rules import GROUPS
from server.web.schemas import Instant, Schema, Sha256, Text

MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp")


class FactValue(fields.Field):
    """A number, a text, yes or no."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value is None or isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= 2000):
            return value
        raise ma.ValidationError("应为文字或数字")


class AnswerValue(FactValue):
    """pass/fail/na, a number, a text or a count of a sample; None for an item that was only annotated."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, dict):
            return super()._deserialize(value, attr, data, **kwargs)
        if value.keys() != {"checked", "passed"} or not all(type(count) is int for count in value.values()):
            raise ma.ValidationError("抽查结果须为整数的抽查数和合格数")
        return value


class Moment(Instant):
    """An instant by a phone's clock, which may be off by decades (and is then flagged), not by centuries."""

    default_error_messages = {"unheard": "时间超出可处理的范围"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        moment: datetime = super()._deserialize(value, attr, data, **kwargs)
        if not 1970 <= moment.year <= 2200:
            raise self.make_error("unheard")
        return moment


class Number(fields.Float):
    """A number, not text that reads like one: the record is kept and printed as it was signed."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, (str, bool)):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


ITEM_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}\Z")


class ItemId(fields.String):
    """The id of an item as templates may have it; an unknown one is flagged."""

    def __init__(self, **kwargs: Any) -> None:
        pattern = validate.Regexp(ITEM_ID, error="编号只能用字母、数字、- 和 _")
        super().__init__(validate=pattern, **kwargs)


class OfficerSchema(Schema):
    person_id = fields.UUID(required=True)
    name = Text(required=True, least=1, most=64)
    certificate_no = fields.String(required=True, allow_none=True, validate=validate.Length(max=40))
    certificate_shown = fields.Boolean(required=True)


class CompanionSchema(Schema):
    name = Text(required=True, most=64)
    post = Text(load_default="", most=64)
    phone = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=20))


class PositionSchema(Schema):
    lat = Number(required=True, validate=validate.Range(min=-90, max=90))
    lon = Number(required=True, validate=validate.Range(min=-180, max=180))
    accuracy_metres = Number(load_default=None, allow_none=True, validate=validate.Range(min=0))
    at = Moment(load_default=None, allow_none=True)


class ClockSchema(Schema):
    token = fields.String(required=True, validate=validate.Length(max=2000))
    elapsed_ms = fields.Integer(strict=True, required=True, allow_none=True, validate=validate.Range(min=0, max=2**50))


class AnswerSchema(Schema):
    value = AnswerValue(required=True, allow_none=True)
    note = Text(load_default="", most=2000)
    photos = fields.List(Sha256(), load_default=list, validate=validate.Length(max=30))


class Answers(fields.Dict):
    """Item id → answer. There are dozens in a record, nearly all of the plainest shape, which is read without asking
    the schema; it has the word on everything else, and so on every refusal."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(keys=ItemId(), values=fields.Nested(AnswerSchema), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, dict) or not all(_is_plain(id, answer) for id, answer in value.items()):
            return super()._deserialize(value, attr, data, **kwargs)
        return {id: {**answer, "note": answer["note"].strip()} for id, answer in value.items()}


def _is_plain(id: str, answer: Any) -> bool:
    if not isinstance(answer, dict) or answer.keys() != {"value", "note", "photos"} or answer["photos"] != []:
        return False
    value, note = answer["value"], answer["note"]
    return (
        ITEM_ID.match(id) is not None
        and isinstance(note, str)
        and (value is None or isinstance(value, bool | int | float | str))
        and all(text.isprintable() and len(text) <= 2000 for text in (value, note) if isinstance(text, str))
    )


class FileSchema(Schema):
    sha256 = Sha256(required=True)
    bytes = fields.Integer(strict=True, required=True, validate=validate.Range(min=1, max=50 * 1024 * 1024))
    media_type = fields.String(required=True, validate=validate.OneOf(MEDIA_TYPES))


class PhotoSchema(FileSchema):
    width = fields.Integer(strict=True, required=True, validate=validate.Range(min=1, max=30_000))
    height = fields.Integer(strict=True, required=True, validate=validate.Range(min=1, max=30_000))
    item = ItemId(required=True, allow_none=True)
    taken_at = Moment(required=True)
    elapsed_ms = fields.Integer(strict=True, load_default=None, allow_none=True)
    source = fields.String(required=True, validate=validate.OneOf(["live", "file"]))
    position = fields.Nested(PositionSchema, load_default=None, allow_none=True)
    strokes = fields.List(fields.Raw(), load_default=list)
    rendered = fields.Nested(FileSchema, load_default=None, allow_none=True)
    signature = fields.String(required=True, validate=validate.Length(max=200))


class SignatureSchema(Schema):
    role = fields.String(required=True, validate=validate.OneOf(["officer", "unit"]))
    person_id = fields.UUID(load_default=None, allow_none=True)
    name = Text(required=True, most=64)
    image = fields.Nested(FileSchema, required=True)
    signed_at = Moment(required=True)


class RefusalSchema(Schema):
    reason = Text(required=True, least=1, most=500)
    witness = Text(required=True, most=64)
    note = Text(load_default="", most=500)


class ScoreSchema(Schema):
    earned = fields.Integer(strict=True, required=True, validate=validate.Range(min=0, max=100_000))
    possible = fields.Integer(strict=True, required=True, validate=validate.Range(min=0, max=100_000))


class RecordSchema(Schema):
    """A record as a phone sends it; frozen and signed before its first byte left."""

    schema = fields.Integer(strict=True, required=True, validate=validate.Equal(1, error="不支持的记录格式版本"))
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    task_id = fields.UUID(load_default=None, allow_none=True)
    corrects_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "the latest record of the check that this one corrects"},
    )
    correction_reason = Text(load_default="", most=500)
    part_of = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "the task whose check several officers record in parts"},
    )
    unit_id = fields.UUID(required=True)
    site_id = fields.UUID(load_default=None, allow_none=True)
    template_version_id = fields.UUID(required=True)
    template_hash = Sha256(required=True)
    device_id = fields.UUID(required=True)
    started_at = Moment(required=True)
    ended_at = Moment(required=True)
    recorded_at = Moment(required=True)
    clock = fields.Nested(ClockSchema, load_default=None, allow_none=True)
    place = Text(load_default="", most=200)
    officers = fields.List(fields.Nested(OfficerSchema), required=True, validate=validate.Length(max=10))
    recorder_person_id = fields.UUID(load_default=None, allow_none=True)
    companion = fields.Nested(CompanionSchema, load_default=None, allow_none=True)
    facts = fields.Dict(keys=fields.String(validate=validate.Length(max=40)), values=FactValue(), required=True)
    answers = Answers(required=True)
    group_reasons = fields.Dict(
        keys=fields.String(validate=validate.OneOf(GROUPS)), values=Text(most=500), load_default=dict
    )
    photos = fields.List(fields.Nested(PhotoSchema), required=True, validate=validate.Length(max=200))
    signatures = fields.List(fields.Nested(SignatureSchema), required=True, validate=validate.Length(max=10))
    refusal = fields.Nested(RefusalSchema, load_default=None, allow_none=True)
    position = fields.Nested(PositionSchema, load_default=None, allow_none=True)
    opinion = Text(load_default="", most=4000)
    score = fields.Nested(ScoreSchema, required=True)
    app_version = fields.String(required=True, validate=validate.Length(max=40))

    @ma.validates_schema
    def check_relations(self, record: dict[str, Any], **_: Any) -> None:
        """What a record says of other records, as far as it can be told from itself."""
        if record["part_of"] is not None and record["part_of"] != record["task_id"]:
            raise ma.ValidationError("分工记录须属于同一任务", "part_of")
        if record["corrects_id"] is not None and not record["correction_reason"].strip():
            raise ma.ValidationError("更正须写明原因", "correction_reason")
        if record["corrects_id"] == record["id"]:
            raise ma.ValidationError("记录不能更正自己", "corrects_id")
