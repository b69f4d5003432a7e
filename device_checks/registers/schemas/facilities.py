"""Wire shapes of facilities and cameras."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from device_checks.registers.rules import STATES, TYPES
from server.alerts.notices.schemas import PartySchema
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text, Whole

KINDS = [*TYPES]
ALL_TYPES = [type for types in TYPES.values() for type in types]
CONDITIONS = ["unknown", "normal", "damaged", "missing"]
HOLDS = ["text", "choice", "day", "whole", "number", "phone", "ipv4", "ipv6", "mac"]
_LATITUDE, _LONGITUDE = validate.Range(min=-90, max=90), validate.Range(min=-180, max=180)


class FacilityFilterQuery(Query):
    """What a list of facilities is narrowed to."""

    unit_id = fields.UUID(load_default=None, allow_none=True)
    place_id = fields.UUID(load_default=None, allow_none=True)
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
    type = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(ALL_TYPES))
    condition = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(CONDITIONS))
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    life_end_before = fields.Date(load_default=None, allow_none=True)
    q = Text(most=100, load_default="", metadata={"description": "名称的一部分或编号的开头"})


class FacilityQuery(PageQuery, FacilityFilterQuery):
    pass


class CameraDraftSchema(Schema):
    catalogue_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=20))
    place_class = Whole(least=1, most=3, load_default=3)
    width = Whole(least=1, most=32768, load_default=None, allow_none=True)
    height = Whole(least=1, most=32768, load_default=None, allow_none=True)
    recorder_id = fields.UUID(load_default=None, allow_none=True)
    channel = Whole(least=0, most=65535, load_default=None, allow_none=True)
    host = Text(load_default="", most=255)
    is_onboarded = fields.Boolean(load_default=False)
    onboarded_on = fields.Date(load_default=None, allow_none=True)
    place_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=50))


class SecrecySchema(Schema):
    secret_state = fields.Boolean(required=True)
    secret_trade = fields.Boolean(required=True)
    secret_reason = Text(load_default="", most=400)


class NewCameraSchema(CameraDraftSchema):
    secret_state = fields.Boolean(load_default=False)
    secret_trade = fields.Boolean(load_default=False)
    secret_reason = Text(load_default="", most=400)


class FacilityRevisionSchema(Schema):
    type = fields.String(required=True, validate=validate.OneOf(ALL_TYPES))
    number = Text(required=True, least=1, most=40)
    name = Text(required=True, least=1, most=120)
    site_id = fields.UUID(load_default=None, allow_none=True)
    place_id = fields.UUID(load_default=None, allow_none=True)
    quantity = Whole(least=0, most=1_000_000, load_default=1)
    maker = Text(load_default="", most=80)
    model = Text(load_default="", most=80)
    lat = fields.Float(load_default=None, allow_none=True, validate=_LATITUDE)
    lon = fields.Float(load_default=None, allow_none=True, validate=_LONGITUDE)
    in_use_since_on = fields.Date(load_default=None, allow_none=True)
    life_end_on = fields.Date(load_default=None, allow_none=True)
    check_every_days = Whole(least=1, most=3660, load_default=None, allow_none=True)
    is_networked = fields.Boolean(load_default=None, allow_none=True)
    networked_on = fields.Date(load_default=None, allow_none=True)
    details = fields.Dict(
        keys=fields.String(validate=validate.Length(max=40)),
        values=fields.Raw(allow_none=True),
        load_default=dict,
        validate=validate.Length(max=60),
        metadata={"description": "按 /facility-fields 所列填写"},
    )
    camera = fields.Nested(CameraDraftSchema, load_default=None, allow_none=True)


class FacilityDraftSchema(FacilityRevisionSchema):
    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    camera = fields.Nested(NewCameraSchema, load_default=None, allow_none=True)


class FacilityStateSchema(Schema):
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    on = fields.Date(load_default=None, allow_none=True, metadata={"description": "报废日期，空为今天"})


class CameraSchema(ma.Schema):
    catalogue_id = fields.String(required=True, allow_none=True)
    place_class = fields.Integer(required=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    recorder_id = fields.UUID(required=True, allow_none=True)
    channel = fields.Integer(required=True, allow_none=True)
    host = fields.String(required=True)
    is_onboarded = fields.Boolean(required=True)
    onboarded_on = fields.Date(required=True, allow_none=True)
    secret_state = fields.Boolean(required=True)
    secret_trade = fields.Boolean(required=True)
    secret_reason = fields.String(required=True)
    is_barred = fields.Boolean(required=True)
    places = fields.List(fields.Nested(PartySchema), required=True)


class FacilitySchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    site = fields.Nested(PartySchema, required=True, allow_none=True)
    place = fields.Nested(PartySchema, required=True, allow_none=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    type = fields.String(required=True, validate=validate.OneOf(ALL_TYPES))
    number = fields.String(required=True)
    name = fields.String(required=True)
    quantity = fields.Integer(required=True)
    maker = fields.String(required=True)
    model = fields.String(required=True)
    lat = fields.Float(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)
    in_use_since_on = fields.Date(required=True, allow_none=True)
    life_end_on = fields.Date(required=True, allow_none=True)
    check_every_days = fields.Integer(required=True, allow_none=True)
    is_networked = fields.Boolean(required=True, allow_none=True)
    networked_on = fields.Date(required=True, allow_none=True)
    details = fields.Dict(keys=fields.String(), required=True)
    condition = fields.String(required=True, validate=validate.OneOf(CONDITIONS))
    checked_at = Instant(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    created_at = Instant(required=True)
    changed_at = Instant(required=True)
    version = fields.Integer(required=True)
    camera = fields.Nested(CameraSchema, required=True, allow_none=True)


class FacilityChangeSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    at = Instant(required=True)
    by = fields.String(required=True)
    changed = fields.List(fields.String(), required=True)
    state = fields.String(required=True)


class FacilityChangesSchema(ma.Schema):
    changes = fields.List(fields.Nested(FacilityChangeSchema), required=True)


class FieldChoiceSchema(ma.Schema):
    code = fields.String(required=True)
    label = fields.String(required=True)


class FacilityFieldSchema(ma.Schema):
    name = fields.String(required=True)
    label = fields.String(required=True)
    holds = fields.String(required=True, validate=validate.OneOf(HOLDS))
    most = fields.Integer(required=True)
    code_name = fields.String(required=True)
    choices = fields.List(fields.Nested(FieldChoiceSchema), required=True)


class FacilityKindFieldsSchema(ma.Schema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    types = fields.List(fields.String(), required=True)
    fields_ = fields.List(fields.Nested(FacilityFieldSchema), required=True, data_key="fields")


class FacilityFieldsSchema(ma.Schema):
    kinds = fields.List(fields.Nested(FacilityKindFieldsSchema), required=True)
