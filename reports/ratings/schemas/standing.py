"""Wire shapes of grades in force, vetoes, downgrades, appeals."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from reports.documents.schemas import DocumentSchema
from reports.ratings.rules.drafts import (
    APPEAL_STATES,
    APPEAL_SUBJECTS,
    DOWNGRADE_STATES,
    RATING_ORIGINS,
    VETO_SOURCES,
    AppealDraft,
    VetoDraft,
)
from reports.ratings.schemas.applications import GRADE
from reports.ratings.schemas.schemes import CODE, RatingSchemeGradeSchema
from server.alerts.notices.schemas import PartySchema
from server.units.attachments.schemas import AttachmentSchema, files_field
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, password_again


class RatingQuery(PageQuery):
    unit_id = fields.UUID(load_default=None, allow_none=True)
    grade = fields.String(load_default=None, allow_none=True, validate=CODE)


class UnitRatingSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    agency = fields.Nested(PartySchema, required=True)
    grade = fields.String(required=True)
    name = fields.String(required=True)
    rank = fields.Integer(required=True, metadata={"description": "0 为无等级，数字越大等级越高"})
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)
    origin = fields.String(required=True, validate=validate.OneOf(RATING_ORIGINS))
    reason = fields.String(required=True)
    ended_reason = fields.String(required=True)
    plaque_number = fields.String(required=True)
    certificate = fields.Nested(DocumentSchema, required=True, allow_none=True)


class RatingDowngradeSchema(ma.Schema):
    id = fields.UUID(required=True)
    before = fields.String(required=True)
    after = fields.String(required=True)
    reason = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(DOWNGRADE_STATES))
    opened_on = fields.Date(required=True)
    takes_effect_on = fields.Date(required=True)
    applied_at = Instant(required=True, allow_none=True)
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)
    appeal_until_on = fields.Date(required=True)
    appeal_id = fields.UUID(required=True, allow_none=True)


class RatingStandingVetoSchema(ma.Schema):
    title = fields.String(required=True)
    ends_on = fields.Date(required=True)


class RatingHistorySchema(ma.Schema):
    items = fields.List(fields.Nested(UnitRatingSchema), required=True)
    downgrades = fields.List(fields.Nested(RatingDowngradeSchema), required=True)
    veto = fields.Nested(RatingStandingVetoSchema, required=True, allow_none=True)


class PublicRatingSchema(ma.Schema):
    unit_name = fields.String(required=True)
    name = fields.String(required=True)
    from_on = fields.Date(required=True)
    plaque_number = fields.String(required=True)


class VetoQuery(PageQuery):
    unit_id = fields.UUID(load_default=None, allow_none=True)


class RatingVetoDraftSchema(Schema):
    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    code = fields.String(required=True, validate=CODE)
    occurred_on = fields.Date(required=True)
    reason = Text(required=True, least=1, most=1000)
    files = files_field(load_default=list)

    @ma.post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> VetoDraft:
        return VetoDraft(**{**payload, "files": tuple(payload["files"])})


class RatingVetoWithdrawalSchema(Schema):
    reason = Text(required=True, least=1, most=1000)


class RatingVetoSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    lowers = fields.String(required=True)
    occurred_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    reason = fields.String(required=True)
    source_kind = fields.String(required=True, validate=validate.OneOf(VETO_SOURCES))
    by = fields.String(required=True)
    at = Instant(required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)
    withdrawn_at = Instant(required=True, allow_none=True)
    withdrawn_reason = fields.String(required=True)
    downgrade = fields.Nested(RatingDowngradeSchema, required=True, allow_none=True)


class AppealQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(APPEAL_STATES))


class RatingAppealDraftSchema(Schema):
    id = fields.UUID(required=True)
    about = fields.String(required=True, validate=validate.OneOf(APPEAL_SUBJECTS))
    about_id = fields.UUID(required=True)
    statement = Text(required=True, least=1, most=4000)
    files = files_field(load_default=list)

    @ma.post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> AppealDraft:
        return AppealDraft(**{**payload, "files": tuple(payload["files"])})


class RatingAppealDecisionSchema(Schema):
    outcome = fields.String(required=True, validate=validate.OneOf(APPEAL_STATES[1:]))
    grade = fields.String(load_default="", validate=GRADE, metadata={"description": "对评定决定的申诉成立时改为的等级"})
    reason = Text(required=True, least=1, most=1000)
    password = password_again()


class RatingAppealSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    about = fields.String(required=True, validate=validate.OneOf(APPEAL_SUBJECTS))
    about_id = fields.UUID(required=True)
    about_text = fields.String(required=True)
    grades = fields.List(fields.Nested(RatingSchemeGradeSchema), required=True)
    statement = fields.String(required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)
    state = fields.String(required=True, validate=validate.OneOf(APPEAL_STATES))
    by = fields.String(required=True)
    at = Instant(required=True)
    grade = fields.String(required=True)
    reason = fields.String(required=True)
    decided_by = fields.String(required=True)
    decided_at = Instant(required=True, allow_none=True)
