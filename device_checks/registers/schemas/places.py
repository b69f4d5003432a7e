"""Wire shapes of places."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from device_checks.registers.rules import PlaceKind
from server.alerts.notices.schemas import PartySchema
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text

PLACE_KINDS = [kind.value for kind in PlaceKind]


class PlaceQuery(PageQuery):
    unit_id = fields.UUID(load_default=None, allow_none=True)
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(PLACE_KINDS))
    ended = fields.Boolean(load_default=False, metadata={"description": "也列出已注销的"})


class PlaceRevisionSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(PLACE_KINDS))
    name = Text(required=True, least=1, most=120, metadata={"description": "名称；公共交通工具为车牌号"})
    site_id = fields.UUID(load_default=None, allow_none=True)
    note = Text(load_default="", most=400)


class PlaceDraftSchema(PlaceRevisionSchema):
    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)


class PlaceEndingSchema(Schema):
    ended_on = fields.Date(required=True)


class WatchedPlaceSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    site = fields.Nested(PartySchema, required=True, allow_none=True)
    kind = fields.String(required=True, validate=validate.OneOf(PLACE_KINDS))
    name = fields.String(required=True)
    note = fields.String(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    created_at = Instant(required=True)
    version = fields.Integer(required=True)
