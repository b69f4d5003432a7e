"""Wire shapes of Collect's keys; what Collect itself speaks is XML and lies in api.py."""

from __future__ import annotations

from marshmallow import fields

from server.web.schemas import Instant, Schema, Text


class KeyDraftSchema(Schema):
    id = fields.UUID(required=True)
    name = Text(required=True, least=1, most=80)


class KeySchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    created_at = Instant(required=True)
    revoked_at = Instant(required=True, allow_none=True)


class NewKeySchema(KeySchema):
    address = fields.String(
        required=True, metadata={"description": "Collect's server address; whoever has it may send"}
    )
    settings_code = fields.String(required=True, metadata={"description": "what Collect's own settings QR holds"})
    settings_qr = fields.String(required=True, metadata={"description": "the same as an SVG data address"})


class WaitingFormSchema(Schema):
    id = fields.UUID(required=True)
    received_at = Instant(required=True)
    files = fields.Integer(required=True)


class KeyListSchema(Schema):
    items = fields.List(fields.Nested(KeySchema), required=True)
    waiting = fields.List(fields.Nested(WaitingFormSchema), required=True)
