"""Wire shapes of templates; the definition's own shape is checked here, its sense in rules.py."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from checklists.templates.rules import GROUPS, OUTCOMES, STATES
from server.web.schemas import Instant, Query, Schema, Text

_ID = validate.Regexp(r"^[A-Za-z][A-Za-z0-9_-]{0,39}\Z", error="编号只能用字母、数字、- 和 _")


ITEM_KINDS = ["verdict", "number", "choice", "text", "sample"]


class Levels(fields.List):
    """The levels of key units that a part is for."""

    def __init__(self) -> None:
        level = fields.Integer(strict=True, validate=validate.Range(min=1, max=3))
        super().__init__(level, validate=validate.Length(min=1, max=3))


class FactSchema(Schema):
    id = fields.String(required=True, validate=_ID)
    label = Text(required=True, least=1, most=60)
    kind = fields.String(required=True, validate=validate.OneOf(["boolean", "integer"]))


class CitationSchema(Schema):
    basis = fields.String(required=True, validate=validate.Length(max=60))
    article = fields.String(load_default="", validate=validate.Length(max=60))


class OptionSchema(Schema):
    value = fields.String(required=True, validate=_ID)
    label = Text(required=True, least=1, most=60)
    verdict = fields.String(required=True, allow_none=True, validate=validate.OneOf(OUTCOMES))


class EvidenceRuleSchema(Schema):
    on_fail = fields.List(fields.String(validate=validate.OneOf(["photo", "note"])), required=True)
    always = fields.List(fields.String(validate=validate.OneOf(["photo", "note"])), required=True)


class ItemSchema(Schema):
    id = fields.String(required=True, validate=_ID)
    text = Text(required=True, least=1, most=200)
    help = Text(load_default="", most=600)
    kind = fields.String(required=True, validate=validate.OneOf(ITEM_KINDS))
    grade = fields.String(required=True, validate=validate.OneOf(["general", "major"]))
    required = fields.Boolean(required=True)
    score = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=100))
    weight = fields.Integer(strict=True, validate=validate.Range(min=1, max=3))
    critical = fields.Boolean(load_default=False)
    bases = fields.List(fields.Nested(CitationSchema), required=True)
    methods = fields.List(fields.String(validate=validate.OneOf(["photo", "test", "document", "sample"])))
    evidence = fields.Nested(EvidenceRuleSchema, required=True)
    applies_if = fields.Dict(required=True, allow_none=True)
    phrases = fields.List(Text(most=80), required=True)
    unit = fields.String(validate=validate.Length(max=20))
    min = fields.Float()
    max = fields.Float()
    pass_if = fields.Dict()
    min_checked = fields.Integer(strict=True, validate=validate.Range(min=1, max=10_000))
    levels = Levels()
    options = fields.List(fields.Nested(OptionSchema))


class SectionSchema(Schema):
    id = fields.String(required=True, validate=_ID)
    title = Text(required=True, least=1, most=60)
    group = fields.String(required=True, allow_none=True, validate=validate.OneOf(GROUPS))
    levels = Levels()
    items = fields.List(fields.Nested(ItemSchema), required=True, validate=validate.Length(min=1, max=200))


class DefinitionSchema(Schema):
    code = fields.String(
        required=True, validate=validate.Regexp(r"^[A-Z][A-Z0-9]{1,11}\Z", error="代码为大写字母和数字")
    )
    title = Text(required=True, least=1, most=100)
    version = fields.Integer(load_default=1)
    industries = fields.List(fields.String(), load_default=list)
    kinds_of_unit = fields.List(fields.String(), load_default=list)
    extends = fields.String(load_default=None, allow_none=True)
    basis_note = Text(load_default="", most=600)
    facts = fields.List(fields.Nested(FactSchema), required=True)
    sections = fields.List(fields.Nested(SectionSchema), required=True, validate=validate.Length(min=1, max=30))


class TemplateDraftSchema(Schema):
    id = fields.UUID(required=True)
    definition = fields.Nested(DefinitionSchema, required=True)


class ClosingSchema(Schema):
    final = fields.Boolean(required=True)


class VersionSummarySchema(ma.Schema):
    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    content_hash = fields.String(required=True)
    published_at = Instant(required=True, allow_none=True)


class TemplateSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    industries = fields.List(fields.String(), required=True)
    current_version_id = fields.UUID(required=True, allow_none=True)
    versions = fields.List(fields.Nested(VersionSummarySchema), required=True)


class TemplateListSchema(ma.Schema):
    items = fields.List(fields.Nested(TemplateSchema), required=True)


class TemplateVersionSchema(VersionSummarySchema):
    template_id = fields.UUID(required=True)
    code = fields.String(required=True)
    definition = fields.Dict(required=True)


class SinceQuery(Query):
    since = fields.UUID(load_default=None, metadata={"description": "与之比较的版本；默认为上一版"})


class OtherVersionSchema(ma.Schema):
    id = fields.UUID(required=True)
    number = fields.Integer(required=True)


class FieldChangeSchema(ma.Schema):
    field = fields.String(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class PartChangeSchema(ma.Schema):
    id = fields.String(required=True)
    change = fields.String(required=True, validate=validate.OneOf(["added", "removed", "changed", "moved"]))
    label = fields.String(required=True)
    fields_ = fields.List(fields.Nested(FieldChangeSchema), required=True, attribute="fields", data_key="fields")


class TemplateChangesSchema(OtherVersionSchema):
    since = fields.Nested(OtherVersionSchema, required=True, allow_none=True)
    head = fields.List(fields.Nested(FieldChangeSchema), required=True)
    facts = fields.List(fields.Nested(PartChangeSchema), required=True)
    sections = fields.List(fields.Nested(PartChangeSchema), required=True)
    items = fields.List(fields.Nested(PartChangeSchema), required=True)


class UnitTemplateSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    version_id = fields.UUID(required=True)
    is_general = fields.Boolean(required=True)


class UnitTemplateListSchema(ma.Schema):
    items = fields.List(fields.Nested(UnitTemplateSchema), required=True)
