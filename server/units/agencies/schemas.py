"""Wire shapes of agencies."""

from __future__ import annotations

from marshmallow import fields, validate

from server.units.agencies.rules import AgencyKind
from server.web.paging import PageQuery
from server.web.schemas import Schema, Text

KINDS = [kind.value for kind in AgencyKind]


class AgencyQuery(PageQuery):
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    parent = fields.UUID(load_default=None)


class AgencyNameSchema(Schema):
    id = fields.UUID(required=True)
    name = Text(least=1, most=120, required=True)
    short_name = Text(least=1, most=40, required=True)
    from_on = fields.Date(required=True)


class AgencySchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    parent_id = fields.UUID(required=True, allow_none=True)
    area_code = fields.String(required=True)
    version = fields.Integer(required=True)


class AgencyFileSchema(AgencySchema):
    names = fields.List(fields.Nested(AgencyNameSchema), required=True)


class AgencyContactDraftSchema(Schema):
    id = fields.UUID(required=True)
    label = Text(least=1, most=120, required=True)
    phone = Text(least=3, most=60, required=True)
    source = Text(most=200, load_default="")
    from_on = fields.Date(required=True)


class AgencyContactSchema(Schema):
    id = fields.UUID(required=True)
    label = fields.String(required=True)
    phone = fields.String(required=True)
    source = fields.String(required=True)
    from_on = fields.Date(required=True)


class AgencyContactsSchema(Schema):
    items = fields.List(fields.Nested(AgencyContactSchema), required=True)


class AgencyDraftSchema(Schema):
    id = fields.UUID(required=True)
    name = Text(least=1, most=120, required=True)
    short_name = Text(least=1, most=40, required=True)
    kind = fields.Enum(AgencyKind, by_value=True, required=True)
    parent_id = fields.UUID(required=True, allow_none=True)
    area_code = fields.String(required=True, validate=validate.Regexp(r"^\d{6}\Z"))
    since_on = fields.Date(required=True)
