"""Wire shapes of hazards."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from checklists.hazards.rules import GRADES, STATES
from server.web.paging import PageQuery
from server.web.schemas import Instant


class HazardQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    grade = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(GRADES))
    unit_id = fields.UUID(load_default=None, allow_none=True)


class CitedBasisSchema(ma.Schema):
    basis_id = fields.String(required=True)
    title = fields.String(required=True)
    article = fields.String(required=True)
    status = fields.String(required=True)


class HazardStepSchema(ma.Schema):
    event = fields.String(required=True)
    at = Instant(required=True)
    by = fields.String(required=True)
    detail = fields.String(required=True)


class HazardSchema(ma.Schema):
    id = fields.UUID(required=True)
    inspection_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    site_id = fields.UUID(required=True, allow_none=True)
    item_id = fields.String(required=True)
    title = fields.String(required=True)
    note = fields.String(required=True)
    grade = fields.String(required=True, validate=validate.OneOf(GRADES))
    bases = fields.List(fields.Nested(CitedBasisSchema), required=True)
    photos = fields.List(fields.String(), required=True)
    found_on = fields.Date(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    order_id = fields.UUID(required=True, allow_none=True)
    history = fields.List(fields.Nested(HazardStepSchema), required=True)
