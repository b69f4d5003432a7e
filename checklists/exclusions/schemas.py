"""Wire shapes of recusals and leaves."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from checklists.exclusions.rules import KINDS
from checklists.inspections.schemas import NamedSchema
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text


class ExclusionQuery(PageQuery):
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
    current = fields.Boolean(load_default=None, allow_none=True)
    person_id = fields.UUID(load_default=None, allow_none=True)


class ExclusionDraftSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    person_id = fields.UUID(required=True)
    unit_id = fields.UUID(load_default=None, allow_none=True)
    reason = Text(required=True, least=1, most=300)
    from_on = fields.Date(required=True)
    to_on = fields.Date(load_default=None, allow_none=True)


class ExclusionEndDraftSchema(Schema):
    last_on = fields.Date(required=True)
    reason = Text(required=True, least=1, most=300)


class ExclusionEndSchema(ma.Schema):
    last_on = fields.Date(required=True)
    reason = fields.String(required=True)
    at = Instant(required=True)


class ExclusionSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    person = fields.Nested(NamedSchema, required=True)
    certificate_no = fields.String(required=True, allow_none=True)
    unit = fields.Nested(NamedSchema, required=True, allow_none=True)
    reason = fields.String(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)
    declared_by = fields.String(required=True)
    declared_at = Instant(required=True)
    end = fields.Nested(ExclusionEndSchema, required=True, allow_none=True)
