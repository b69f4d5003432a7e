"""Wire shapes of what is answered."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields

from server.alerts.notices.schemas import PartySchema
from server.units.attachments.schemas import AttachmentSchema
from server.web.schemas import Instant


class FacilityBriefSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    type = fields.String(required=True)
    number = fields.String(required=True)
    name = fields.String(required=True)
    condition = fields.String(required=True)
    life_end_on = fields.Date(required=True, allow_none=True)


class FacilityLineSchema(FacilityBriefSchema):
    place_id = fields.UUID(required=True, allow_none=True)
    quantity = fields.Integer(required=True)
    state = fields.String(required=True)
    checked_at = Instant(required=True, allow_none=True)
    check_every_days = fields.Integer(required=True, allow_none=True)


class _ByPersonSchema(ma.Schema):
    id = fields.UUID(required=True)
    by_name = fields.String(required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)


class UpkeepTaskEndSchema(_ByPersonSchema):
    outcome = fields.String(required=True)
    note = fields.String(required=True)
    life_end_on = fields.Date(required=True, allow_none=True)
    at = Instant(required=True)


class UpkeepTaskSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    facility = fields.Nested(FacilityBriefSchema, required=True, allow_none=True)
    kind = fields.String(required=True)
    origin = fields.String(required=True)
    reason = fields.String(required=True)
    due_on = fields.Date(required=True)
    state = fields.String(required=True)
    is_overdue = fields.Boolean(required=True)
    opened_at = Instant(required=True)
    opened_by_name = fields.String(required=True)
    end = fields.Nested(UpkeepTaskEndSchema, required=True, allow_none=True)
    hazard_id = fields.UUID(required=True, allow_none=True)


class StatusReportSchema(_ByPersonSchema):
    condition = fields.String(required=True)
    note = fields.String(required=True)
    reported_at = Instant(required=True)
    received_at = Instant(required=True)


class FacilityTestSchema(_ByPersonSchema):
    kind = fields.String(required=True)
    passed = fields.Boolean(required=True)
    measured = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)
    note = fields.String(required=True)
    tested_at = Instant(required=True)


class MaintenanceSchema(_ByPersonSchema):
    what = fields.String(required=True)
    who = fields.String(required=True)
    done_on = fields.Date(required=True)
    next_due_on = fields.Date(required=True, allow_none=True)
    at = Instant(required=True)


class EquipmentMoveSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    quantity = fields.Integer(required=True)
    holder = fields.String(required=True)
    note = fields.String(required=True)
    at = Instant(required=True)
    by_name = fields.String(required=True)


class FacilityUpkeepSchema(ma.Schema):
    facility = fields.Nested(FacilityLineSchema, required=True)
    unit = fields.Nested(PartySchema, required=True)
    reports = fields.List(fields.Nested(StatusReportSchema), required=True)
    tests = fields.List(fields.Nested(FacilityTestSchema), required=True)
    maintenance = fields.List(fields.Nested(MaintenanceSchema), required=True)
    tasks = fields.List(fields.Nested(UpkeepTaskSchema), required=True)
    moves = fields.List(fields.Nested(EquipmentMoveSchema), required=True)


class PostLineSchema(ma.Schema):
    type = fields.String(required=True)
    counted = fields.Integer(required=True, allow_none=True)
    minimum = fields.Integer(required=True)
    registered = fields.Integer(required=True)
    is_short = fields.Boolean(required=True)


class PostSchema(ma.Schema):
    place_id = fields.UUID(required=True)
    name = fields.String(required=True)
    counted_at = Instant(required=True, allow_none=True)
    lines = fields.List(fields.Nested(PostLineSchema), required=True)


class PostsSchema(ma.Schema):
    unit = fields.Nested(PartySchema, required=True)
    posts = fields.List(fields.Nested(PostSchema), required=True)


class FacilitySheetSchema(PostsSchema):
    facilities = fields.List(fields.Nested(FacilityLineSchema), required=True)
    tasks = fields.List(fields.Nested(UpkeepTaskSchema), required=True)


class EquipmentCountSchema(_ByPersonSchema):
    unit = fields.Nested(PartySchema, required=True)
    place_id = fields.UUID(required=True)
    place = fields.String(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    note = fields.String(required=True)
    counted_at = Instant(required=True)


class FacilityGapSchema(ma.Schema):
    code = fields.String(required=True)
    type = fields.String(required=True)
    place_id = fields.UUID(required=True, allow_none=True)
    place = fields.String(required=True)
    counted = fields.Integer(required=True, allow_none=True)
    minimum = fields.Integer(required=True, allow_none=True)
    last_on = fields.Date(required=True, allow_none=True)
    hazard_id = fields.UUID(required=True, allow_none=True)


class UnitFacilityGapsSchema(ma.Schema):
    unit = fields.Nested(PartySchema, required=True)
    industry = fields.String(required=True)
    gaps = fields.List(fields.Nested(FacilityGapSchema), required=True)


class MadeHazardSchema(ma.Schema):
    hazard_id = fields.UUID(required=True)


class UpkeepTermSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    unit_id = fields.UUID(required=True, allow_none=True)
    value = fields.Raw(required=True)
    basis = fields.String(required=True)
    from_on = fields.Date(required=True)
    at = Instant(required=True)
    in_force = fields.Boolean(required=True)


class UpkeepTermsSchema(ma.Schema):
    terms = fields.List(fields.Nested(UpkeepTermSchema), required=True)
