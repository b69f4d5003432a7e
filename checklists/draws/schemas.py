"""Wire shapes of draws."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import marshmallow as ma
from marshmallow import fields, validate

from checklists.draws.rules.algorithm import MOST_WEIGHT
from checklists.draws.rules.pools import LEVELS, MOST_UNITS, SCOPES, STATES, DrawDraft, LeftOut, UnitConditions
from checklists.inspections.schemas import NamedSchema
from checklists.tasks.schemas import TaskOfficerSchema
from server.units.registry.rules import UnitKind
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole

_KINDS = [kind.value for kind in UnitKind]


def _check_fact(value: Any) -> None:
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**53):
        return
    if not isinstance(value, str) or len(value) > 200:
        raise ma.ValidationError("应为是否、整数或短文字")


class DrawQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))


class LeftOutDraftSchema(Schema):
    unit_id = fields.UUID(required=True)
    reason = Text(required=True, least=1, most=200)


class UnitConditionsSchema(Schema):
    area_code = Text(load_default=None, allow_none=True, most=12)
    station_id = fields.UUID(load_default=None, allow_none=True)
    kinds = fields.List(fields.String(validate=validate.OneOf(_KINDS)), load_default=list)
    industries = fields.List(Text(least=1, most=24), load_default=list, validate=validate.Length(max=50))
    levels = fields.List(
        fields.Integer(strict=True, validate=validate.OneOf(LEVELS)),
        load_default=list,
        metadata={"description": "key-unit levels; 0 means units that are none"},
    )
    facts = fields.Dict(
        keys=Text(least=1, most=60),
        values=fields.Raw(validate=_check_fact),
        load_default=dict,
        validate=validate.Length(max=20),
    )
    unchecked_months = Whole(load_default=None, allow_none=True, least=1, most=60)
    left_out = fields.List(fields.Nested(LeftOutDraftSchema), load_default=list, validate=validate.Length(max=500))


class PoolsDraftSchema(Schema):
    """The part of a draw that its pools depend on."""

    units = fields.Nested(UnitConditionsSchema, load_default=dict)
    agency_ids = fields.List(
        fields.UUID(), load_default=list, validate=validate.Length(max=200), metadata={"description": "whose officers"}
    )
    weights = fields.Dict(
        keys=fields.String(validate=validate.OneOf([str(level) for level in LEVELS])),
        values=Whole(least=1, most=MOST_WEIGHT),
        load_default=dict,
        metadata={"description": "whole-number weight by key-unit level; 1 where nothing is given"},
    )


class DrawDraftSchema(PoolsDraftSchema):
    id = fields.UUID(required=True)
    name = Text(required=True, least=1, most=120)
    reason = Text(required=True, least=1, most=1000)
    unit_count = Whole(required=True, least=1, most=MOST_UNITS)
    officers_per_unit = Whole(load_default=2, least=2, most=10)
    repeats_id = fields.UUID(load_default=None, allow_none=True)
    repeat_reason = Text(load_default="", most=500)

    @ma.validates_schema
    def _say_why_again(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("repeats_id") and not data.get("repeat_reason"):
            raise ma.ValidationError("再次抽取须说明理由", "repeat_reason")


def draft_of(payload: dict[str, Any], id: UUID) -> DrawDraft:
    """A draft from a checked body; what a preview doesn't send is left empty."""
    units: dict[str, Any] = {**UnitConditionsSchema().load({}), **payload.get("units", {})}
    left_out = {one["unit_id"]: LeftOut(**one) for one in units.pop("left_out")}
    lists: dict[str, Any] = {name: tuple(dict.fromkeys(units.pop(name))) for name in ("kinds", "industries", "levels")}
    return DrawDraft(
        id=id,
        name=payload.get("name", ""),
        reason=payload.get("reason", ""),
        units=UnitConditions(**units, **lists, left_out=tuple(left_out.values())),
        agency_ids=tuple(dict.fromkeys(payload["agency_ids"])),
        unit_count=payload.get("unit_count", 0),
        officers_per_unit=payload.get("officers_per_unit", 0),
        weights={level: payload["weights"].get(str(level), 1) for level in LEVELS},
        repeats_id=payload.get("repeats_id"),
        repeat_reason=payload.get("repeat_reason", "") if payload.get("repeats_id") else "",
    )


