"""Wire shapes of policy bases."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from server.units.bases.models import PolicyBasis
from server.units.bases.rules import Status
from server.web.paging import PageQuery
from server.web.schemas import Schema, Text

KINDS = ["law", "regulation", "rule", "normative_document", "standard"]


class BasisQuery(PageQuery):
    q = Text(most=100, load_default="", metadata={"description": "名称、文号或别名的一部分"})
    on = fields.Date(load_default=None, metadata={"description": "按哪一天判断是否有效；缺省为今天"})


class ArticleSchema(Schema):
    article = Text(least=1, most=64, required=True)
    summary = Text(most=1000, required=True)


class BasisContentSchema(Schema):
    title = Text(least=1, most=200, required=True)
    doc_no = Text(most=80, required=True, allow_none=True)
    issuer = Text(most=120, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    region_code = fields.String(required=True, allow_none=True, validate=validate.Regexp(r"^\d{6}\Z"))
    issued_on = fields.Date(required=True, allow_none=True)
    effective_from = fields.Date(required=True, allow_none=True)
    effective_to = fields.Date(required=True, allow_none=True)
    supersedes = Text(most=64, required=True, allow_none=True)
    aliases = fields.List(Text(least=1, most=200), required=True, validate=validate.Length(max=50))
    articles = fields.List(fields.Nested(ArticleSchema), required=True, validate=validate.Length(max=300))
    verified = fields.Boolean(required=True)
    note = Text(most=400, required=True)


class BasisSchema(BasisContentSchema):
    id = fields.String(required=True, dump_only=True)
    status = fields.String(required=True, dump_only=True, validate=validate.OneOf([status.value for status in Status]))
    version = fields.Integer(required=True, dump_only=True)


def shape(basis: PolicyBasis, status: Status) -> dict[str, Any]:
    return {**basis.__data__, "id": basis.code, "status": status.value}
