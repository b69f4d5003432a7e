"""Wire shapes of areas."""

from __future__ import annotations

from marshmallow import fields, validate

from server.web.paging import PageQuery
from server.web.schemas import Schema


class AreaQuery(PageQuery):
    parent = fields.String(
        load_default=None, validate=validate.Regexp(r"^\d{6}\Z"), metadata={"description": "上级代码；缺省为省级"}
    )
    on = fields.Date(load_default=None, metadata={"description": "哪一天的区划；缺省为今天"})


class AreaSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True, validate=validate.OneOf(["province", "city", "district"]))
    parent_code = fields.String(required=True, allow_none=True)
    effective_from = fields.Date(required=True, allow_none=True)
    effective_to = fields.Date(required=True, allow_none=True)
    former_codes = fields.List(fields.String(), required=True)