class ResultDraftSchema(Schema):
    witness = Text(required=True, least=1, most=120, metadata={"description": "who looked on; is published"})
    words = Text(load_default="", most=200, metadata={"description": "the witness's own, mixed into the draw"})


class TaskOrderSchema(Schema):
    due_on = fields.Date(required=True)
    template_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=10))
    note = Text(load_default="", most=500)


class PublicationDraftSchema(Schema):
    scope = fields.String(required=True, validate=validate.OneOf(SCOPES))


class AbandonmentDraftSchema(Schema):
    reason = Text(required=True, least=1, most=500)


class LeftOutCountsSchema(ma.Schema):
    """How many were left out, by the reason's code."""

    units = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    officers = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class PoolCountsSchema(ma.Schema):
    units = fields.Integer(required=True)
    officers = fields.Integer(required=True)
    weight = fields.Integer(required=True)
    left_out = fields.Nested(LeftOutCountsSchema, required=True)
    earlier = fields.Nested(NamedSchema, required=True, allow_none=True)


class PoolSchema(ma.Schema):
    count = fields.Integer(required=True)
    sha256 = fields.String(required=True)


class FreezeSchema(ma.Schema):
    at = Instant(required=True)
    by = fields.String(required=True)
    units = fields.Nested(PoolSchema, required=True)
    officers = fields.Nested(PoolSchema, required=True)
    left_out = fields.Nested(LeftOutCountsSchema, required=True)


class DrawResultSchema(ma.Schema):
    at = Instant(required=True)
    operator = fields.String(required=True)
    witness = fields.String(required=True)
    words = fields.String(required=True)
    seed = fields.String(required=True)
    record_sha256 = fields.String(required=True)


class RepeatsSchema(NamedSchema):
    reason = fields.String(required=True)


class DrawTaskingSchema(ma.Schema):
    at = Instant(required=True)
    due_on = fields.Date(required=True)


class DrawAbandonmentSchema(ma.Schema):
    at = Instant(required=True)
    reason = fields.String(required=True)


class DrawPublicationSchema(ma.Schema):
    scope = fields.String(required=True, validate=validate.OneOf(SCOPES))
    at = Instant(required=True)


class DrawSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    reason = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    agency = fields.Nested(NamedSchema, required=True)
    unit_count = fields.Integer(required=True)
    officers_per_unit = fields.Integer(required=True)
    commitment = fields.String(required=True, metadata={"description": "SHA-256 of the seed"})
    opened_at = Instant(required=True)
    repeats = fields.Nested(RepeatsSchema, required=True, allow_none=True)
    freeze = fields.Nested(FreezeSchema, required=True, allow_none=True)
    result = fields.Nested(DrawResultSchema, required=True, allow_none=True)
    tasking = fields.Nested(DrawTaskingSchema, required=True, allow_none=True)
    abandonment = fields.Nested(DrawAbandonmentSchema, required=True, allow_none=True)
    publications = fields.List(fields.Nested(DrawPublicationSchema), required=True)


class LeftOutSchema(ma.Schema):
    unit = fields.Nested(NamedSchema, required=True)
    reason = fields.String(required=True)


class DrawnSchema(ma.Schema):
    unit = fields.Nested(NamedSchema, required=True)
    officers = fields.List(fields.Nested(TaskOfficerSchema), required=True)


class ChainLinkSchema(NamedSchema):
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    opened_at = Instant(required=True)


class FullDrawSchema(DrawSchema):
    terms = fields.Dict(keys=fields.String(), required=True)
    left_out_units = fields.List(fields.Nested(LeftOutSchema), required=True)
    drawn = fields.List(fields.Nested(DrawnSchema), required=True)
    chain = fields.List(fields.Nested(ChainLinkSchema), required=True)
