"""Wire shapes of schemes and rounds."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from reports.ratings.rules.drafts import RoundDraft, SchemeDraft
from reports.ratings.rules.schemes import LEAST_REVIEWS, LOWERS
from server.alerts.notices.schemas import PartySchema
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole

CODE = validate.Regexp(r"^[a-z][a-z0-9_]{0,39}\Z", error="应为小写字母开头的代码")
MOST_POINTS = 100_000  # a thousand points


class RatingSchemeGradeSchema(Schema):
    code = fields.String(required=True, validate=CODE)
    name = Text(required=True, least=1, most=40)
    least_x100 = Whole(required=True, least=0, most=MOST_POINTS)


class RatingCriterionSchema(Schema):
    code = fields.String(required=True, validate=CODE)
    title = Text(required=True, least=1, most=80)
    points_x100 = Whole(required=True, least=1, most=MOST_POINTS)
    guide = Text(load_default="", most=600)
    figures = fields.List(fields.String(validate=CODE), load_default=list, validate=validate.Length(max=12))


class RatingVetoRuleSchema(Schema):
    code = fields.String(required=True, validate=CODE)
    title = Text(required=True, least=1, most=80)
    lowers = fields.String(required=True, validate=validate.OneOf(LOWERS))
    on = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(("accountability.opened", "penalty.decided", "case.recorded")),
    )
    when = fields.Dict(
        keys=fields.String(validate=CODE),
        values=fields.List(fields.Raw(validate=lambda one: isinstance(one, str | bool))),
        load_default=dict,
    )


class RatingSchemeChangeSchema(Schema):
    title = Text(required=True, least=1, most=120)
    body_name = Text(required=True, least=2, most=80)
    effective_from = fields.Date(required=True)
    effective_to = fields.Date(load_default=None, allow_none=True)
    pass_x100 = Whole(required=True, least=1, most=MOST_POINTS)
    grades = fields.List(fields.Nested(RatingSchemeGradeSchema), required=True, validate=validate.Length(min=1, max=9))
    criteria = fields.List(
        fields.Nested(RatingCriterionSchema), required=True, validate=validate.Length(min=1, max=100)
    )
    vetoes = fields.List(fields.Nested(RatingVetoRuleSchema), required=True, validate=validate.Length(max=40))
    least_reviews = Whole(required=True, least=LEAST_REVIEWS, most=9)
    appeal_working_days = Whole(required=True, least=1, most=120)
    veto_months = Whole(required=True, least=1, most=60)
    basis_code = Text(load_default=None, allow_none=True, most=64)
    article = Text(load_default="", most=60)


class RatingSchemeDraftSchema(RatingSchemeChangeSchema):
    id = fields.UUID(required=True)


def scheme_draft(payload: dict[str, Any]) -> SchemeDraft:
    """The body of a request as the services take it."""
    rows = {name: tuple(dict(row) for row in payload[name]) for name in ("grades", "criteria", "vetoes")}
    return SchemeDraft(**{**payload, **rows})


class RatingSchemeSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True, allow_none=True, metadata={"description": "随产品提供的办法才有"})
    agency = fields.Nested(PartySchema, required=True, allow_none=True)
    title = fields.String(required=True)
    body_name = fields.String(required=True)
    effective_from = fields.Date(required=True)
    effective_to = fields.Date(required=True, allow_none=True)
    pass_x100 = fields.Integer(required=True)
    total_x100 = fields.Integer(required=True)
    grades = fields.List(fields.Nested(RatingSchemeGradeSchema), required=True)
    criteria = fields.List(fields.Nested(RatingCriterionSchema), required=True)
    vetoes = fields.List(fields.Nested(RatingVetoRuleSchema), required=True)
    least_reviews = fields.Integer(required=True)
    appeal_working_days = fields.Integer(required=True)
    veto_months = fields.Integer(required=True)
    basis_code = fields.String(required=True, allow_none=True)
    basis_title = fields.String(required=True)
    article = fields.String(required=True)
    verified = fields.Boolean(required=True)
    is_used = fields.Boolean(required=True)
    created_at = Instant(required=True)
    version = fields.Integer(required=True)


class RoundQuery(PageQuery):
    year = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=2000, max=2200))


class RatingRoundDraftSchema(Schema):
    id = fields.UUID(required=True)
    year = Whole(required=True, least=2000, most=2200)
    title = Text(required=True, least=1, most=120)
    scheme_id = fields.UUID(required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)

    @ma.post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> RoundDraft:
        return RoundDraft(**payload)


class RatingRoundCountsSchema(ma.Schema):
    proposed = fields.Integer(required=True)
    submitted = fields.Integer(required=True)
    decided = fields.Integer(required=True)


class RatingRoundSchema(ma.Schema):
    id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    title = fields.String(required=True)
    scheme = fields.Nested(PartySchema, required=True)
    body_name = fields.String(required=True)
    agency = fields.Nested(PartySchema, required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    is_open = fields.Boolean(required=True)
    published_at = Instant(required=True, allow_none=True)
    published_by = fields.String(required=True)
    counts = fields.Nested(RatingRoundCountsSchema, required=True)
