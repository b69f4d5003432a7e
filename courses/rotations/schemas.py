"""Wire shapes of the annual rotation."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from courses.rotations.rules import CycleDraft, EnrolmentState, HourKind, MissedReason, Tier
from courses.trainees.rules import Audience
from courses.trainees.schemas import AUDIENCES, SkillSchema, TrainedPersonSchema, TraineeSchema
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text, Whole

STATES = [state.value for state in EnrolmentState]
REASONS = [reason.value for reason in MissedReason]
HOUR_KINDS = [kind.value for kind in HourKind]
TIERS = [tier.value for tier in Tier]
YEAR = {"least": 2000, "most": 2200}
MOST_SECONDS = 400 * 3600


def year_field(**kwargs: Any) -> fields.Integer:
    """A year in a query string, where numbers are texts."""
    return fields.Integer(load_default=None, validate=validate.Range(min=YEAR["least"], max=YEAR["most"]), **kwargs)


class CycleQuery(PageQuery):
    year = year_field()
    audience = fields.String(load_default=None, validate=validate.OneOf(AUDIENCES))
    is_open = fields.Boolean(load_default=None, metadata={"description": "未封账"})


class BasisReferenceSchema(Schema):
    basis = Text(least=1, most=64, required=True)
    article = Text(most=64, load_default="")


def _seconds(**kwargs: Any) -> Whole:
    return Whole(least=0, most=MOST_SECONDS, **kwargs)


def _courses(**kwargs: Any) -> fields.List:
    return fields.List(fields.UUID(), validate=validate.Length(max=100), **kwargs)


def _reminders(**kwargs: Any) -> fields.List:
    return fields.List(Whole(least=0, most=366), validate=validate.Length(max=12), **kwargs)


def _bases(**kwargs: Any) -> fields.List:
    return fields.List(fields.Nested(BasisReferenceSchema), validate=validate.Length(min=1, max=8), **kwargs)


class _Told(Schema):
    @post_load
    def plain(self, payload: dict[str, Any], **_: Any) -> Any:
        if "course_ids" in payload:
            payload["course_ids"] = sorted({str(id) for id in payload["course_ids"]})
        if "remind_days" in payload:
            payload["remind_days"] = sorted(set(payload["remind_days"]), reverse=True)
        return payload


class CycleDraftSchema(_Told):
    id = fields.UUID(required=True)
    year = Whole(**YEAR, required=True)
    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    title = Text(least=1, most=120, required=True)
    agency_id = fields.UUID(load_default=None, allow_none=True)
    unit_id = fields.UUID(load_default=None, allow_none=True)
    required_seconds = _seconds(required=True)
    exam_required = fields.Boolean(required=True)
    course_ids = _courses(load_default=list)
    remind_days = _reminders(load_default=list)
    opens_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    bases = _bases(required=True)

    @staticmethod
    def draft_of(payload: dict[str, Any]) -> CycleDraft:
        lists = {name: tuple(payload[name]) for name in ("course_ids", "remind_days", "bases")}
        return CycleDraft(**{**payload, **lists, "audience": Audience(payload["audience"])})


class CycleChangeSchema(_Told):
    title = Text(least=1, most=120)
    required_seconds = _seconds()
    exam_required = fields.Boolean()
    course_ids = _courses()
    remind_days = _reminders()
    opens_on = fields.Date()
    ends_on = fields.Date()
    bases = _bases()


class CycleBasisSchema(ma.Schema):
    basis_id = fields.String(required=True)
    title = fields.String(required=True)
    article = fields.String(required=True)
    status = fields.String(required=True)


class RotationPlaceSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class RotationCountsSchema(ma.Schema):
    should = fields.Integer(required=True, metadata={"description": "应训 = 已完成 + 免训 + 未完成"})
    done = fields.Integer(required=True)
    excused = fields.Integer(required=True)
    missing = fields.Integer(required=True)
    coverage_bp = fields.Integer(
        required=True, allow_none=True, metadata={"description": "已完成 ÷ 应训，万分之一；无人应训为空"}
    )


class FrozenCountsSchema(ma.Schema):
    should = fields.Integer(required=True)
    done = fields.Integer(required=True)
    excused = fields.Integer(required=True)
    missing = fields.Integer(required=True)


class RotationCycleSchema(ma.Schema):
    id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    tier = fields.String(required=True, validate=validate.OneOf(TIERS))
    title = fields.String(required=True)
    agency = fields.Nested(RotationPlaceSchema, required=True, allow_none=True)
    unit = fields.Nested(RotationPlaceSchema, required=True, allow_none=True)
    required_seconds = fields.Integer(required=True)
    exam_required = fields.Boolean(required=True)
    course_ids = fields.List(fields.UUID(), required=True)
    remind_days = fields.List(fields.Integer(), required=True)
    opens_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    bases = fields.List(fields.Nested(CycleBasisSchema), required=True)
    closed_at = Instant(required=True, allow_none=True)
    closed_counts = fields.Nested(FrozenCountsSchema, required=True, allow_none=True)
    counts = fields.Nested(RotationCountsSchema, required=True)
    is_ours = fields.Boolean(required=True, metadata={"description": "可修改、免训、封账"})
    version = fields.Integer(required=True)


class CoverageQuery(Query):
    by = fields.String(load_default="area", validate=validate.OneOf(["area", "unit", "agency"]))
    area_code = Text(most=12, load_default=None, allow_none=True)


class CoverageRowSchema(RotationCountsSchema):
    key = fields.String(required=True)
    name = fields.String(required=True)


class CoverageSchema(ma.Schema):
    items = fields.List(fields.Nested(CoverageRowSchema), required=True)


class YearQuery(Query):
    year = year_field(metadata={"description": "空为今年"})


class AudienceCoverageSchema(RotationCountsSchema):
    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    is_police = fields.Boolean(required=True)
    unplanned = fields.Integer(required=True, metadata={"description": "未列入任何年度轮训的在训人员，计入未完成"})


class YearCoverageSchema(ma.Schema):
    items = fields.List(fields.Nested(AudienceCoverageSchema), required=True)


class EnrolmentQuery(PageQuery):
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    unit_id = fields.UUID(load_default=None)
    area_code = Text(most=12, load_default=None, allow_none=True)


class MissedBriefSchema(ma.Schema):
    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    made_up_at = Instant(required=True, allow_none=True)


class EnrolmentSchema(ma.Schema):
    id = fields.UUID(required=True)
    cycle_id = fields.UUID(required=True)
    person = fields.Nested(RotationPlaceSchema, required=True)
    place = fields.String(required=True)
    unit_id = fields.UUID(required=True, allow_none=True)
    agency_id = fields.UUID(required=True, allow_none=True)
    area_code = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    seconds = fields.Integer(required=True)
    exam_passed_at = Instant(required=True, allow_none=True)
    completed_at = Instant(required=True, allow_none=True)
    excused_reason = fields.String(required=True)
    excused_at = Instant(required=True, allow_none=True)
    missed = fields.Nested(MissedBriefSchema, required=True, allow_none=True)


class ExcusalSchema(Schema):
    reason = Text(least=1, most=200, required=True)


class MissedRotationSchema(ma.Schema):
    id = fields.UUID(required=True)
    enrolment_id = fields.UUID(required=True)
    person = fields.Nested(RotationPlaceSchema, required=True)
    place = fields.String(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    seconds = fields.Integer(required=True)
    made_up_at = Instant(required=True, allow_none=True)


class DefaultBasisSchema(ma.Schema):
    basis = fields.String(required=True)
    article = fields.String(required=True)
    audiences = fields.List(fields.String(), required=True)


class CycleDefaultsSchema(ma.Schema):
    required_hours = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    exam_required = fields.Dict(keys=fields.String(), values=fields.Boolean(), required=True)
    remind_days = fields.List(fields.Integer(), required=True)
    bases = fields.List(fields.Nested(DefaultBasisSchema), required=True)


class MyCycleSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    tier = fields.String(required=True)
    required_seconds = fields.Integer(required=True)
    exam_required = fields.Boolean(required=True)
    opens_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    course_ids = fields.List(fields.UUID(), required=True)
    closed_at = Instant(required=True, allow_none=True)
    bases = fields.List(fields.Nested(CycleBasisSchema), required=True)


class MyEnrolmentSchema(ma.Schema):
    id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    seconds = fields.Integer(required=True)
    exam_passed_at = Instant(required=True, allow_none=True)
    completed_at = Instant(required=True, allow_none=True)
    excused_reason = fields.String(required=True)
    cycle = fields.Nested(MyCycleSchema, required=True)


class HourCreditSchema(ma.Schema):
    on_day = fields.Date(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(HOUR_KINDS))
    seconds = fields.Integer(required=True)
    course_id = fields.UUID(required=True, allow_none=True)


class HoursOfYearSchema(ma.Schema):
    year = fields.Integer(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(HOUR_KINDS))
    seconds = fields.Integer(required=True)


class MyTrainingSchema(ma.Schema):
    year = fields.Integer(required=True)
    audiences = fields.List(fields.String(validate=validate.OneOf(AUDIENCES)), required=True)
    enrolments = fields.List(fields.Nested(MyEnrolmentSchema), required=True)
    hours = fields.List(fields.Nested(HourCreditSchema), required=True)
    years = fields.List(fields.Nested(HoursOfYearSchema), required=True)
    skills = fields.List(fields.Nested(SkillSchema), required=True)


class TrainingFileSchema(ma.Schema):
    person = fields.Nested(TrainedPersonSchema, required=True)
    trainees = fields.List(fields.Nested(TraineeSchema), required=True)
    enrolments = fields.List(fields.Nested(MyEnrolmentSchema), required=True)
    hours = fields.List(fields.Nested(HourCreditSchema), required=True)
    years = fields.List(fields.Nested(HoursOfYearSchema), required=True)
    skills = fields.List(fields.Nested(SkillSchema), required=True)
