"""Wire shapes of tasks."""

from __future__ import annotations

from uuid import UUID

import marshmallow as ma
from marshmallow import fields, validate

from checklists.tasks.rules import KINDS
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text


def _check_distinct(ids: list[UUID]) -> None:
    if len(set(ids)) != len(ids):
        raise ma.ValidationError("不能重复")


class TaskQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(["open", "done", "cancelled"]))
    mine = fields.Boolean(load_default=False)
    unit_id = fields.UUID(load_default=None, allow_none=True)


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
    note = fields.String(required=True)
    inspection_ids = fields.List(fields.UUID(), required=True)
    created_at = Instant(required=True)
    version = fields.Integer(required=True)
