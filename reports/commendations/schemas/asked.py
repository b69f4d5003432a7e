"""What requests send."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from reports.commendations.rules import CODES, FIGURES, LEVELS, STATES, HonourDraft, HonourKind
from server.web.paging import PageQuery
from server.web.schemas import Query, Schema, Text, Whole, password_again
from server.web.shapes import trial_day

KINDS = [kind.value for kind in HonourKind]
NOMINATION_STATES = ("proposed", "approved", "rejected", "withdrawn", "dropped")
SOURCES = ("hand", "figures")
FIRST_YEAR, LAST_YEAR = 2004, 2100


class RoundQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    year = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=FIRST_YEAR, max=LAST_YEAR))


class NominationQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(NOMINATION_STATES))
    honour = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=24))


class CandidateQuery(PageQuery):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    everyone = fields.Boolean(load_default=False, metadata={"description": "also those who miss the criteria"})


class CandidateRowQuery(Query):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    figure = fields.String(required=True, validate=validate.OneOf(FIGURES))


class RoundBasisDraftSchema(Schema):
    basis = Text(required=True, least=1, most=64)
    article = Text(required=True, least=0, most=60)


class HonourDraftSchema(Schema):
    code = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]{0,23}\Z", error="应为代码"))
    title = Text(required=True, least=1, most=120)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    quota = Whole(required=True, least=1, most=5000)

    @post_load
    def honour(self, payload: dict[str, Any], **_: Any) -> HonourDraft:
        return HonourDraft(**payload)


def _codes_differ(honours: list[HonourDraft]) -> None:
    if len({honour.code for honour in honours}) < len(honours):
        raise ma.ValidationError("荣誉代码重复")


class CommendationRoundChangeSchema(Schema):
    year = Whole(required=True, least=FIRST_YEAR, most=LAST_YEAR)
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    title = Text(required=True, least=1, most=120)
    note = Text(required=True, least=0, most=2000)
    bases = fields.List(fields.Nested(RoundBasisDraftSchema), required=True, validate=validate.Length(min=1, max=8))
    honours = fields.List(
        fields.Nested(HonourDraftSchema), required=True, validate=[validate.Length(min=1, max=10), _codes_differ]
    )
    partner_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=20))


class CommendationRoundDraftSchema(CommendationRoundChangeSchema):
    id = fields.UUID(required=True)


class NominationDraftSchema(Schema):
    id = fields.UUID(required=True)
    honour_code = Text(required=True, least=1, most=24)
    unit_id = fields.UUID(required=True, allow_none=True)
    person_id = fields.UUID(required=True, allow_none=True)
    deeds = Text(required=True, least=1, most=2000)
    source = fields.String(required=True, validate=validate.OneOf(SOURCES))

    @ma.validates_schema
    def one_subject(self, payload: dict[str, Any], **_: Any) -> None:
        if (payload.get("unit_id") is None) == (payload.get("person_id") is None):
            raise ma.ValidationError("应指明一个单位或者一名个人", "unit_id")


class NominationReviewDraftSchema(Schema):
    approved = fields.Boolean(required=True)
    opinion = Text(required=True, least=1, most=1000)


class ReasonDraftSchema(Schema):
    reason = Text(required=True, least=1, most=400)


class NoticeDraftSchema(Schema):
    contact = Text(required=True, least=1, most=200)
    password = password_again()


class ObjectionDraftSchema(Schema):
    id = fields.UUID(required=True)
    nomination_id = fields.UUID(required=True, allow_none=True)
    received_on = fields.Date(required=True)
    from_name = Text(required=True, least=1, most=64)
    text = Text(required=True, least=1, most=2000)


class ObjectionAnswerDraftSchema(Schema):
    upheld = fields.Boolean(required=True)
    text = Text(required=True, least=1, most=2000)


class DecisionDraftSchema(Schema):
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))


class HonourRevocationDraftSchema(DecisionDraftSchema):
    """Without bases it rests on those of the round."""

    reason = Text(required=True, least=1, most=400)
    bases = fields.List(fields.Nested(RoundBasisDraftSchema), load_default=list, validate=validate.Length(max=10))


class CommendationTermDraftSchema(Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True, validate=validate.OneOf(CODES))
    value = fields.Raw(required=True)
    basis = Text(required=True, least=1, most=200)
    verified = fields.Boolean(load_default=True, metadata={"description": "已对照原文核对"})
    from_on = fields.Date(required=True)


class CommendationTermTrialSchema(Schema):
    code = fields.String(required=True, validate=validate.OneOf(CODES))
    value = fields.Raw(required=True)
    from_on = trial_day()
