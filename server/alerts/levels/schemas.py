"""Wire shapes of raised levels and zero reports."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from server.alerts.levels.rules import LEVELS, REASON_KINDS, REPORT_STATES, STATES
from server.alerts.notices.schemas import PartySchema
from server.units.registry.rules import UnitKind
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text, Whole

KINDS = [kind.value for kind in UnitKind]
_CODE = validate.Regexp(r"^[A-Z][A-Z0-9]{1,11}\Z", error="检查表代码有误")
_HOUR = validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d\Z", error="时间应为 00:00 到 23:59")
_AREA = validate.Regexp(r"^\d{6}\Z", error="行政区划代码为六位数字")


class LevelQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    level = fields.Integer(load_default=None, allow_none=True, validate=validate.OneOf(LEVELS))


class ScopeSchema(Schema):
    """Those listed, and those that meet every criterion given; `whole` is every unit within reach."""

    whole = fields.Boolean(load_default=False)
    area_codes = fields.List(fields.String(validate=_AREA), load_default=list, validate=validate.Length(max=100))
    industries = fields.List(
        fields.String(validate=validate.Length(min=1, max=24)), load_default=list, validate=validate.Length(max=60)
    )
    kinds = fields.List(
        fields.String(validate=validate.OneOf(KINDS)), load_default=list, validate=validate.Length(max=6)
    )
    key_levels = fields.List(
        fields.Integer(strict=True, validate=validate.Range(min=0, max=3)),
        load_default=list,
        validate=validate.Length(max=4),
        metadata={"description": "0 为非重点单位"},
    )
    unit_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=500))


class ConfirmedSchema(Schema):
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))


class LevelDraftSchema(ConfirmedSchema):
    id = fields.UUID(required=True)
    title = Text(required=True, least=1, most=120)
    level = fields.Integer(required=True, strict=True, validate=validate.OneOf(LEVELS))
    reason_kind = fields.String(required=True, validate=validate.OneOf(REASON_KINDS))
    reason = Text(required=True, least=1, most=1000)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, metadata={"description": "最后一天，含当天"})
    scope = fields.Nested(ScopeSchema, required=True)
    check_interval_days = Whole(load_default=None, allow_none=True, least=1, most=365)
    zero_report_by = fields.String(load_default=None, allow_none=True, validate=_HOUR)
    extra_template_codes = fields.List(
        fields.String(validate=_CODE), load_default=list, validate=validate.Length(max=20)
    )
    measures = Text(load_default="", most=2000)


class EndingDraftSchema(ConfirmedSchema):
    reason = Text(required=True, least=1, most=500)


class LevelEndingSchema(ma.Schema):
    reason = fields.String(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)


class LevelScopeSchema(ma.Schema):
    whole = fields.Boolean(required=True)
    area_codes = fields.List(fields.String(), required=True)
    industries = fields.List(fields.String(), required=True)
    kinds = fields.List(fields.String(), required=True)
    key_levels = fields.List(fields.Integer(), required=True)
    unit_ids = fields.List(fields.UUID(), required=True)


class LevelSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    level = fields.Integer(required=True)
    reason_kind = fields.String(required=True, validate=validate.OneOf(REASON_KINDS))
    reason = fields.String(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True)
    scope = fields.Nested(LevelScopeSchema, required=True)
    check_interval_days = fields.Integer(required=True, allow_none=True)
    zero_report_by = fields.String(required=True, allow_none=True)
    extra_template_codes = fields.List(fields.String(), required=True)
    measures = fields.String(required=True)
    agency = fields.Nested(PartySchema, required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    units = fields.Integer(required=True, metadata={"description": "适用单位数"})
    created_by = fields.String(required=True)
    created_at = Instant(required=True)
    ending = fields.Nested(LevelEndingSchema, required=True, allow_none=True)


class ScopePreviewSchema(ma.Schema):
    units = fields.Integer(required=True)


class WatchQuery(PageQuery):
    day = fields.Date(load_default=None, allow_none=True, metadata={"description": "缺省为今天"})
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(REPORT_STATES))


class DayQuery(Query):
    day = fields.Date(load_default=None, allow_none=True, metadata={"description": "缺省为今天"})


class ReportQuery(PageQuery):
    unit_id = fields.UUID(load_default=None, allow_none=True)
    day = fields.Date(load_default=None, allow_none=True)


class AllReportsQuery(ReportQuery):
    happened = fields.Boolean(load_default=None, allow_none=True)


class ReportDraftSchema(Schema):
    id = fields.UUID(required=True)
    day = fields.Date(required=True)
    happened = fields.Boolean(required=True)
    text = Text(load_default="", most=2000)


class ZeroReportSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    day = fields.Date(required=True)
    happened = fields.Boolean(required=True)
    text = fields.String(required=True)
    late = fields.Boolean(required=True)
    by = fields.String(required=True)
    received_at = Instant(required=True)


class ZeroReportGapSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    level_id = fields.UUID(required=True)
    day = fields.Date(required=True)
    noted_at = Instant(required=True)
    reported_at = Instant(required=True, allow_none=True)


class WatchedUnitSchema(ma.Schema):
    unit = fields.Nested(PartySchema, required=True)
    state = fields.String(required=True, validate=validate.OneOf(REPORT_STATES))
    report = fields.Nested(ZeroReportSchema, required=True, allow_none=True)


class WatchCountsSchema(ma.Schema):
    day = fields.Date(required=True)
    due_at = Instant(required=True)
    reported = fields.Integer(required=True)
    happened = fields.Integer(required=True)
    late = fields.Integer(required=True)
    missing = fields.Integer(required=True)
    waiting = fields.Integer(required=True)


class AskedReportSchema(ma.Schema):
    """What is asked of the signed-in person's unit."""

    day = fields.Date(required=True)
    due_at = Instant(required=True, allow_none=True, metadata={"description": "今天不要求时为空"})
    report = fields.Nested(ZeroReportSchema, required=True, allow_none=True)
    missing_days = fields.List(fields.Date(), required=True)


class InForceSchema(ma.Schema):
    levels = fields.List(fields.Nested(LevelSchema), required=True)
    zero_report = fields.Nested(AskedReportSchema, required=True, allow_none=True)
