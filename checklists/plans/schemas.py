"""Wire shapes of plans."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from checklists.plans.rules.drafts import ASSIGNMENTS, KINDS, STATES, TEMPLATE_MODES
from checklists.plans.rules.periods import INTERVAL_UNITS, MODES
from server.units.registry.rules import UnitKind
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole

_MONTH_AND_DAY = validate.Regexp(r"^\d{2}-\d{2}\Z", error="应为“月-日”，如 03-01")
_AREA = validate.Regexp(r"^\d{6}\Z", error="行政区划代码为六位数字")
_LEVELS = ("0", "1", "2", "3")


def _check_fact(value: object) -> None:
    if not isinstance(value, (bool, int)):
        raise ma.ValidationError("应为是、否或整数")


class IntervalSchema(Schema):
    every = Whole(required=True, least=0, most=120)
    unit = fields.String(required=True, validate=validate.OneOf(INTERVAL_UNITS))


class WindowSchema(Schema):
    first = fields.String(required=True, validate=_MONTH_AND_DAY)
    last = fields.String(required=True, validate=_MONTH_AND_DAY)


class ScheduleSchema(Schema):
    mode = fields.String(required=True, validate=validate.OneOf(MODES))
    interval = fields.Nested(IntervalSchema, load_default=None, allow_none=True)
    by_level = fields.Dict(
        keys=fields.String(validate=validate.OneOf(_LEVELS)),
        values=fields.Nested(IntervalSchema),
        load_default=dict,
        metadata={"description": "按重点单位等级另定的间隔；0 为非重点单位"},
    )
    windows = fields.List(fields.Nested(WindowSchema), load_default=list, validate=validate.Length(max=24))


class FactsField(fields.Dict):
    """Facts asked for, by their id: a truth or a whole number each."""

    def __init__(self) -> None:
        super().__init__(
            keys=fields.String(validate=validate.Length(min=1, max=40)),
            values=fields.Raw(validate=_check_fact),
            load_default=dict,
            validate=validate.Length(max=20),
        )


class SelectionSchema(Schema):
    kinds = fields.List(
        fields.String(validate=validate.OneOf([kind.value for kind in UnitKind])),
        load_default=list,
        validate=validate.Length(max=10),
    )
    industries = fields.List(
        fields.String(validate=validate.Length(min=1, max=24)), load_default=list, validate=validate.Length(max=40)
    )
    key_levels = fields.List(Whole(least=0, most=3), load_default=list, validate=validate.Length(max=4))
    area_codes = fields.List(fields.String(validate=_AREA), load_default=list, validate=validate.Length(max=50))
    counter_terror_target = fields.Boolean(load_default=None, allow_none=True)
    facts = FactsField()


class PlanContentSchema(Schema):
    title = Text(required=True, least=1, most=80)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    selection = fields.Nested(SelectionSchema, required=True)
    template_mode = fields.String(required=True, validate=validate.OneOf(TEMPLATE_MODES))
    template_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=10))
    schedule = fields.Nested(ScheduleSchema, required=True)
    spread = fields.Boolean(required=True)
    working_days_only = fields.Boolean(required=True)
    grace_days = Whole(required=True, least=0, most=365)
    assignment = fields.String(required=True, validate=validate.OneOf(ASSIGNMENTS))
    officer_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=20))
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(load_default=None, allow_none=True)

    @ma.validates("starts_on")
    def check_start(self, value: object, **_: object) -> None:
        if not 2000 <= value.year <= 2100:  # type: ignore[attr-defined]
            raise ma.ValidationError("开始日期超出范围")


class NewPlanSchema(PlanContentSchema):
    id = fields.UUID(required=True)


class PlanStepSchema(Schema):
    id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    reason = Text(load_default="", most=500)


class PlanQuery(PageQuery):
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))


class PlanRunSchema(ma.Schema):
    day = fields.Date(required=True)
    matched = fields.Integer(required=True)
    made = fields.Integer(required=True)
    unassigned = fields.Integer(required=True)
    began_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)


class PlanStateSchema(ma.Schema):
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    reason = fields.String(required=True)
    at = Instant(required=True)


class PlanSchema(PlanContentSchema):
    id = fields.UUID(required=True)
    template_ids = fields.List(fields.UUID(), required=True)
    officer_ids = fields.List(fields.UUID(), required=True)
    ends_on = fields.Date(required=True, allow_none=True)
    agency_id = fields.UUID(required=True, allow_none=True)
    unit_id = fields.UUID(required=True, allow_none=True)
    owner_name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    active_from = fields.Date(required=True)
    created_at = Instant(required=True)
    version = fields.Integer(required=True)
    is_mine = fields.Boolean(required=True)
    last_run = fields.Nested(PlanRunSchema, required=True, allow_none=True)
    tasks_made = fields.Integer(required=True)


class PlanFileSchema(PlanSchema):
    states = fields.List(fields.Nested(PlanStateSchema), required=True)
    runs = fields.List(fields.Nested(PlanRunSchema), required=True)


class MonthSchema(ma.Schema):
    month = fields.String(required=True)
    tasks = fields.Integer(required=True)


class FirstUnitSchema(ma.Schema):
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    key_unit_level = fields.Integer(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    tasks = fields.Integer(required=True)
    templates = fields.List(fields.String(), required=True)


class PreviewProblemSchema(ma.Schema):
    field = fields.String(required=True)
    code = fields.String(required=True)
    message = fields.String(required=True)


class PreviewSchema(ma.Schema):
    matching = fields.Integer(required=True)
    total = fields.Integer(required=True)
    months = fields.List(fields.Nested(MonthSchema), required=True)
    first = fields.List(fields.Nested(FirstUnitSchema), required=True)
    unloaded_years = fields.List(fields.Integer(), required=True)
    problems = fields.List(fields.Nested(PreviewProblemSchema), required=True)


class PresetSchema(ma.Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    template_mode = fields.String(required=True, validate=validate.OneOf(TEMPLATE_MODES))
    schedule = fields.Nested(ScheduleSchema, required=True)
    spread = fields.Boolean(required=True)
    working_days_only = fields.Boolean(required=True)
    grace_days = fields.Integer(required=True)
    assignment = fields.String(required=True, validate=validate.OneOf(ASSIGNMENTS))


class PresetsSchema(ma.Schema):
    note = fields.String(required=True)
    presets = fields.List(fields.Nested(PresetSchema), required=True)
