"""Wire shapes of what the server answers about records."""

from __future__ import annotations

from datetime import date

import marshmallow as ma
from marshmallow import fields, validate

from checklists.hazards.schemas import HazardSchema
from checklists.inspections.schemas.records import ScoreSchema
from checklists.tasks.rules import KINDS
from checklists.templates.rules import RESULTS
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text


class FlagSchema(ma.Schema):
    code = fields.String(required=True)
    detail = fields.String(required=True)
    item = fields.String(required=True, allow_none=True)
    severity = fields.String(required=True, validate=validate.OneOf(["warning", "breach"]))


class ReceiptHazardSchema(ma.Schema):
    id = fields.UUID(required=True)
    item_id = fields.String(required=True)
    title = fields.String(required=True)
    grade = fields.String(required=True)


class ReceiptSchema(ma.Schema):
    id = fields.UUID(required=True)
    record_hash = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["awaiting_media", "complete"]))
    missing = fields.List(fields.String(), required=True)
    flags = fields.List(fields.Nested(FlagSchema), required=True)
    hazards = fields.List(fields.Nested(ReceiptHazardSchema), required=True)
    received_at = Instant(required=True)


def _check_computable(day: date) -> None:
    if not 1970 <= day.year <= 2200:
        raise ma.ValidationError("日期超出可处理的范围")


class InspectionQuery(PageQuery):
    unit_id = fields.UUID(load_default=None, allow_none=True)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(["awaiting_media", "complete"]))
    flagged = fields.Boolean(load_default=None, allow_none=True)
    from_on = fields.Date(load_default=None, allow_none=True, data_key="from", validate=_check_computable)
    to_on = fields.Date(load_default=None, allow_none=True, data_key="to", validate=_check_computable)


class MediumQuery(ma.Schema):
    class Meta:
        unknown = ma.EXCLUDE

    size = fields.String(load_default="display", validate=validate.OneOf(["thumb", "display", "original"]))


class HazardPhotoQuery(ma.Schema):
    class Meta:
        unknown = ma.EXCLUDE

    size = fields.String(load_default="display", validate=validate.OneOf(["thumb", "display"]))


class NamedSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class VersionNameSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    number = fields.Integer(required=True)


class InspectionSummarySchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    unit = fields.Nested(NamedSchema, required=True)
    site = fields.Nested(NamedSchema, required=True, allow_none=True)
    task_id = fields.UUID(required=True, allow_none=True)
    corrects_id = fields.UUID(required=True, allow_none=True)
    corrected_by_id = fields.UUID(required=True, allow_none=True)
    part_of = fields.UUID(required=True, allow_none=True)
    template_version = fields.Nested(VersionNameSchema, required=True)
    started_at = Instant(required=True)
    ended_at = Instant(required=True)
    recorded_at = Instant(required=True)
    received_at = Instant(required=True)
    officers = fields.List(fields.Dict(), required=True)
    state = fields.String(required=True, validate=validate.OneOf(["awaiting_media", "complete"]))
    score = fields.Nested(ScoreSchema, required=True)
    result = fields.String(required=True, allow_none=True, validate=validate.OneOf([*RESULTS, None]))
    flag_count = fields.Integer(required=True)
    breach_count = fields.Integer(required=True)
    hazard_count = fields.Integer(required=True)
    record_hash = fields.String(required=True)
    signature_valid = fields.Boolean(required=True, allow_none=True)
    device = fields.Nested(NamedSchema, required=True)


