"""Wire shapes of assessment."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from reports.assessments.rules import FIXED_TARGETS, SOURCES
from reports.assessments.rules.points import FORMULAS
from reports.documents.schemas import DocumentSchema
from server.alerts.notices.schemas import PartySchema
from server.units.attachments.schemas import files_field
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole

MOST_POINTS = 100_000  # 1,000 points


class SchemeQuery(PageQuery):
    year = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=2000, max=2100))


class AssessmentStepSchema(Schema):
    least_percent = Whole(required=True, least=0, most=100)
    points_x100 = Whole(required=True, least=0, most=MOST_POINTS)


class AssessmentIndicatorSchema(Schema):
    code = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]{0,39}\Z", error="应为小写代码"))
    name = Text(required=True, least=1, most=60)
    formula = fields.String(required=True, validate=validate.OneOf(FORMULAS))
    source = fields.String(load_default="", validate=validate.OneOf(["", *SOURCES]))
    full_x100 = Whole(required=True, least=1, most=MOST_POINTS)
    weight_percent = Whole(load_default=100, least=1, most=1000)
    target_percent = Whole(load_default=100, least=1, most=100)
    steps = fields.List(fields.Nested(AssessmentStepSchema), load_default=list, validate=validate.Length(max=10))
    each_x100 = Whole(load_default=0, least=0, most=MOST_POINTS)
    wanted = Whole(load_default=1, least=1, most=100_000)
    empty = fields.String(load_default="full", validate=validate.OneOf(["full", "zero"]))


def _listed(inner: Any, most: int) -> fields.List:
    return fields.List(inner, required=True, validate=validate.Length(min=1, max=most))


class AssessmentSchemeChangeSchema(Schema):
    year = Whole(required=True, least=2000, most=2100)
    title = Text(required=True, least=1, most=160)
    target = fields.String(required=True, validate=validate.OneOf(FIXED_TARGETS))
    subjects = _listed(Text(least=1, most=40), 500)
    indicators = _listed(fields.Nested(AssessmentIndicatorSchema), 40)


class AssessmentSchemeDraftSchema(AssessmentSchemeChangeSchema):
    id = fields.UUID(required=True)
    replaces_id = fields.UUID(load_default=None, allow_none=True)


class AssessmentSubjectNameSchema(ma.Schema):
    key = fields.String(required=True)
    name = fields.String(required=True)


class AssessmentSchemeSchema(ma.Schema):
    id = fields.UUID(required=True)
    agency = fields.Nested(PartySchema, required=True)
    year = fields.Integer(required=True)
    title = fields.String(required=True)
    target = fields.String(required=True, validate=validate.OneOf(FIXED_TARGETS))
    subjects = fields.List(fields.String(), required=True)
    indicators = fields.List(fields.Nested(AssessmentIndicatorSchema), required=True)
    state = fields.String(required=True, validate=validate.OneOf(["draft", "published"]))
    replaces_id = fields.UUID(required=True, allow_none=True)
    number = fields.Integer(required=True, metadata={"description": "第几版"})
    published_at = Instant(required=True, allow_none=True)
    published_by = fields.String(required=True)
    by_name = fields.String(required=True)
    created_at = Instant(required=True)
    may = fields.List(fields.String(), required=True)
    version = fields.Integer(required=True)


class AssessmentSchemeFileSchema(AssessmentSchemeSchema):
    subject_names = fields.List(fields.Nested(AssessmentSubjectNameSchema), required=True)


class AssessmentSourceSchema(ma.Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True)
    met = fields.String(required=True)
    targets = fields.List(fields.String(), required=True)


class AssessmentSourcesSchema(ma.Schema):
    first_year = fields.Integer(required=True)
    sources = fields.List(fields.Nested(AssessmentSourceSchema), required=True)


class RunQuery(PageQuery):
    scheme_id = fields.UUID(load_default=None, allow_none=True)


class AssessmentRunDraftSchema(Schema):
    id = fields.UUID(required=True)
    scheme_id = fields.UUID(required=True)
    as_of = fields.Date(required=True)


class AssessmentMarkDraftSchema(Schema):
    id = fields.UUID(required=True)
    subject_key = Text(required=True, least=1, most=40)
    code = Text(required=True, least=1, most=40)
    points_x100 = Whole(required=True, least=0, most=MOST_POINTS)
    reason = Text(required=True, least=1, most=1000)
    files = files_field(most=10, load_default=list)


class AssessmentApprovalSchema(Schema):
    password = fields.String(required=True, load_only=True)


class AssessmentRevocationSchema(AssessmentApprovalSchema):
    reason = Text(required=True, least=1, most=500)


class AssessmentMarkFileSchema(ma.Schema):
    sha256 = fields.String(required=True)
    purpose = fields.String(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    bytes = fields.Integer(required=True)
    url = fields.String(required=True)


class AssessmentMarkSchema(ma.Schema):
    id = fields.UUID(required=True)
    points_x100 = fields.Integer(required=True)
    reason = fields.String(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)
    files = fields.List(fields.Nested(AssessmentMarkFileSchema), required=True)


class AssessmentItemSchema(ma.Schema):
    code = fields.String(required=True)
    met = fields.Integer(required=True)
    whole = fields.Integer(required=True)
    points_x100 = fields.Integer(required=True, allow_none=True)
    full_x100 = fields.Integer(required=True)
    inputs_hash = fields.String(required=True)
    mark = fields.Nested(AssessmentMarkSchema, required=True, allow_none=True)


class AssessmentResultSchema(ma.Schema):
    subject_key = fields.String(required=True)
    subject_name = fields.String(required=True)
    points_x100 = fields.Integer(required=True)
    full_x100 = fields.Integer(required=True)
    rank = fields.Integer(required=True)
    lacking = fields.Integer(required=True, metadata={"description": "尚未人工评分的指标数"})
    inputs_hash = fields.String(required=True)
    items = fields.List(fields.Nested(AssessmentItemSchema), required=True)


class AssessmentRunSchema(ma.Schema):
    id = fields.UUID(required=True)
    scheme_id = fields.UUID(required=True)
    agency = fields.Nested(PartySchema, required=True)
    title = fields.String(required=True)
    year = fields.Integer(required=True)
    target = fields.String(required=True)
    as_of = fields.Date(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["counting", "ready", "approved", "revoked"]))
    number = fields.String(required=True, allow_none=True)
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)
    inputs_hash = fields.String(required=True)
    counted_at = Instant(required=True, allow_none=True)
    approved_on = fields.Date(required=True, allow_none=True)
    approved_at = Instant(required=True, allow_none=True)
    approved_by = fields.String(required=True)
    revoked_reason = fields.String(required=True)
    revoked_at = Instant(required=True, allow_none=True)
    by_name = fields.String(required=True)
    created_at = Instant(required=True)
    may = fields.List(fields.String(), required=True)
    version = fields.Integer(required=True)


class AssessmentRunFileSchema(AssessmentRunSchema):
    indicators = fields.List(fields.Nested(AssessmentIndicatorSchema), required=True)
    results = fields.List(fields.Nested(AssessmentResultSchema), required=True)


class RowQuery(PageQuery):
    subject_key = fields.String(required=True, validate=validate.Length(max=40))
    code = fields.String(required=True, validate=validate.Length(max=40))
    met = fields.Boolean(load_default=None, allow_none=True)


class AssessmentRowSchema(ma.Schema):
    kind = fields.String(required=True)
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True, allow_none=True)
    on_day = fields.Date(required=True, allow_none=True)
    is_met = fields.Boolean(required=True)
    label = fields.String(required=True)
    link = fields.String(required=True)
