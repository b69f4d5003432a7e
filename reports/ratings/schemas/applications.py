"""Wire shapes of applications, reviews, decisions."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from reports.documents.schemas import DocumentSchema
from reports.ratings.rules.drafts import (
    APPLICATION_STATES,
    DIRECTIONS,
    ORIGINS,
    ROW_KINDS,
    SIDES,
    ApplicationDraft,
    DecisionDraft,
    ReviewDraft,
)
from reports.ratings.schemas.schemes import CODE, MOST_POINTS, RatingCriterionSchema
from server.alerts.notices.schemas import PartySchema
from server.units.attachments.schemas import AttachmentSchema, files_field
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole

GRADE = validate.Regexp(r"^([a-z][a-z0-9_]{0,23})?\Z", error="应为等级代码")


class ApplicationQuery(PageQuery):
    round_id = fields.UUID(load_default=None, allow_none=True)
    unit_id = fields.UUID(load_default=None, allow_none=True)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(APPLICATION_STATES))


class RatingOwnScoreSchema(Schema):
    criterion = fields.String(required=True, validate=CODE)
    points_x100 = Whole(required=True, least=0, most=MOST_POINTS)
    reason = Text(load_default="", most=600)


class RatingProposalDraftSchema(Schema):
    """Two agencies propose a unit."""

    id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    grade = fields.String(required=True, validate=validate.And(GRADE, validate.Length(min=1)))
    statement = Text(required=True, least=1, most=4000)
    files = files_field(load_default=list)

    @ma.post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> ApplicationDraft:
        return ApplicationDraft(**{**payload, "files": tuple(payload["files"]), "scores": ()})


class RatingApplicationDraftSchema(Schema):
    """A unit applies."""

    id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    grade = fields.String(required=True, validate=validate.And(GRADE, validate.Length(min=1)))
    statement = Text(required=True, least=1, most=4000)
    scores = fields.List(fields.Nested(RatingOwnScoreSchema), required=True, validate=validate.Length(min=1, max=100))
    files = files_field(load_default=list)

    @ma.post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> ApplicationDraft:
        rows = {name: tuple(payload[name]) for name in ("files", "scores")}
        return ApplicationDraft(**{**payload, **rows, "unit_id": None})


class RatingRowSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(ROW_KINDS))
    id = fields.UUID(required=True)


class RatingScoreSchema(Schema):
    criterion = fields.String(required=True, validate=CODE)
    points_x100 = Whole(required=True, least=0, most=MOST_POINTS)
    reason = Text(required=True, least=1, most=600)
    rows = fields.List(fields.Nested(RatingRowSchema), load_default=list, validate=validate.Length(max=40))


class RatingReviewDraftSchema(Schema):
    id = fields.UUID(required=True)
    scores = fields.List(fields.Nested(RatingScoreSchema), required=True, validate=validate.Length(min=1, max=100))
    opinion = Text(required=True, least=1, most=2000)

    @ma.post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> ReviewDraft:
        return ReviewDraft(**{**payload, "scores": tuple(payload["scores"])})


class RatingDecisionDraftSchema(Schema):
    id = fields.UUID(required=True)
    grade = fields.String(required=True, validate=GRADE, metadata={"description": "空为不予评定"})
    reason = Text(required=True, least=1, most=1000)
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))


def decision_draft(payload: dict[str, Any]) -> DecisionDraft:
    """The body of a request without the password."""
    return DecisionDraft(payload["id"], payload["grade"], payload["reason"])


class RatingApplicationOutlineSchema(ma.Schema):
    id = fields.UUID(required=True)
    round = fields.Nested(PartySchema, required=True)
    unit = fields.Nested(PartySchema, required=True)
    origin = fields.String(required=True, validate=validate.OneOf(ORIGINS))
    grade = fields.String(required=True)
    grade_name = fields.String(required=True)
    self_x100 = fields.Integer(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(APPLICATION_STATES))
    reviews_count = fields.Integer(required=True)
    sides = fields.List(fields.String(validate=validate.OneOf(SIDES)), required=True)
    decided_grade = fields.String(required=True, allow_none=True)
    direction = fields.String(required=True, allow_none=True, validate=validate.OneOf(DIRECTIONS))
    by = fields.String(required=True)
    at = Instant(required=True)


class RatingReviewSchema(ma.Schema):
    id = fields.UUID(required=True)
    agency = fields.Nested(PartySchema, required=True)
    side = fields.String(required=True, validate=validate.OneOf(SIDES))
    scores = fields.List(fields.Nested(RatingScoreSchema), required=True)
    points_x100 = fields.Integer(required=True)
    opinion = fields.String(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)


class RatingDecisionSchema(ma.Schema):
    id = fields.UUID(required=True)
    grade = fields.String(required=True)
    grade_name = fields.String(required=True)
    before = fields.String(required=True)
    direction = fields.String(required=True, validate=validate.OneOf(DIRECTIONS))
    points_x100 = fields.Integer(required=True)
    reason = fields.String(required=True)
    decided_on = fields.Date(required=True)
    by = fields.String(required=True)
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)
    appeal_until_on = fields.Date(required=True)
    appeal_id = fields.UUID(required=True, allow_none=True)


class RatingGradeSchema(ma.Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    rank = fields.Integer(required=True)
    least_x100 = fields.Integer(required=True)


class RatingApplicationSchema(RatingApplicationOutlineSchema):
    statement = fields.String(required=True)
    scores = fields.List(fields.Nested(RatingOwnScoreSchema), required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)
    proposed_by = fields.String(required=True, allow_none=True)
    endorsed_by = fields.String(required=True, allow_none=True)
    criteria = fields.List(fields.Nested(RatingCriterionSchema), required=True)
    grades = fields.List(fields.Nested(RatingGradeSchema), required=True)
    held = fields.String(required=True, allow_none=True, metadata={"description": "现有等级"})
    reviews = fields.List(fields.Nested(RatingReviewSchema), required=True)
    points_x100 = fields.Integer(required=True, allow_none=True, metadata={"description": "各部门评审的平均分"})
    reached = fields.String(required=True, allow_none=True, metadata={"description": "得分可达的等级，空为未及格"})
    veto = fields.String(required=True, allow_none=True)
    decision = fields.Nested(RatingDecisionSchema, required=True, allow_none=True)


class RatingFigureRowSchema(ma.Schema):
    kind = fields.String(required=True, validate=validate.OneOf(ROW_KINDS))
    id = fields.UUID(required=True)
    text = fields.String(required=True)
    on = fields.Date(required=True)


class RatingFigureSchema(ma.Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    value = fields.Integer(required=True)
    unit = fields.String(required=True)
    note = fields.String(required=True)
    rows = fields.List(fields.Nested(RatingFigureRowSchema), required=True)


class RatingFiguresSchema(ma.Schema):
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True)
    items = fields.List(fields.Nested(RatingFigureSchema), required=True)
