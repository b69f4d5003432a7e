"""Wire shapes of enrolment."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from mobile_api.enrolment.rules import DeviceDraft
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text

_VERSION = validate.Regexp(r"^\d{1,6}\.\d{1,6}\.\d{1,6}[0-9A-Za-z.+-]{0,12}\Z")


class PublicKeySchema(Schema):
    kty = fields.String(required=True, validate=validate.Length(max=8))
    crv = fields.String(required=True, validate=validate.Length(max=16))
    x = fields.String(required=True, validate=validate.Length(max=64))
    y = fields.String(required=True, validate=validate.Length(max=64))


class DeviceDraftSchema(Schema):
    id = fields.UUID(required=True)
    name = Text(required=True, least=1, most=80)
    platform = Text(required=True, most=200)
    public_key = fields.Nested(PublicKeySchema, required=True)
    app_version = fields.String(required=True, validate=_VERSION)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> DeviceDraft:
        return DeviceDraft(**payload)


class EnrolledSchema(Schema):
    id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["active", "revoked"]))


class DeviceQuery(PageQuery):
    account_id = fields.UUID(load_default=None, allow_none=True)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(["active", "revoked"]))


class DeviceSchema(EnrolledSchema):
    account_id = fields.UUID(required=True)
    account_name = fields.String(required=True)
    name = fields.String(required=True)
    platform = fields.String(required=True)
    fingerprint = fields.String(required=True)
    app_version = fields.String(required=True)
    enrolled_at = Instant(required=True)
    revoked_at = Instant(required=True, allow_none=True)
