"""Wire shapes of services of papers."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from reports.deliveries.rules import CHANNELS, RECEIVER_KINDS, WAYS
from reports.documents.schemas import DocumentSchema
from server.units.attachments.schemas import AttachmentSchema, files_field
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text


class DeliveryQuery(PageQuery):
    document_id = fields.UUID(load_default=None, allow_none=True)
    unit_id = fields.UUID(load_default=None, allow_none=True)


class UnitPageQuery(PageQuery):
    unit_id = fields.UUID(load_default=None, allow_none=True)


class DueQuery(UnitPageQuery):
    mine = fields.Boolean(load_default=False)


class DeliveryDraftSchema(Schema):
    id = fields.UUID(required=True)
    way = fields.String(required=True, validate=validate.OneOf(WAYS))
    at = Instant(required=True)
    officer_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=10))
    place = Text(most=200, load_default="")
    receiver = Text(most=64, load_default="")
    receiver_kind = fields.String(load_default="responsible_person", validate=validate.OneOf(RECEIVER_KINDS))
    refusal = Text(most=1000, load_default="")
    witness = Text(most=64, load_default="")
    tracking_no = Text(most=64, load_default="")
    channel = fields.String(load_default="", validate=validate.OneOf(["", *CHANNELS]))
    address = Text(most=120, load_default="")
    notice_from_on = fields.Date(load_default=None, allow_none=True)
    cause = Text(most=1000, load_default="")
    note = Text(most=1000, load_default="")
    files = files_field(load_default=list)


class VoidingDraftSchema(Schema):
    id = fields.UUID(required=True)
    reason = Text(least=2, most=500, required=True)


class ConsentDraftSchema(Schema):
    id = fields.UUID(required=True)
    signed_by = Text(least=1, most=64, required=True)
    post = Text(most=64, load_default="")
    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    address = Text(least=1, most=120, required=True)
    signed_on = fields.Date(required=True)
    files = files_field(load_default=list)


class ConsentEndSchema(Schema):
    reason = Text(least=2, most=500, required=True)


class NamedDocumentSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    number = fields.String(required=True)


class NamedUnitSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class DeliveryOfficerSchema(ma.Schema):
    name = fields.String(required=True)
    certificate_no = fields.String(required=True, allow_none=True)


class VoidingSchema(ma.Schema):
    reason = fields.String(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)


class DeliveryProofSchema(ma.Schema):
    device_name = fields.String(required=True)
    device_active = fields.Boolean(required=True)
    record_hash = fields.String(required=True)
    signature_valid = fields.Boolean(required=True)
    photos = fields.Integer(required=True)
    photos_signed = fields.Integer(required=True)
    clock_offset_seconds = fields.Float(required=True, allow_none=True)
    clock_token_valid = fields.Boolean(required=True, allow_none=True)


class PaperDeliverySchema(ma.Schema):
    id = fields.UUID(required=True)
    document = fields.Nested(NamedDocumentSchema, required=True)
    unit = fields.Nested(NamedUnitSchema, required=True)
    way = fields.String(required=True, validate=validate.OneOf(WAYS))
    at = Instant(required=True)
    effective_on = fields.Date(required=True)
    officers = fields.List(fields.Nested(DeliveryOfficerSchema), required=True)
    place = fields.String(required=True)
    receiver = fields.String(required=True)
    receiver_kind = fields.String(required=True)
    refusal = fields.String(required=True)
    witness = fields.String(required=True)
    tracking_no = fields.String(required=True)
    channel = fields.String(required=True)
    address = fields.String(required=True)
    notice_from_on = fields.Date(required=True, allow_none=True)
    cause = fields.String(required=True)
    note = fields.String(required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)
    voiding = fields.Nested(VoidingSchema, required=True, allow_none=True)
    proof = fields.Nested(DeliveryProofSchema, required=True, allow_none=True)
    receipt = fields.Nested(DocumentSchema, required=True, allow_none=True)
    by_name = fields.String(required=True)
    recorded_at = Instant(required=True)


class DueBasisSchema(ma.Schema):
    id = fields.String(required=True)
    article = fields.String(required=True)


class DueDeliverySchema(ma.Schema):
    document = fields.Nested(NamedDocumentSchema, required=True)
    unit = fields.Nested(NamedUnitSchema, required=True)
    signed_on = fields.Date(required=True)
    due_on = fields.Date(required=True)
    is_late = fields.Boolean(required=True)
    basis = fields.Nested(DueBasisSchema, required=True)


class DeliveryConsentSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(NamedUnitSchema, required=True)
    signed_by = fields.String(required=True)
    post = fields.String(required=True)
    channel = fields.String(required=True)
    address = fields.String(required=True)
    signed_on = fields.Date(required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)
    withdrawn_at = Instant(required=True, allow_none=True)
    withdrawn_reason = fields.String(required=True)
