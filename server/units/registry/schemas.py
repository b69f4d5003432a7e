"""Wire shapes of units."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates

from server.units.registry.queries.listing import BY_NAME, NEWEST_FIRST
from server.units.registry.rules import Role, UnitKind
from server.web.paging import PageQuery
from server.web.schemas import Query, Schema, Sha256, Text, Whole

KINDS = [kind.value for kind in UnitKind]
AREA_CODE = validate.Regexp(r"^\d{6}\Z", error="应为 6 位行政区划代码")
INDUSTRY = validate.Regexp(r"^[a-z][a-z0-9_]{0,23}\Z", error="应为行业代码")
_LATITUDE, _LONGITUDE = validate.Range(min=-90, max=90), validate.Range(min=-180, max=180)


class UnitFilterQuery(Query):
    q = Text(most=100, load_default="", metadata={"description": "名称的一部分、拼音首字母或信用代码的开头"})
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    industry = fields.String(load_default=None, validate=INDUSTRY)
    key_level = fields.Integer(
        load_default=None, validate=validate.Range(min=0, max=3), metadata={"description": "0 为非重点单位"}
    )
    area_code = fields.String(load_default=None, validate=AREA_CODE)
    station_id = fields.UUID(load_default=None)


class UnitQuery(UnitFilterQuery, PageQuery):
    sort = fields.String(load_default=BY_NAME, validate=validate.OneOf([BY_NAME, NEWEST_FIRST]))


class CountSchema(Schema):
    count = fields.Integer(required=True)


class SiteSchema(Schema):
    id = fields.UUID(required=True)
    name = Text(least=1, most=120, required=True)
    address = Text(most=200, required=True)
    station_id = fields.UUID(required=True)
    lat = fields.Float(load_default=None, allow_none=True, validate=_LATITUDE)
    lon = fields.Float(load_default=None, allow_none=True, validate=_LONGITUDE)


class ResponsibilityDraftSchema(Schema):
    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    role = fields.Enum(Role, by_value=True, required=True)
    site_id = fields.UUID(load_default=None, allow_none=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(load_default=None, allow_none=True)
    document_sha256 = Sha256(load_default=None, allow_none=True)


class ResponsibilitySchema(Schema):
    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    person_name = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf([role.value for role in Role]))
    site_id = fields.UUID(required=True, allow_none=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)
    document_sha256 = fields.String(required=True, allow_none=True)


class EndingSchema(Schema):
    to_on = fields.Date(required=True, metadata={"description": "最后一天"})


class GapSchema(Schema):
    code = fields.String(required=True)
    site_id = fields.UUID(required=True, allow_none=True)
    detail = fields.String(required=True)
    grade = fields.String(required=True)


class GapRowSchema(Schema):
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    site_id = fields.UUID(required=True, allow_none=True)
    site_name = fields.String(required=True, allow_none=True)
    code = fields.String(required=True, attribute="gap.code")
    grade = fields.String(required=True, attribute="gap.grade")
    detail = fields.String(required=True, attribute="gap.detail")
    lat = fields.Float(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)


class UnitRevisionSchema(Schema):
    """A unit's master data; bureau, station and department are never missing (JN-1a)."""

    name = Text(least=2, most=120, required=True)
    uscc = fields.String(load_default=None, allow_none=True, validate=validate.Length(equal=18))
    kind = fields.Enum(UnitKind, by_value=True, required=True)
    industry = fields.String(required=True, validate=INDUSTRY)
    area_code = fields.String(required=True, validate=AREA_CODE)
    address = Text(most=200, required=True)
    lat = fields.Float(load_default=None, allow_none=True, validate=_LATITUDE)
    lon = fields.Float(load_default=None, allow_none=True, validate=_LONGITUDE)
    managed_by_id = fields.UUID(required=True)
    guided_by_id = fields.UUID(load_default=None, allow_none=True)
    station_id = fields.UUID(required=True)
    department_id = fields.UUID(load_default=None, allow_none=True)  # none: the competent one
    supervised_by_id = fields.UUID(load_default=None, allow_none=True)
    key_unit_level = Whole(least=1, most=3, load_default=None, allow_none=True)
    counter_terror_target = fields.Boolean(load_default=False)
    facts = fields.Dict(
        keys=fields.String(validate=validate.Regexp(r"^[a-z][a-z0-9_]{0,39}\Z")),
        values=fields.Raw(),
        load_default=dict,
        validate=validate.Length(max=100),
    )

    @validates("facts")
    def _facts_are_scalars(self, facts: dict[str, Any], **_: Any) -> None:
        for name, value in facts.items():
            short = not isinstance(value, str) or len(value) <= 200
            small = not isinstance(value, (int, float)) or abs(value) < 2**31
            if not isinstance(value, (bool, int, float, str)) or not (short and small):
                raise ValidationError({name: ["应为是或否、数字或短文字"]})


class UnitDraftSchema(UnitRevisionSchema):
    id = fields.UUID(required=True)


class UnitSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    uscc = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    industry = fields.String(required=True)
    area_code = fields.String(required=True)
    address = fields.String(required=True)
    lat = fields.Float(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)
    managed_by_id = fields.UUID(required=True)
    guided_by_id = fields.UUID(required=True, allow_none=True)
    station_id = fields.UUID(required=True)
    department_id = fields.UUID(required=True)
    managed_by = fields.String(required=True)
    guided_by = fields.String(required=True, allow_none=True)
    station = fields.String(required=True)
    department = fields.String(required=True)
    supervised_by_id = fields.UUID(required=True, allow_none=True)
    supervised_by = fields.String(required=True, allow_none=True)
    key_unit_level = fields.Integer(required=True, allow_none=True)
    counter_terror_target = fields.Boolean(required=True)
    facts = fields.Dict(keys=fields.String(), required=True)
    version = fields.Integer(required=True)
    basis_note = fields.String(required=True, allow_none=True)
    sites = fields.List(fields.Nested(SiteSchema), required=True)
    responsibilities = fields.List(fields.Nested(ResponsibilitySchema), required=True)
    gaps = fields.List(fields.Nested(GapSchema), required=True)
