"""Wire shapes of duties."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from checklists.duties.rules import GATES, DutyKind, DutyState
from server.units.attachments.schemas import AttachmentSchema, files_field
from server.units.bases.rules import Status
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text, Whole

DUTIES = [kind.value for kind in DutyKind]
STATES = [state.value for state in DutyState]
FILED = ["rulebook", "plan", "standard"]
DRILL_KINDS = ["incident", "counter_terror", "evacuation"]
PROJECT_KINDS = ["new", "rebuild"]
_ITEM = validate.Regexp(r"^[a-z][a-z0-9_-]{0,63}\Z", error="应为类别代码")


class DutyDayQuery(Query):
    on = fields.Date(load_default=None, metadata={"description": "按哪一天判断；缺省为今天"})


class GapQuery(PageQuery):
    duty = fields.String(load_default=None, validate=validate.OneOf(DUTIES))
    item = fields.String(load_default=None, validate=_ITEM)
    industry = fields.String(load_default=None, validate=_ITEM)
    key_level = fields.Integer(
        load_default=None, validate=validate.Range(min=0, max=3), metadata={"description": "0 为非重点单位"}
    )


class PaperQuery(PageQuery):
    unit_id = fields.UUID(load_default=None)
    duty = fields.String(load_default=None, validate=validate.OneOf(FILED))
    item = fields.String(load_default=None, validate=_ITEM)


class DrillQuery(PageQuery):
    unit_id = fields.UUID(load_default=None)
    year = fields.Integer(load_default=None, validate=validate.Range(min=2000, max=2100))
    item = fields.String(load_default=None, validate=validate.OneOf(DRILL_KINDS), data_key="kind")


class CounterYearQuery(PageQuery):
    unit_id = fields.UUID(load_default=None)
    year = fields.Integer(
        load_default=None, validate=validate.Range(min=2000, max=2100), metadata={"description": "缺省为今年"}
    )


class ProjectQuery(PageQuery):
    unit_id = fields.UUID(load_default=None)


class DutyPaperDraftSchema(Schema):
    id = fields.UUID(required=True)
    duty = fields.String(required=True, validate=validate.OneOf(FILED))
    item = fields.String(required=True, validate=_ITEM)
    title = Text(least=1, most=120, required=True)
    edition = Text(least=1, most=40, required=True)
    adopted_on = fields.Date(required=True)
    review_on = fields.Date(load_default=None, allow_none=True)
    statement = Text(most=2000, load_default="")
    files = files_field(required=True, most=20)

    @post_load
    def tuples(self, payload: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**payload, "files": tuple(payload["files"])}


class DrillDraftSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(DRILL_KINDS))
    title = Text(least=1, most=120, required=True)
    planned_on = fields.Date(required=True)
    place = Text(least=1, most=120, required=True)
    plan_id = fields.UUID(load_default=None, allow_none=True)


class DrillReportDraftSchema(Schema):
    id = fields.UUID(required=True)
    held_on = fields.Date(required=True)
    place = Text(least=1, most=120, required=True)
    people_count = Whole(required=True, least=1, most=1_000_000)
    evaluation = Text(most=4000, load_default="")
    files = files_field(load_default=list)

    @post_load
    def tuples(self, payload: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**payload, "files": tuple(payload["files"])}


class DutyRemarkDraftSchema(Schema):
    id = fields.UUID(required=True)
    text = Text(least=1, most=1000, required=True)
    accepted = fields.Boolean(load_default=True)


class ProjectDraftSchema(Schema):
    id = fields.UUID(required=True)
    title = Text(least=1, most=120, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(PROJECT_KINDS))
    planning_due_on = fields.Date(required=True)
    construction_due_on = fields.Date(required=True)
    acceptance_due_on = fields.Date(required=True)


class GateDraftSchema(Schema):
    id = fields.UUID(required=True)
    done_on = fields.Date(required=True)
    note = Text(most=1000, load_default="")
    files = files_field(required=True, most=20)

    @post_load
    def tuples(self, payload: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**payload, "files": tuple(payload["files"])}


class DutyUnitSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class DutyBasisSchema(ma.Schema):
    basis_id = fields.String(required=True)
    article = fields.String(required=True)
    title = fields.String(required=True)
    doc_no = fields.String(required=True, allow_none=True)
    status = fields.Enum(Status, by_value=True, required=True)
    effective_to = fields.Date(required=True, allow_none=True)


class DutySchema(ma.Schema):
    duty = fields.String(required=True, validate=validate.OneOf(DUTIES))
    item = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.Enum(DutyState, by_value=True, required=True)
    required = fields.Integer(required=True)
    counted = fields.Integer(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    bases = fields.List(fields.Nested(DutyBasisSchema), required=True)
    is_product_default = fields.Boolean(required=True)
    note = fields.String(required=True)


class DutyHeldPaperSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    edition = fields.String(required=True)
    adopted_on = fields.Date(required=True)
    review_on = fields.Date(required=True, allow_none=True)


class UnitDutySchema(DutySchema):
    paper = fields.Nested(DutyHeldPaperSchema, required=True, allow_none=True)


class UnitDutiesSchema(ma.Schema):
    unit = fields.Nested(DutyUnitSchema, required=True)
    on = fields.Date(required=True)
    duties = fields.List(fields.Nested(UnitDutySchema), required=True)


class GapUnitSchema(DutyUnitSchema):
    industry = fields.String(required=True)
    key_unit_level = fields.Integer(required=True, allow_none=True)


class DutyGapSchema(ma.Schema):
    unit = fields.Nested(GapUnitSchema, required=True)
    gaps = fields.List(fields.Nested(DutySchema), required=True)


class DutyRemarkSchema(ma.Schema):
    id = fields.UUID(required=True)
    text = fields.String(required=True)
    accepted = fields.Boolean(required=True)
    name = fields.String(required=True)
    at = Instant(required=True)


class DutyPaperSchema(DutyHeldPaperSchema):
    unit = fields.Nested(DutyUnitSchema, required=True)
    duty = fields.String(required=True, validate=validate.OneOf(FILED))
    item = fields.String(required=True)
    statement = fields.String(required=True)
    filed_at = Instant(required=True)
    is_current = fields.Boolean(required=True)
    is_review_overdue = fields.Boolean(required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)
    remarks = fields.List(fields.Nested(DutyRemarkSchema), required=True)


class DrillReportSchema(ma.Schema):
    id = fields.UUID(required=True)
    held_on = fields.Date(required=True)
    place = fields.String(required=True)
    people_count = fields.Integer(required=True)
    evaluation = fields.String(required=True)
    lacking = fields.List(fields.String(), required=True)
    reported_at = Instant(required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)


class DrillSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(DutyUnitSchema, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(DRILL_KINDS))
    title = fields.String(required=True)
    planned_on = fields.Date(required=True)
    place = fields.String(required=True)
    plan_id = fields.UUID(required=True, allow_none=True)
    is_counted = fields.Boolean(required=True)
    report = fields.Nested(DrillReportSchema, required=True, allow_none=True)
    remarks = fields.List(fields.Nested(DutyRemarkSchema), required=True)


class CounterYearSchema(ma.Schema):
    unit = fields.Nested(DutyUnitSchema, required=True)
    year = fields.Integer(required=True)
    counters = fields.List(fields.Nested(DutySchema), required=True)


class GateSchema(ma.Schema):
    id = fields.UUID(required=True)
    gate = fields.String(required=True, validate=validate.OneOf(GATES))
    due_on = fields.Date(required=True)
    done_on = fields.Date(required=True, allow_none=True)
    is_late = fields.Boolean(required=True)
    note = fields.String(required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)


class ProjectSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(DutyUnitSchema, required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(PROJECT_KINDS))
    opened_at = Instant(required=True)
    closed_on = fields.Date(required=True, allow_none=True)
    gates = fields.List(fields.Nested(GateSchema), required=True)


class StandardSchema(ma.Schema):
    id = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    effective_from = fields.Date(required=True, allow_none=True)
    effective_to = fields.Date(required=True, allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf([status.value for status in Status]))
    replaced_by = fields.String(required=True, allow_none=True)
    verified = fields.Boolean(required=True)
    note = fields.String(required=True)
    industries = fields.List(fields.String(), required=True)
