"""Wire shapes of what recorders kept."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from device_checks.recordings.rules import DeclarationDraft, Verdict
from server.units.attachments.schemas import AttachmentSchema, files_field
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole

VERDICTS = [verdict.value for verdict in Verdict]


class RecordingQuery(PageQuery):
    verdict = fields.String(load_default=None, validate=validate.OneOf([*VERDICTS, "failing", "overlong", "unseen"]))
    unit_id = fields.UUID(load_default=None)


class DeclarationDraftSchema(Schema):
    id = fields.UUID(required=True)
    earliest_on = fields.Date(required=True, allow_none=True, metadata={"description": "无任何录像可回放时为空"})
    longest_gap_hours = Whole(least=0, most=24 * 366, load_default=None, allow_none=True)
    note = Text(most=400, load_default="")
    files = files_field(most=6, load_default=list)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> DeclarationDraft:
        return DeclarationDraft(**{**payload, "files": tuple(payload["files"])})


class RecordingBasisSchema(ma.Schema):
    title = fields.String(required=True)
    article = fields.String(required=True)


class RecordingCheckSchema(ma.Schema):
    id = fields.UUID(required=True)
    origin = fields.String(required=True, validate=validate.OneOf(["onvif", "declared"]))
    checked_on = fields.Date(required=True)
    earliest_on = fields.Date(required=True, allow_none=True)
    longest_gap_hours = fields.Integer(required=True, allow_none=True)
    required_days = fields.Integer(required=True)
    kept_days = fields.Integer(required=True)
    missing_days = fields.Integer(required=True)
    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    is_overlong = fields.Boolean(required=True)
    comes_on = fields.Date(required=True, allow_none=True)
    basis = fields.Nested(RecordingBasisSchema, required=True)
    note = fields.String(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)


class RecordingUnitSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class RecorderSchema(ma.Schema):
    facility_id = fields.UUID(required=True)
    number = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.Nested(RecordingUnitSchema, required=True)
    in_use_since_on = fields.Date(required=True, allow_none=True)
    last = fields.Nested(RecordingCheckSchema, required=True, allow_none=True)
    failure = fields.String(required=True)
    asked_at = Instant(required=True, allow_none=True)


class RecorderFileSchema(RecorderSchema):
    can_be_asked = fields.Boolean(required=True)
    checks = fields.List(fields.Nested(RecordingCheckSchema), required=True)
