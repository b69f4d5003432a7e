"""Wire shapes of the requirements."""

from __future__ import annotations

from marshmallow import fields, validate

from server.web.schemas import Schema, Text, Whole

_CODE = validate.Regexp(r"^[a-z][a-z0-9_]{0,63}\Z", error="应为代码")


class DutyConditionsSchema(Schema):
    key_levels = fields.List(Whole(least=1, most=3), validate=validate.Length(max=3))
    industries = fields.List(fields.String(validate=_CODE), validate=validate.Length(max=60))
    counter_terror_target = fields.Boolean()
    fact = fields.String(validate=_CODE)


class DutyReferenceSchema(Schema):
    basis = Text(least=1, most=64, required=True)
    article = Text(least=1, most=60, required=True)


class DutyRuleChangeSchema(Schema):
    count = Whole(required=True, least=0, most=366)
    review_months = Whole(required=True, allow_none=True, least=1, most=600)
    conditions = fields.Nested(DutyConditionsSchema, required=True)
    bases = fields.List(fields.Nested(DutyReferenceSchema), required=True, validate=validate.Length(min=1, max=10))
    is_product_default = fields.Boolean(required=True)
    effective_from = fields.Date(required=True, allow_none=True)
    effective_to = fields.Date(required=True, allow_none=True)
    note = Text(most=400, required=True)


class DutyRuleSchema(DutyRuleChangeSchema):
    code = fields.String(required=True, dump_only=True)
    duty = fields.String(required=True, dump_only=True)
    item = fields.String(required=True, dump_only=True)
    title = fields.String(required=True, dump_only=True)
    conditions = fields.Dict(required=True)  # type: ignore[assignment]
    version = fields.Integer(required=True, dump_only=True)
