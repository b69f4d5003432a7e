"""Wire shapes of scores, schemes and analytics."""

from __future__ import annotations

from marshmallow import fields, validate

from reports.scores.queries.scores import WAYS
from reports.scores.rules import FACTS
from reports.unit_files.schemas import FileEntrySchema, FileUnitSchema, TallySchema
from server.units.registry.schemas import AREA_CODE, INDUSTRY
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text, Whole

_MONTH = validate.Regexp(r"^20\d\d-(0[1-9]|1[0-2])\Z", error="应为年月，如 2026-11")
_BAND = validate.Regexp(r"^[a-z][a-z0-9_]{0,15}\Z", error="应为小写字母、数字和下划线")


class ScoreFilterQuery(Query):
    month = fields.String(load_default=None, validate=_MONTH)
    band = fields.String(load_default=None, validate=_BAND)
    area_code = fields.String(load_default=None, validate=AREA_CODE)
    industry = fields.String(load_default=None, validate=INDUSTRY)
    unit_id = fields.UUID(load_default=None)


class ScoreQuery(ScoreFilterQuery, PageQuery):
    pass


class SpreadQuery(Query):
    by = fields.String(load_default="area", validate=validate.OneOf(WAYS))
    agency_id = fields.UUID(load_default=None)
    month = fields.String(load_default=None, validate=_MONTH)


class AnalyticsQuery(Query):
    agency_id = fields.UUID(load_default=None)


class ScoreBarSchema(TallySchema):
    code = fields.String(required=True)
    title = fields.String(required=True)


class UnitScoreSchema(Schema):
    unit = fields.Nested(FileUnitSchema, required=True)
    industry = fields.String(required=True)
    key_unit_level = fields.Integer(required=True, allow_none=True)
    area_code = fields.String(required=True)
    month = fields.String(required=True)
    score_x10 = fields.Integer(required=True)
    band = fields.String(required=True)
    defences = fields.List(fields.Nested(ScoreBarSchema), required=True)
    counted_at = Instant(required=True)


class SchemeFactorSchema(Schema):
    code = fields.String(required=True, validate=validate.OneOf(list(FACTS)))
    weight = Whole(least=1, most=100, required=True)
    direction = fields.String(required=True, validate=validate.OneOf(["less", "more"]))
    cap = Whole(least=1, most=100_000, required=True)


class SchemeBandSchema(Schema):
    code = fields.String(required=True, validate=_BAND)
    title = Text(least=1, most=20, required=True)
    least_x10 = Whole(least=0, most=1000, required=True)


class ScoreSchemeDraftSchema(Schema):
    id = fields.UUID(required=True)
    title = Text(least=1, most=80, required=True)
    factors = fields.List(fields.Nested(SchemeFactorSchema), required=True, validate=validate.Length(min=1, max=20))
    bands = fields.List(fields.Nested(SchemeBandSchema), required=True, validate=validate.Length(min=1, max=8))
    basis = Text(most=200, required=True)
    verified = fields.Boolean(load_default=False)
    from_on = fields.Date(required=True)


class ScoreSchemeSchema(Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    factors = fields.List(fields.Nested(SchemeFactorSchema), required=True)
    bands = fields.List(fields.Nested(SchemeBandSchema), required=True)
    basis = fields.String(required=True)
    verified = fields.Boolean(required=True)
    from_on = fields.Date(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)
    in_force = fields.Boolean(required=True)


class ScoreFactSchema(Schema):
    """What may be counted: a fact of every unit."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    unit = fields.String(required=True)
    section = fields.String(required=True)
    note = fields.String(required=True)


class ScoreSchemesSchema(Schema):
    items = fields.List(fields.Nested(ScoreSchemeSchema), required=True)
    facts = fields.List(fields.Nested(ScoreFactSchema), required=True)


class ScoreFactorSchema(ScoreFactSchema):
    weight = fields.Integer(required=True)
    direction = fields.String(required=True, validate=validate.OneOf(["less", "more"]))
    cap = fields.Integer(required=True)
    value = fields.Integer(required=True, allow_none=True)
    points_x10 = fields.Integer(required=True, allow_none=True)
    rows = fields.List(fields.Nested(FileEntrySchema), required=True)


class ScoreMonthSchema(Schema):
    month = fields.String(required=True)
    score_x10 = fields.Integer(required=True, allow_none=True)
    band = fields.String(required=True)


class ScorePageSchema(Schema):
    unit = fields.Nested(FileUnitSchema, required=True)
    as_of = Instant(required=True)
    scheme = fields.Nested(ScoreSchemeSchema, required=True)
    score_x10 = fields.Integer(required=True, allow_none=True)
    band = fields.String(required=True)
    weights = fields.Integer(required=True, metadata={"description": "of the factors that have a value"})
    factors = fields.List(fields.Nested(ScoreFactorSchema), required=True)
    history = fields.List(fields.Nested(ScoreMonthSchema), required=True)


class BandCountSchema(Schema):
    code = fields.String(required=True)
    units = fields.Integer(required=True)


class SpreadRowSchema(Schema):
    key = fields.String(required=True)
    name = fields.String(required=True)
    agency_id = fields.UUID(required=True, allow_none=True)
    units = fields.Integer(required=True)
    scored = fields.Integer(required=True)
    mean_x10 = fields.Integer(required=True, allow_none=True)
    bands = fields.List(fields.Nested(BandCountSchema), required=True)
    defences = fields.List(fields.Nested(ScoreBarSchema), required=True)


class ScoreAgencySchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class SpreadSchema(Schema):
    agency = fields.Nested(ScoreAgencySchema, required=True)
    by = fields.String(required=True, validate=validate.OneOf(WAYS))
    month = fields.String(required=True)
    rows = fields.List(fields.Nested(SpreadRowSchema), required=True)


class HazardMonthSchema(Schema):
    month = fields.String(required=True)
    count = fields.Integer(required=True)
    major = fields.Integer(required=True)
    self_found = fields.Integer(required=True)


class HazardKindSchema(Schema):
    kind = fields.String(required=True)
    total = fields.Integer(required=True)
    months = fields.List(fields.Nested(HazardMonthSchema), required=True)


class DeviceKindSchema(Schema):
    kind = fields.String(required=True)
    total = fields.Integer(required=True)
    normal = fields.Integer(required=True)
    damaged = fields.Integer(required=True)
    missing = fields.Integer(required=True)
    unchecked = fields.Integer(required=True)


class CamerasUpSchema(Schema):
    online = fields.Integer(required=True)
    offline = fields.Integer(required=True)


class VerdictCountSchema(Schema):
    code = fields.String(required=True)
    count = fields.Integer(required=True)


class AlarmLinesUpSchema(Schema):
    total = fields.Integer(required=True)
    online = fields.Integer(required=True)
    silent = fields.Integer(required=True)


class AvailableMonthSchema(Schema):
    month = fields.String(required=True)
    rate = fields.Float(required=True, allow_none=True)
    looks = fields.Integer(required=True)


class AnalyticsSchema(Schema):
    agency = fields.Nested(ScoreAgencySchema, required=True)
    as_of = Instant(required=True)
    months = fields.List(fields.String(), required=True)
    hazards = fields.List(fields.Nested(HazardKindSchema), required=True)
    devices = fields.List(fields.Nested(DeviceKindSchema), required=True)
    cameras = fields.Nested(CamerasUpSchema, required=True)
    recorders = fields.List(fields.Nested(VerdictCountSchema), required=True)
    alarm_lines = fields.Nested(AlarmLinesUpSchema, required=True)
    availability = fields.List(fields.Nested(AvailableMonthSchema), required=True)
