"""Wire shapes of patrols."""

from __future__ import annotations

import re

import marshmallow as ma
from marshmallow import fields, validate

from server.alerts.notices.schemas import PartySchema
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text, Whole

_MONTH = validate.Regexp(re.compile(r"20\d\d-(0[1-9]|1[0-2])\Z"), error="应为 2026-11 的形式")


class PatrolPlanPaceSchema(Schema):
    slots = Whole(load_default=48, least=1, most=200, metadata={"description": "每个工作进程同时访问的摄像机数"})
    per_device = Whole(load_default=2, least=1, most=64, metadata={"description": "同一录像机或主机同时访问数"})
    per_network = Whole(load_default=24, least=1, most=200, metadata={"description": "同一网段同时访问数"})
    gap_ms = Whole(
        load_default=200, least=0, most=60_000, metadata={"description": "同一设备两次访问的最短间隔（毫秒）"}
    )
    limit_seconds = Whole(load_default=10, least=1, most=20, metadata={"description": "一次访问的最长时间（秒）"})


class PatrolTimesSchema(Schema):
    class1 = fields.List(fields.Integer(strict=True), data_key="1", load_default=list, validate=validate.Length(max=24))
    class2 = fields.List(fields.Integer(strict=True), data_key="2", load_default=list, validate=validate.Length(max=24))
    class3 = fields.List(fields.Integer(strict=True), data_key="3", load_default=list, validate=validate.Length(max=24))


class PatrolPlanContentSchema(Schema):
    title = Text(required=True, least=1, most=80)
    times = fields.Nested(PatrolTimesSchema, required=True, metadata={"description": "部位类别 → 每日巡检的钟点"})
    window_minutes = Whole(load_default=30, least=0, most=720, metadata={"description": "一轮分散在多少分钟内开始"})
    pace = fields.Nested(PatrolPlanPaceSchema, load_default=dict)
    is_active = fields.Boolean(load_default=True)


class NewPatrolPlanSchema(PatrolPlanContentSchema):
    id = fields.UUID(required=True)


class NewPatrolRoundSchema(Schema):
    id = fields.UUID(required=True)


class PatrolRoundQuery(PageQuery):
    plan_id = fields.UUID(load_default=None, allow_none=True)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(("running", "ended", "stopped")))


class PatrolLeftOutSchema(ma.Schema):
    barred = fields.Integer(required=True)
    no_source = fields.Integer(required=True)
    paused = fields.Integer(required=True)
    open = fields.Integer(required=True)


class PatrolProgressSchema(ma.Schema):
    total = fields.Integer(required=True)
    looked = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    fine = fields.Integer(required=True)
    doubt = fields.Integer(required=True)
    fault = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    skipped = fields.Integer(required=True)
    answer_ms = fields.Integer(required=True)


class PatrolRoundSchema(ma.Schema):
    id = fields.UUID(required=True)
    plan_id = fields.UUID(required=True, allow_none=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(("plan", "manual", "second")))
    state = fields.String(required=True, validate=validate.OneOf(("running", "ended", "stopped")))
    classes = fields.List(fields.Integer(), required=True)
    due_at = Instant(required=True)
    planned = fields.Integer(required=True)
    left_out = fields.Nested(PatrolLeftOutSchema, required=True)
    progress = fields.Nested(PatrolProgressSchema, required=True)
    missed_hours = fields.Integer(required=True, metadata={"description": "本轮补做的错过次数"})
    began_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
    ended_by = fields.String(required=True)


class PatrolShardSchema(ma.Schema):
    position = fields.Integer(required=True)
    total = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    begin_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)


class PatrolRoundFileSchema(PatrolRoundSchema):
    shards = fields.List(fields.Nested(PatrolShardSchema), required=True)


class PatrolPlanSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    agency = fields.Nested(PartySchema, required=True)
    times = fields.Dict(keys=fields.String(), values=fields.List(fields.Integer()), required=True)
    window_minutes = fields.Integer(required=True)
    pace = fields.Nested(PatrolPlanPaceSchema, required=True)
    is_active = fields.Boolean(required=True)
    is_editable = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    changed_at = Instant(required=True)
    latest = fields.Nested(PatrolRoundSchema, required=True, allow_none=True)


class PatrolPlansSchema(ma.Schema):
    plans = fields.List(fields.Nested(PatrolPlanSchema), required=True)


class AvailabilityQuery(Query):
    from_month = fields.String(required=True, data_key="from", validate=_MONTH)
    to_month = fields.String(required=True, data_key="to", validate=_MONTH)
    unit_id = fields.UUID(load_default=None, allow_none=True)
    place_class = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=3))


class AvailabilityFiguresSchema(ma.Schema):
    looks = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    fine = fields.Integer(required=True)
    doubt = fields.Integer(required=True)
    fault = fields.Integer(required=True)
    up_seconds = fields.Integer(required=True)
    down_seconds = fields.Integer(required=True)
    rate = fields.Float(required=True, allow_none=True, metadata={"description": "在线时间占已知时间的比例"})
    answer_rate = fields.Float(required=True, allow_none=True, metadata={"description": "取到图像的比例"})
    fine_rate = fields.Float(required=True, allow_none=True, metadata={"description": "图像正常的比例"})


class AvailabilityMonthSchema(AvailabilityFiguresSchema):
    month = fields.String(required=True)


class AvailabilityClassSchema(AvailabilityFiguresSchema):
    place_class = fields.Integer(required=True)


class AvailabilityUnitSchema(AvailabilityFiguresSchema):
    unit = fields.Nested(PartySchema, required=True)


class CameraAvailabilitySchema(ma.Schema):
    whole = fields.Nested(AvailabilityFiguresSchema, required=True)
    months = fields.List(fields.Nested(AvailabilityMonthSchema), required=True)
    classes = fields.List(fields.Nested(AvailabilityClassSchema), required=True)
    units = fields.List(fields.Nested(AvailabilityUnitSchema), required=True)
    more_units = fields.Integer(required=True)
