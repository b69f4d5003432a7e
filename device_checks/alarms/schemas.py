"""Wire shapes of alarm lines, what they send, and their tests."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from device_checks.alarms.rules import (
    PROTOCOLS,
    SAID_KINDS,
    TEST_SECONDS,
    ZONE_KINDS,
    AlarmKind,
    LineState,
    TestResult,
)
from server.alerts.notices.schemas import PartySchema
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole

KINDS = tuple(AlarmKind)
HEARTBEAT = {"least": 20, "most": 86_400}


class LineQuery(PageQuery):
    unit_id = fields.UUID(load_default=None, allow_none=True)
    facility_id = fields.UUID(load_default=None, allow_none=True)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(tuple(LineState)))


class AlarmLineDraftSchema(Schema):
    id = fields.UUID(required=True)
    facility_id = fields.UUID(required=True)
    protocol = fields.String(required=True, validate=validate.OneOf(PROTOCOLS))
    account = Text(load_default="", most=16, metadata={"description": "DC-09 账号，3 至 16 位十六进制"})
    key = Text(load_default="", most=64, metadata={"description": "DC-09 密钥，十六进制；空为不加密"})
    heartbeat_seconds = Whole(load_default=None, allow_none=True, **HEARTBEAT)


class AlarmLineChangeSchema(Schema):
    heartbeat_seconds = Whole(required=True, allow_none=True, **HEARTBEAT)


class AlarmZoneDraftSchema(Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True, validate=validate.Regexp(r"^[0-9A-Fa-f]{1,8}\Z", error="应为 1 至 8 位编号"))
    kind = fields.String(required=True, validate=validate.OneOf(ZONE_KINDS))
    name = Text(required=True, least=1, most=120)
    place_id = fields.UUID(load_default=None, allow_none=True)


class AlarmZoneChangeSchema(Schema):
    kind = fields.String(validate=validate.OneOf(ZONE_KINDS))
    name = Text(least=1, most=120)
    place_id = fields.UUID(allow_none=True)
    ended = fields.Boolean(metadata={"description": "真为停用，假为恢复使用"})


class AlarmFacilitySchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    number = fields.String(required=True)
    type = fields.String(required=True)


class AlarmZoneSchema(ma.Schema):
    id = fields.UUID(required=True)
    line_id = fields.UUID(required=True)
    number = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    name = fields.String(required=True)
    place_id = fields.UUID(required=True, allow_none=True)
    place = fields.String(required=True)
    last_tested_at = Instant(required=True, allow_none=True)
    version = fields.Integer(required=True)


class AlarmLineSchema(ma.Schema):
    """Never with its key or token."""

    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    facility = fields.Nested(AlarmFacilitySchema, required=True)
    protocol = fields.String(required=True, validate=validate.OneOf(PROTOCOLS))
    account = fields.String(required=True)
    is_encrypted = fields.Boolean(required=True)
    secret_hint = fields.String(required=True, metadata={"description": "密钥或令牌的末四位"})
    heartbeat_seconds = fields.Integer(required=True, allow_none=True)
    last_heard_at = Instant(required=True, allow_none=True)
    silent_since = Instant(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(tuple(LineState)))
    created_at = Instant(required=True)
    version = fields.Integer(required=True)
    zones = fields.List(fields.Nested(AlarmZoneSchema), required=True)


class NewAlarmLineSchema(AlarmLineSchema):
    """A line with its key or token, which are told this once."""

    secret = fields.String(required=True, metadata={"description": "密钥或令牌，只显示这一次"})


class EventQuery(PageQuery):
    unit_id = fields.UUID(load_default=None, allow_none=True)
    facility_id = fields.UUID(load_default=None, allow_none=True)
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
    is_test = fields.Boolean(load_default=None, allow_none=True)
    is_open = fields.Boolean(load_default=None, allow_none=True, metadata={"description": "只看待处置的"})
    from_on = fields.Date(load_default=None, allow_none=True, data_key="from")
    to_on = fields.Date(load_default=None, allow_none=True, data_key="to", metadata={"description": "含当天"})


class AlarmReportDraftSchema(Schema):
    """What a device says over HTTP."""

    id = fields.UUID(required=True, metadata={"description": "由设备生成，同一编号只计一次"})
    kind = fields.String(required=True, validate=validate.OneOf(SAID_KINDS))
    zone = fields.String(load_default="", validate=validate.Regexp(r"^[0-9A-Fa-f]{0,8}\Z"))
    text = Text(load_default="", most=200)
    occurred_at = Instant(load_default=None, allow_none=True)


class AlarmReportReceiptSchema(ma.Schema):
    id = fields.UUID(required=True)
    received_at = Instant(required=True)
    is_test = fields.Boolean(required=True)


class AlarmEventSchema(ma.Schema):
    id = fields.UUID(required=True)
    line_id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    facility = fields.Nested(AlarmFacilitySchema, required=True)
    address = fields.String(required=True)
    lat = fields.Float(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)
    zone_number = fields.String(required=True)
    zone = fields.String(required=True)
    place = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    code = fields.String(required=True)
    text = fields.String(required=True)
    is_test = fields.Boolean(required=True)
    test_id = fields.UUID(required=True, allow_none=True)
    rings = fields.Boolean(required=True)
    received_at = Instant(required=True)
    occurred_at = Instant(required=True, allow_none=True)
    repeated = fields.Integer(required=True)
    needs_answer = fields.Boolean(required=True)
    acknowledged_at = Instant(required=True, allow_none=True)
    acknowledged_by = fields.String(required=True)
    note = fields.String(required=True)
    changed_at = Instant(required=True)
    version = fields.Integer(required=True)


class OpenAlarmsSchema(ma.Schema):
    """What waits for somebody; ``mark`` is where a live line goes on."""

    items = fields.List(fields.Nested(AlarmEventSchema), required=True)
    mark = fields.String(required=True)


class AlarmAcknowledgementSchema(Schema):
    note = Text(load_default="", most=500)


class AlarmContactSchema(ma.Schema):
    name = fields.String(required=True)
    post = fields.String(required=True)
    role = fields.String(required=True)
    phone = fields.String(required=True)


class AlarmContactsSchema(ma.Schema):
    people = fields.List(fields.Nested(AlarmContactSchema), required=True)


class TestQuery(PageQuery):
    __test__ = False  # no test of pytest's
    unit_id = fields.UUID(load_default=None, allow_none=True)
    facility_id = fields.UUID(load_default=None, allow_none=True)


class AlarmTestDraftSchema(Schema):
    __test__ = False
    id = fields.UUID(required=True)
    facility_id = fields.UUID(required=True)
    origin = fields.String(load_default="console", validate=validate.OneOf(("console", "phone")))
    seconds = Whole(load_default=TEST_SECONDS, least=30, most=900)


class AlarmTestSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    facility = fields.Nested(AlarmFacilitySchema, required=True)
    origin = fields.String(required=True)
    by = fields.String(required=True)
    started_at = Instant(required=True)
    until = Instant(required=True)
    pressed_at = Instant(required=True, allow_none=True)
    event_id = fields.UUID(required=True, allow_none=True)
    received_at = Instant(required=True, allow_none=True)
    seconds = fields.Float(required=True, allow_none=True)
    result = fields.String(required=True, validate=validate.OneOf(tuple(TestResult)))
    acknowledged_at = Instant(required=True, allow_none=True)
    acknowledged_by = fields.String(required=True)
