"""Wire shapes of sources and networks."""

from __future__ import annotations

from marshmallow import fields, validate

from device_checks.sources.errors import CAUSES
from device_checks.sources.rules.networks import DEFAULT_PORTS, MOST_RANGES
from device_checks.sources.rules.targets import SourceKind
from server.web.schemas import Instant, Query, Schema, Text, Whole


class SourceOptionsSchema(Schema):
    profile = Text(most=64, metadata={"description": "ONVIF 配置名"})
    verify_tls = fields.Boolean(metadata={"description": "核对设备证书"})
    most_age_minutes = Whole(least=1, most=10_080, metadata={"description": "监视目录：图像最多多旧"})


class SourceDraftSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in SourceKind]))
    address = Text(most=1000, load_default="")
    user = Text(most=64, load_default="")
    password = fields.String(
        load_default=None,
        allow_none=True,
        load_only=True,
        validate=validate.Length(max=128),
        metadata={"description": "只写；不填则保留原口令"},
    )
    options = fields.Nested(SourceOptionsSchema, load_default=dict)


class SourceSchema(Schema):
    facility_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in SourceKind]))
    address = fields.String(required=True)
    user = fields.String(required=True)
    has_password = fields.Boolean(required=True)
    is_readable = fields.Boolean(required=True, metadata={"description": "否：口令须重新填写"})
    options = fields.Nested(SourceOptionsSchema, required=True)
    changed_at = Instant(required=True)
    version = fields.Integer(required=True)


class SourceTrialSchema(Schema):
    cause = fields.String(required=True, allow_none=True, validate=validate.OneOf(list(CAUSES)))
    text = fields.String(required=True)
    seconds = fields.Float(required=True, allow_none=True)
    picture = fields.String(required=True, allow_none=True, metadata={"description": "base64"})
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    device_clock = Instant(required=True, allow_none=True)
    clock_ahead_seconds = fields.Float(required=True, allow_none=True)
    earliest_at = Instant(required=True, allow_none=True)


class NetworkQuery(Query):
    with_ended = fields.Boolean(load_default=False)


class NetworkDraftSchema(Schema):
    id = fields.UUID(required=True)
    agency_id = fields.UUID(required=True)
    network = Text(least=1, most=64, required=True, metadata={"description": "如 10.12.0.0/16"})
    ports = fields.List(
        fields.List(Whole(least=1, most=65535), validate=validate.Length(equal=2)),
        load_default=lambda: [list(one) for one in DEFAULT_PORTS],
        validate=validate.Length(min=1, max=MOST_RANGES),
    )
    note = Text(most=200, load_default="")


class NetworkAgencySchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class AllowedNetworkSchema(Schema):
    id = fields.UUID(required=True)
    agency = fields.Nested(NetworkAgencySchema, required=True)
    network = fields.String(required=True)
    ports = fields.List(fields.List(fields.Integer()), required=True)
    note = fields.String(required=True)
    by_name = fields.String(required=True)
    created_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
    ended_by_name = fields.String(required=True)


class AllowedNetworkListSchema(Schema):
    items = fields.List(fields.Nested(AllowedNetworkSchema), required=True)