class InspectionPhotoSchema(ma.Schema):
    sha256 = fields.String(required=True)
    item = fields.String(required=True, allow_none=True)
    media_type = fields.String(required=True)
    bytes = fields.Integer(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    taken_at = fields.String(required=True)
    source = fields.String(required=True)
    position = fields.Dict(required=True, allow_none=True, dump_default=None)
    signature_valid = fields.Boolean(required=True, allow_none=True)
    received = fields.Boolean(required=True)
    strokes = fields.List(fields.Raw(), required=True, dump_default=list)
    rendered_sha256 = fields.String(required=True, allow_none=True)
    url = fields.String(required=True)
    display_url = fields.String(required=True)
    thumb_url = fields.String(required=True)


class InspectionSignatureSchema(ma.Schema):
    role = fields.String(required=True)
    name = fields.String(required=True)
    person_id = fields.String(required=True, allow_none=True)
    sha256 = fields.String(required=True)
    received = fields.Boolean(required=True)
    signed_at = fields.String(required=True)
    url = fields.String(required=True)


class CorrectionLinkSchema(ma.Schema):
    id = fields.UUID(required=True)
    received_at = Instant(required=True)
    reason = fields.String(required=True)
    officers = fields.List(fields.String(), required=True)


class RateSchema(ma.Schema):
    item = fields.String(required=True)
    text = fields.String(required=True)
    unit = fields.String(required=True)
    checked = fields.Integer(required=True)
    passed = fields.Integer(required=True)
    percent = fields.String(required=True)
    at_least = fields.Integer(required=True)
    min_checked = fields.Integer(required=True)
    outcome = fields.String(required=True, allow_none=True)


class InspectionSchema(InspectionSummarySchema):
    missing = fields.List(fields.String(), required=True)
    sections = fields.List(fields.Dict(), required=True)
    fact_definitions = fields.List(fields.Dict(), required=True)
    facts = fields.Dict(required=True)
    answers = fields.Dict(required=True)
    correction_reason = fields.String(required=True)
    chain = fields.List(
        fields.Nested(CorrectionLinkSchema),
        required=True,
        metadata={"description": "this record and those it corrects or is corrected by, first to latest"},
    )
    failed_critical = fields.List(fields.String(), required=True)
    rates = fields.List(fields.Nested(RateSchema), required=True)
    group_reasons = fields.Dict(required=True)
    place = fields.String(required=True)
    companion = fields.Dict(required=True, allow_none=True)
    refusal = fields.Dict(required=True, allow_none=True)
    opinion = fields.String(required=True)
    position = fields.Dict(required=True, allow_none=True)
    photos = fields.List(fields.Nested(InspectionPhotoSchema), required=True)
    signatures = fields.List(fields.Nested(InspectionSignatureSchema), required=True)
    flags = fields.List(fields.Nested(FlagSchema), required=True)
    hazards = fields.List(fields.Nested(HazardSchema), required=True)


class PartSchema(ma.Schema):
    id = fields.UUID(required=True)
    record_id = fields.UUID(required=True, metadata={"description": "its latest correction; else the same"})
    recorded_by = fields.String(required=True)
    received_at = Instant(required=True)
    answered = fields.Integer(required=True)


class PartAnswerSchema(ma.Schema):
    part_id = fields.UUID(required=True)
    value = fields.Raw(required=True, allow_none=True)
    note = fields.String(required=True)
    photos = fields.List(fields.String(), required=True)


class MergeDecisionSchema(ma.Schema):
    reason = fields.String(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)


class DisagreementSchema(ma.Schema):
    subject = fields.String(required=True, metadata={"description": "an item, or fact. and a fact"})
    text = fields.String(required=True)
    answers = fields.List(fields.Nested(PartAnswerSchema), required=True)
    taken_id = fields.UUID(required=True)
    decision = fields.Nested(MergeDecisionSchema, required=True, allow_none=True)


class CheckSchema(ma.Schema):
    """A check recorded in parts."""

    parts = fields.List(fields.Nested(PartSchema), required=True)
    disagreements = fields.List(fields.Nested(DisagreementSchema), required=True)
    whole = fields.Nested(InspectionSchema, required=True)


class MergeDecisionDraftSchema(Schema):
    id = fields.UUID(required=True)
    subject = fields.String(required=True, validate=validate.Length(min=1, max=60))
    chosen_id = fields.UUID(required=True)
    reason = Text(required=True, least=1, most=500)
