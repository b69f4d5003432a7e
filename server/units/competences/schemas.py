"""Wire shapes of competences."""

from __future__ import annotations

from marshmallow import fields, validate

from server.units.agencies.schemas import AgencySchema
from server.web.schemas import Query, Schema, Text

_INDUSTRY = validate.Regexp(r"^[a-z][a-z_]{0,23}\Z", error="应为小写英文行业代码")
_AREA = validate.Regexp(r"^\d{6}\Z", error="应为 6 位行政区划代码")


class CompetenceQuery(Query):
    on = fields.Date(load_default=None)


class SuggestionQuery(Query):
    industry = fields.String(required=True, validate=_INDUSTRY)
    area_code = fields.String(required=True, validate=_AREA)


class CompetenceDraftSchema(Schema):
    id = fields.UUID(required=True)
    agency_id = fields.UUID(required=True)
    industry = fields.String(required=True, validate=_INDUSTRY)
    area_code = fields.String(required=True, validate=_AREA)
    from_on = fields.Date(required=True)
    basis_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=64))
    article = Text(load_default="", most=60)


class CompetenceEndingSchema(Schema):
    to_on = fields.Date(required=True)


class CompetenceSchema(Schema):
    id = fields.UUID(required=True)
    agency_id = fields.UUID(required=True)
    agency = fields.String(required=True)
    industry = fields.String(required=True)
    area_code = fields.String(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)
    basis_id = fields.String(required=True, allow_none=True)
    article = fields.String(required=True)


class CompetenceListSchema(Schema):
    items = fields.List(fields.Nested(CompetenceSchema), required=True)


class SuggestionSchema(Schema):
    department = fields.Nested(AgencySchema, required=True, allow_none=True)
    state_assets = fields.Nested(AgencySchema, required=True, allow_none=True)
