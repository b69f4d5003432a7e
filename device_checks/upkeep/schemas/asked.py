"""Wire shapes of what is asked for and handed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import ValidationError, fields, validate

from checklists.hazards.rules import GRADES
from device_checks.registers.rules import TYPES
from device_checks.upkeep.rules import CONDITIONS, KINDS, ORIGINS, OUTCOMES, TEST_KINDS
from device_checks.upkeep.rules.gaps import GAP_CODES
from device_checks.upkeep.rules.terms import CODES, EQUIPMENT
from server.units.attachments.schemas import files_field
from server.units.registry.schemas import INDUSTRY
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text, Whole

STATES = ("open", "done", "cancelled")
MOVES = ("issue", "return")
MOST_MEASURED = 20


def _code(codes: Sequence[str]) -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.OneOf(codes))


def _id() -> fields.UUID:
    return fields.UUID(load_default=None, allow_none=True)


def _flag(**options: Any) -> fields.Boolean:
    return fields.Boolean(truthy={True}, falsy={False}, **options)


class TaskQuery(PageQuery):
    state = _code(STATES)
    kind = _code(KINDS)
    origin = _code(ORIGINS)
    unit_id = _id()
    facility_id = _id()
    overdue = fields.Boolean(load_default=False)


class UpkeepTaskDraftSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    reason = Text(required=True, least=2, most=500)
    due_on = fields.Date(required=True)


class UpkeepTaskEndDraftSchema(Schema):
    id = fields.UUID(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    note = Text(required=True, most=2000)
    life_end_on = fields.Date(load_default=None, allow_none=True)
    photos = files_field(load_default=list)


class StatusReportDraftSchema(Schema):
    id = fields.UUID(required=True)
    condition = fields.String(required=True, validate=validate.OneOf(CONDITIONS))
    note = Text(load_default="", most=2000)
    reported_at = Instant(required=True)
    photos = files_field(load_default=list)


class MaintenanceDraftSchema(Schema):
    id = fields.UUID(required=True)
    what = Text(required=True, least=2, most=2000)
    who = Text(required=True, least=1, most=120)
    done_on = fields.Date(required=True)
    next_due_on = fields.Date(load_default=None, allow_none=True)
    photos = files_field(load_default=list)


def _few_plain(value: dict[str, Any]) -> None:
    if len(value) > MOST_MEASURED:
        raise ValidationError(f"最多 {MOST_MEASURED} 项")


class FacilityTestDraftSchema(Schema):
    __test__ = False

    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(TEST_KINDS))
    passed = _flag(required=True)
    tested_at = Instant(required=True)
    measured = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=40)),
        values=Whole(least=0),
        load_default=dict,
        validate=_few_plain,
    )
    note = Text(load_default="", most=2000)
    photos = files_field(load_default=list)


def _of_equipment(value: dict[str, int]) -> None:
    if missing := [type for type in EQUIPMENT if type not in value]:
        raise ValidationError(f"缺少：{'、'.join(missing)}")


class EquipmentCountDraftSchema(Schema):
    id = fields.UUID(required=True)
    counts = fields.Dict(
        keys=fields.String(validate=validate.OneOf(EQUIPMENT)),
        values=Whole(least=0, most=9999),
        required=True,
        validate=_of_equipment,
    )
    note = Text(load_default="", most=2000)
    counted_at = Instant(required=True)
    photos = files_field(load_default=list)


class CountQuery(PageQuery):
    unit_id = _id()
    place_id = _id()


class EquipmentMoveDraftSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(MOVES))
    quantity = Whole(required=True, least=1, most=9999)
    holder = Text(required=True, least=1, most=64)
    note = Text(load_default="", most=500)


class FacilityGapQuery(PageQuery):
    code = _code(GAP_CODES)
    industry = fields.String(load_default=None, allow_none=True, validate=INDUSTRY)


class HazardOfTaskSchema(Schema):
    id = fields.UUID(required=True)
    grade = fields.String(required=True, validate=validate.OneOf(GRADES))
    note = Text(load_default="", most=2000)


class HazardOfGapSchema(HazardOfTaskSchema):
    code = fields.String(required=True, validate=validate.OneOf(GAP_CODES))
    type = fields.String(load_default="", validate=validate.OneOf(["", *(t for ts in TYPES.values() for t in ts)]))
    place_id = _id()


class UpkeepTermQuery(Query):
    unit_id = _id()


class UpkeepTermDraftSchema(Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True, validate=validate.OneOf(CODES))
    value = fields.Raw(required=True)
    basis = Text(required=True, least=2, most=200)
    from_on = fields.Date(required=True)
    unit_id = _id()
