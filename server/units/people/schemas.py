"""Wire shapes of people."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from server.units.people.models import Person
from server.units.people.rules import MOBILE_NUMBER, mask_phone
from server.web.paging import PageQuery
from server.web.schemas import Schema, Text


class PersonQuery(PageQuery):
    unit_id = fields.UUID(load_default=None)
    agency_id = fields.UUID(load_default=None)
    qualified = fields.Boolean(load_default=None, metadata={"description": "是否持有今天有效的执法证件"})


class PersonDraftSchema(Schema):
    id = fields.UUID(required=True)
    name = Text(least=1, most=64, required=True)
    post = Text(most=64, load_default="")
    phone = fields.String(
        load_default=None,
        allow_none=True,
        load_only=True,
        validate=validate.Regexp(MOBILE_NUMBER, error="不是有效的手机号码"),
    )
    certificate_no = Text(least=1, most=40, load_default=None, allow_none=True)
    certificate_valid_to = fields.Date(load_default=None, allow_none=True)
    agency_id = fields.UUID(load_default=None, allow_none=True)
    unit_id = fields.UUID(load_default=None, allow_none=True)


class PersonSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True, metadata={"description": "中间四位隐去"})
    certificate_no = fields.String(required=True, allow_none=True)
    certificate_valid_to = fields.Date(required=True, allow_none=True)
    agency_id = fields.UUID(required=True, allow_none=True)
    unit_id = fields.UUID(required=True, allow_none=True)


def shape(person: Person) -> dict[str, Any]:
    return {**person.__data__, "agency_id": person.agency_id, "phone": mask_phone(person.phone)}
