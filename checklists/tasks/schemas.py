"""Wire shapes of tasks."""

from __future__ import annotations

from uuid import UUID

import marshmallow as ma
from marshmallow import fields, validate

from checklists.tasks.rules import KINDS, ORIGINS, RESULTS
from server.units.calendar.schemas import SpanQuery
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text


def _check_distinct(ids: list[UUID]) -> None:
    if len(set(ids)) != len(ids):
        raise ma.ValidationError("不能重复")


class TaskQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(["open", "done", "cancelled"]))
    mine = fields.Boolean(load_default=False)
    unit_id = fields.UUID(load_default=None, allow_none=True)
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
    origin = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(ORIGINS))
    origin_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "产生任务的计划、抽查或等级"})
    due_from = fields.Date(load_default=None, allow_none=True)
    due_to = fields.Date(load_default=None, allow_none=True)
    late = fields.Boolean(load_default=False, metadata={"description": "只看已过截止日期仍未完成的"})
    escalated = fields.Boolean(load_default=False, metadata={"description": "只看已上报本机构或其下级机构的"})
    unassigned = fields.Boolean(load_default=False, metadata={"description": "只看尚未指派检查人员的"})


class DayCountQuery(SpanQuery):
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
    origin_id = fields.UUID(load_default=None, allow_none=True)


class DayCountSchema(ma.Schema):
    day = fields.Date(required=True)
    open = fields.Integer(required=True)
    done = fields.Integer(required=True)
    late = fields.Integer(required=True)
    is_working = fields.Boolean(required=True)
    name = fields.String(required=True)


class DayCountsSchema(ma.Schema):
    days = fields.List(fields.Nested(DayCountSchema), required=True)
    unloaded_years = fields.List(fields.Integer(), required=True)


class ManningDraftSchema(Schema):
    id = fields.UUID(required=True)
    task_ids = fields.List(fields.UUID(), required=True, validate=[validate.Length(min=1, max=200), _check_distinct])
    officer_ids = fields.List(fields.UUID(), required=True, validate=[validate.Length(max=20), _check_distinct])
    reason = Text(load_default="", most=500)


class MannedTaskSchema(ma.Schema):
    task_id = fields.UUID(required=True)
    result = fields.String(required=True, validate=validate.OneOf(RESULTS))


class ManningSchema(ma.Schema):
    id = fields.UUID(required=True)
    officer_ids = fields.List(fields.UUID(), required=True)
    reason = fields.String(required=True)
    created_at = Instant(required=True)
    results = fields.List(fields.Nested(MannedTaskSchema), required=True)


class TaskDraftSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    unit_id = fields.UUID(required=True)
    site_id = fields.UUID(load_default=None, allow_none=True)
    template_ids = fields.List(fields.UUID(), required=True, validate=[validate.Length(min=1, max=10), _check_distinct])
    officer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=20))
    due_on = fields.Date(required=True)
    note = Text(load_default="", most=500)


class CancellationSchema(Schema):
    reason = Text(required=True, least=1, most=500)


class TaskOfficerSchema(ma.Schema):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    certificate_no = fields.String(required=True, allow_none=True)


class TaskSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    site_id = fields.UUID(required=True, allow_none=True)
    template_version_ids = fields.List(fields.UUID(), required=True)
    officers = fields.List(fields.Nested(TaskOfficerSchema), required=True)
    due_on = fields.Date(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["open", "done", "cancelled"]))
    origin = fields.String(required=True, validate=validate.OneOf(ORIGINS))
    origin_id = fields.UUID(required=True, allow_none=True)
    is_late = fields.Boolean(required=True)
    escalated_to = fields.String(required=True, allow_none=True, metadata={"description": "逾期后上报到的机构"})
    note = fields.String(required=True)
    inspection_ids = fields.List(fields.UUID(), required=True)
    created_at = Instant(required=True)
    version = fields.Integer(required=True)
