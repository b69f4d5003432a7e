"""Wire shapes of orders."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from checklists.hazards.schemas import HazardSchema
from checklists.inspections.schemas import NamedSchema
from reports.documents.schemas import DocumentSchema
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text

STATES = ("draft", "signing", "issued", "revoked")


class OrderQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    unit_id = fields.UUID(load_default=None, allow_none=True)
    inspection_id = fields.UUID(load_default=None, allow_none=True)


class OrderChangeSchema(Schema):
    hazard_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=200))
    deadline_days = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=365))
    basis_id = Text(required=True, least=1, most=64)
    article = Text(required=True, least=1, most=60)
    violated = Text(required=True, least=1, most=300)
    measures = Text(required=True, least=1, most=2000)
    decided_on = fields.Date(required=True)


class OrderDraftSchema(OrderChangeSchema):
    id = fields.UUID(required=True)
    inspection_id = fields.UUID(required=True)


class SigningSchema(Schema):
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))


class RevocationDraftSchema(SigningSchema):
    reason = Text(required=True, least=1, most=500)


class OrderBasisSchema(ma.Schema):
    id = fields.String(required=True)
    title = fields.String(required=True)
    article = fields.String(required=True)


class OrderRevocationSchema(ma.Schema):
    reason = fields.String(required=True)
    at = Instant(required=True)


class OrderSchema(ma.Schema):
    id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    number = fields.String(required=True, allow_none=True)
    unit = fields.Nested(NamedSchema, required=True)
    agency = fields.Nested(NamedSchema, required=True)
    inspection_id = fields.UUID(required=True)
    hazards = fields.List(fields.Nested(HazardSchema), required=True)
    deadline_days = fields.Integer(required=True)
    deadline_on = fields.Date(required=True)
    basis = fields.Nested(OrderBasisSchema, required=True)
    violated = fields.String(required=True)
    measures = fields.String(required=True)
    decided_on = fields.Date(required=True)
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)
    created_by = fields.UUID(required=True)
    created_at = Instant(required=True)
    signed_by = fields.String(required=True, allow_none=True)
    revocation = fields.Nested(OrderRevocationSchema, required=True, allow_none=True)
    version = fields.Integer(required=True)
