"""Wire shape of a service of a paper that a phone recorded and signed on the spot."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate, validates_schema

from checklists.inspections.schemas.records import ClockSchema, Moment, PositionSchema
from mobile_api.push.schemas import PushSignatureSchema, SignedRecord
from reports.deliveries.schemas import DeliveryDraftSchema
from server.units.attachments.schemas import MOST_FILES
from server.web.schemas import Schema, Sha256


class DeliveryShotSchema(Schema):
    sha256 = Sha256(required=True)
    purpose = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z_]{0,23}\Z", error="应为用途代码"))
    taken_at = Moment(required=True)
    elapsed_ms = fields.Integer(strict=True, load_default=None, allow_none=True)
    source = fields.String(required=True, validate=validate.OneOf(["live", "file"]))
    position = fields.Nested(PositionSchema, load_default=None, allow_none=True)
    signature = fields.String(required=True, validate=validate.Length(max=200))


class DeliveryRecordSchema(DeliveryDraftSchema):
    schema = fields.Integer(strict=True, required=True, validate=validate.Equal(1, error="不认识的格式版本"))
    document_id = fields.UUID(required=True)
    device_id = fields.UUID(required=True)
    recorded_at = Moment(required=True)
    clock = fields.Nested(ClockSchema, required=True, allow_none=True)
    photos = fields.List(fields.Nested(DeliveryShotSchema), load_default=list, validate=validate.Length(max=MOST_FILES))

    @validates_schema
    def _photos_are_files(self, payload: dict[str, Any], **_: Any) -> None:
        """A claim about bytes that do not come along proves nothing."""
        named = {file.sha256 for file in payload.get("files", [])}
        if any(shot["sha256"] not in named for shot in payload.get("photos", [])):
            raise ma.ValidationError("照片未列入附件", "photos")


class DeliveryPushSchema(Schema):
    record = SignedRecord(DeliveryRecordSchema, required=True)
    signature = fields.Nested(PushSignatureSchema, required=True)
