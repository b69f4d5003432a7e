"""Wire shapes of catalogues."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from device_checks.catalogues.rules import ENCODINGS, REASONS
from server.alerts.notices.schemas import PartySchema
from server.web.paging import PageQuery
from server.web.schemas import Query


class CatalogueQuery(Query):
    unit_id = fields.UUID(load_default=None, allow_none=True)
    place_class = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=3))
    onboarded = fields.Boolean(load_default=None, allow_none=True)


class CatalogueFileQuery(CatalogueQuery):
    platform_id = fields.String(
        required=True, validate=validate.Length(max=20), metadata={"description": "本级平台的 20 位国标编码"}
    )
    encoding = fields.String(load_default="gb18030", validate=validate.OneOf(ENCODINGS))


class LeftOutQuery(CatalogueQuery, PageQuery):
    pass


class LeftOutCountSchema(ma.Schema):
    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    cameras = fields.Integer(required=True)


class CatalogueSchema(ma.Schema):
    listed = fields.Integer(required=True)
    left_out = fields.List(fields.Nested(LeftOutCountSchema), required=True)


class LeftOutCameraSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    number = fields.String(required=True)
    name = fields.String(required=True)
    catalogue_id = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
