"""Wire shapes of the bank."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask_smorest.fields import Upload
from marshmallow import fields, post_load, validate

from courses.items.rules.drafts import ItemDraft
from courses.items.rules.exchange import FORMATS
from courses.items.rules.kinds import Category, ItemType
from courses.items.services.points import PointDraft
from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text, Whole

CATEGORIES = [category.value for category in Category]
TYPES = [type.value for type in ItemType]
STATES = ["draft", "live", "retired"]
_STATUSES = ["in_force", "lapsed", "not_yet", "unknown"]


class BankItemFilterQuery(PageQuery):
    q = Text(most=100, load_default="", metadata={"description": "题干、选项或编号里的词，空格分开"})
    category = fields.String(load_default=None, validate=validate.OneOf(CATEGORIES))
    type = fields.String(load_default=None, validate=validate.OneOf(TYPES))
    point_id = fields.UUID(load_default=None)
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    difficulty = fields.Integer(load_default=None, validate=validate.Range(min=1, max=5))
    lapsed = fields.Boolean(load_default=None)
    exam_only = fields.Boolean(load_default=None)
    whose = fields.String(load_default=None, validate=validate.OneOf(["own", "above", "product"]))


class BankItemBasisDraftSchema(Schema):
    basis = Text(least=1, most=64, required=True)
    article = Text(most=64, required=True)


class BankItemContentSchema(Schema):
    """What may be changed of an item."""

    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    point_code = Text(least=1, most=40, required=True)
    difficulty = Whole(least=1, most=5, required=True)
    content = fields.Dict(keys=fields.String(), required=True, metadata={"description": "见 docs/training.md 题型"})
    key = fields.Dict(keys=fields.String(), required=True)
    explanation = Text(most=2000, load_default="")
    bases = fields.List(fields.Nested(BankItemBasisDraftSchema), load_default=list, validate=validate.Length(max=20))
    exam_only = fields.Boolean(load_default=False)
    code = fields.String(load_default="", validate=validate.Regexp(r"^[A-Za-z0-9._-]{0,40}\Z"))

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> Any:
        id = payload.pop("id", None)
        draft = ItemDraft(**{**payload, "bases": tuple(payload["bases"])})
        return draft if id is None else (id, draft)


class BankItemDraftSchema(BankItemContentSchema):
    id = fields.UUID(required=True)


class BankItemPointSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)


class BankItemAgencySchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class BankItemSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    point = fields.Nested(BankItemPointSchema, required=True)
    difficulty = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    exam_only = fields.Boolean(required=True)
    stem = fields.String(required=True)
    number = fields.Integer(required=True)
    version = fields.Integer(required=True)
    agency = fields.Nested(BankItemAgencySchema, required=True, allow_none=True)
    may_edit = fields.Boolean(required=True)
    basis_lapsed = fields.Boolean(required=True)
    is_used = fields.Boolean(required=True)
    created_at = Instant(required=True)


class BankItemBasisSchema(ma.Schema):
    basis = fields.String(required=True)
    article = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(_STATUSES))


class BankItemVersionSchema(ma.Schema):
    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    content = fields.Dict(required=True)
    key = fields.Dict(required=True)
    explanation = fields.String(required=True)
    difficulty = fields.Integer(required=True)
    used_at = Instant(required=True, allow_none=True)
    at = Instant(required=True)


class BankItemDoubleSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    stem = fields.String(required=True)


class BankItemFileSchema(BankItemSchema):
    content = fields.Dict(required=True)
    key = fields.Dict(required=True)
    explanation = fields.String(required=True)
    bases = fields.List(fields.Nested(BankItemBasisSchema), required=True)
    used_at = Instant(required=True, allow_none=True)
    versions = fields.List(fields.Nested(BankItemVersionSchema), required=True)
    doubles = fields.List(fields.Nested(BankItemDoubleSchema), required=True)


class KnowledgePointQuery(PageQuery):
    category = fields.String(load_default=None, validate=validate.OneOf(CATEGORIES))


class KnowledgePointContentSchema(Schema):
    code = fields.String(required=True, validate=validate.Regexp(r"^[a-z0-9][a-z0-9.-]{0,39}\Z"))
    title = Text(least=1, most=120, required=True)
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    position = Whole(least=0, most=100_000, load_default=1000)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> Any:
        id = payload.pop("id", None)
        draft = PointDraft(**payload)
        return draft if id is None else (id, draft)


class KnowledgePointDraftSchema(KnowledgePointContentSchema):
    id = fields.UUID(required=True)


class KnowledgePointSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    position = fields.Integer(required=True)
    live = fields.Integer(required=True, metadata={"description": "在用试题数"})
    version = fields.Integer(required=True)


class ImportFormQuery(Query):
    """Beside the file of an import."""

    id = fields.UUID(required=True)
    format = fields.String(required=True, validate=validate.OneOf(list(FORMATS)))
    point_id = fields.UUID(required=True, metadata={"description": "文件里没有写知识点的试题归入此处"})
    difficulty = fields.Integer(load_default=2, validate=validate.Range(min=1, max=5))


class ItemFileUploadSchema(Schema):
    file = Upload(required=True, metadata={"description": "GIFT、Aiken、Moodle XML、QTI 或 Excel，最多 20 MB"})


class ItemImportProblemSchema(ma.Schema):
    where = fields.Integer(required=True, metadata={"description": "行号；XML 为第几题；0 为整个文件"})
    message = fields.String(required=True)
    field = fields.String(required=True)


class ItemImportedDraftSchema(ma.Schema):
    where = fields.Integer(required=True)
    type = fields.String(required=True)
    point_code = fields.String(required=True)
    difficulty = fields.Integer(required=True)
    content = fields.Dict(required=True)
    key = fields.Dict(required=True)
    double_of = fields.String(
        required=True, allow_none=True, metadata={"description": "题干相同的试题编号；空串：与文件里前面的题相同"}
    )


class ItemImportSchema(ma.Schema):
    id = fields.UUID(required=True)
    format = fields.String(required=True, validate=validate.OneOf(list(FORMATS)))
    state = fields.String(required=True, validate=validate.OneOf(["read", "confirmed"]))
    made = fields.Integer(required=True)
    count = fields.Integer(required=True)
    doubles = fields.Integer(required=True)
    problems = fields.List(fields.Nested(ItemImportProblemSchema), required=True)
    drafts = fields.List(fields.Nested(ItemImportedDraftSchema), required=True, metadata={"description": "前 200 题"})


class ItemImportConfirmationSchema(Schema):
    with_doubles = fields.Boolean(load_default=False)


class ItemExportQuery(BankItemFilterQuery):
    format = fields.String(required=True, validate=validate.OneOf(list(FORMATS)))


class ItemLeftOutSchema(ma.Schema):
    code = fields.String(required=True)
    reason = fields.String(required=True)


class ItemExportPlanSchema(ma.Schema):
    count = fields.Integer(required=True)
    left_out = fields.List(fields.Nested(ItemLeftOutSchema), required=True)
    loses = fields.String(required=True, metadata={"description": "这种格式保存不了的内容"})
