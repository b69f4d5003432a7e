"""Wire shapes of a pull."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from checklists.tasks.schemas import TaskSchema
from checklists.templates.schemas import TemplateVersionSchema
from mobile_api.clock.schemas import ClockReadingSchema
from server.units.bases.rules import Status
from server.units.registry.schemas import UnitSchema
from server.web.schemas import Query


class PullQuery(Query):
    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=1000))


class PulledPersonSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    certificate_no = fields.String(required=True, allow_none=True)
    certificate_valid_to = fields.Date(required=True, allow_none=True)
    agency_id = fields.UUID(required=True, allow_none=True)
    unit_id = fields.UUID(required=True, allow_none=True)


class PulledBasisSchema(ma.Schema):
    id = fields.String(required=True)
    title = fields.String(required=True)
    doc_no = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf([status.value for status in Status]))
    effective_to = fields.Date(required=True, allow_none=True)


class GoneSchema(ma.Schema):
    units = fields.List(fields.UUID(), required=True)
    tasks = fields.List(fields.UUID(), required=True)


class PullSchema(ma.Schema):
    cursor = fields.String(required=True, metadata={"description": "opaque; come back with it"})
    more = fields.Boolean(required=True, metadata={"description": "true: come back at once"})
    scope = fields.String(required=True, validate=validate.OneOf(["all_units", "task_units"]))
    tasks = fields.List(fields.Nested(TaskSchema), required=True)
    units = fields.List(fields.Nested(UnitSchema), required=True)
    template_versions = fields.List(fields.Nested(TemplateVersionSchema), required=True)
    people = fields.List(fields.Nested(PulledPersonSchema), required=True)
    bases = fields.List(fields.Nested(PulledBasisSchema), required=True)
    gone = fields.Nested(GoneSchema, required=True)
    clock = fields.Nested(ClockReadingSchema, required=True)
    minimum_app_version = fields.String(required=True)
