"""Wire shapes of coverage."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from device_checks.coverage.rules import GAPS, STANDINGS
from device_checks.registers.rules import WATCHED
from device_checks.registers.schemas.places import WatchedPlaceSchema
from server.alerts.notices.schemas import PartySchema
from server.web.paging import PageQuery

_KINDS = [kind.value for kind in WATCHED]


class CoverageQuery(PageQuery):
    standing = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STANDINGS))


class CoveragePlaceQuery(PageQuery):
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(_KINDS))


class UnitCoverageQuery(CoveragePlaceQuery):
    failing = fields.Boolean(load_default=False, metadata={"description": "只看未达标的"})


class WatchingCameraSchema(ma.Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True)
    name = fields.String(required=True)
    is_in_use = fields.Boolean(required=True)
    is_sharp = fields.Boolean(required=True)
    is_onboarded = fields.Boolean(required=True)
    is_barred = fields.Boolean(required=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)


class PlaceCoverageSchema(ma.Schema):
    unit = fields.Nested(PartySchema, required=True)
    place = fields.Nested(WatchedPlaceSchema, required=True)
    passes = fields.Boolean(required=True)
    gap = fields.String(required=True, allow_none=True, validate=validate.OneOf(GAPS))
    cameras = fields.List(fields.Nested(WatchingCameraSchema), required=True)


class CoverageCountSchema(ma.Schema):
    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    places = fields.Integer(required=True)
    failing = fields.Integer(required=True)


class UnitStandingSchema(ma.Schema):
    unit = fields.Nested(PartySchema, required=True)
    standing = fields.String(required=True, validate=validate.OneOf(STANDINGS))
    places = fields.Integer(required=True)
    failing = fields.Integer(required=True)


class UnitCoverageSchema(UnitStandingSchema):
    counts = fields.List(fields.Nested(CoverageCountSchema), required=True)
    items = fields.List(fields.Nested(PlaceCoverageSchema), required=True)
    next = fields.String(required=True, allow_none=True)
