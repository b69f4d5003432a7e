"""Wire shapes of what follows decisions."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from reports.executions.rules import STATES, Instalment, acts
from reports.penalties.rules.acts import ActDraft
from reports.penalties.schemas.acts import LONG, ActSchema
from reports.penalties.schemas.asked import PasswordSchema, flag
from reports.penalties.schemas.shown import CaseActSchema, NextActSchema
from server.web.schemas import Schema, Text, Whole

MOST_FEN = 2**53


def _fen(**options: Any) -> Whole:
    return Whole(least=0, most=MOST_FEN, **options)


def _one_of(codes: tuple[str, ...]) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(codes))


class InstalmentSchema(Schema):
    due_on = fields.Date(required=True)
    fen = Whole(least=1, most=MOST_FEN, required=True)


class FinePaymentSchema(ActSchema):
    draft = acts.PaymentMade
    paid_on = fields.Date(required=True)
    fine_fen = _fen(required=True)
    surcharge_fen = _fen(load_default=0)
    channel = _one_of(acts.CHANNELS)
    receipt_no = Text(least=1, most=64, required=True)


class PostponementRequestSchema(ActSchema):
    draft = acts.PostponementRequest
    asked_on = fields.Date(required=True)
    text = Text(least=2, most=LONG, required=True)


class PostponementReplySchema(ActSchema):
    draft = acts.PostponementReply
    is_granted = flag(required=True)
    instalments = fields.List(fields.Nested(InstalmentSchema), load_default=list, validate=validate.Length(max=36))
    reasons = Text(least=2, most=LONG, required=True)

    @classmethod
    def read(cls, payload: dict[str, Any]) -> ActDraft:
        """Instalments become facts of the rules."""
        parts = [Instalment(**part) for part in payload["instalments"]]
        return super().read({**payload, "instalments": parts})


class RemedyLodgedSchema(ActSchema):
    draft = acts.RemedyLodged
    remedy = _one_of(acts.REMEDIES)
    lodged_on = fields.Date(required=True)
    authority = Text(least=2, most=120, required=True)
    reference_no = Text(most=64, load_default="")
    late_reason = Text(most=500, load_default="")


class RemedyOutcomeSchema(ActSchema):
    draft = acts.RemedyOutcome
    outcome = _one_of(acts.OUTCOMES)
    decided_on = fields.Date(required=True)
    received_on = fields.Date(required=True)
    reference_no = Text(most=64, load_default="")
    fine_fen = _fen(load_default=0)
    text = Text(least=2, most=LONG, required=True)


class PaymentDemandSchema(ActSchema):
    draft = acts.Demand
    text = Text(least=2, most=LONG, required=True)


class CourtApplicationSchema(ActSchema):
    draft = acts.CourtApplication
    applied_on = fields.Date(required=True)
    court = Text(least=2, most=120, required=True)
    reference_no = Text(most=64, load_default="")


class CourtResultSchema(ActSchema):
    draft = acts.CourtResult
    result = _one_of(acts.COURT_RESULTS)
    decided_on = fields.Date(required=True)
    text = Text(least=2, most=LONG, required=True)


class EnforcementEndSchema(ActSchema, PasswordSchema):
    draft = acts.EnforcementEnd
    ground = _one_of(acts.ENDING_GROUNDS)
    reason = Text(least=2, most=LONG, required=True)


class PenaltyAnnulmentSchema(ActSchema, PasswordSchema):
    draft = acts.Annulment
    reason = Text(least=2, most=500, required=True)


class FineRefundSchema(ActSchema):
    draft = acts.Refund
    refunded_on = fields.Date(required=True)
    fen = Whole(least=1, most=MOST_FEN, required=True)
    receipt_no = Text(least=1, most=64, required=True)


class CaseClosingSchema(ActSchema):
    draft = acts.Closing
    opinion = Text(least=2, most=LONG, required=True)


class CaseFileAskSchema(ActSchema):
    draft = acts.FileAsked


class ExecutedDecisionSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    document_id = fields.UUID(required=True)
    respondent_name = fields.String(required=True)
    is_warning = fields.Boolean(required=True)
    fine_fen = fields.Integer(required=True)
    decided_on = fields.Date(required=True)


class OwedSchema(ma.Schema):
    fine_fen = fields.Integer(required=True)
    fine_paid_fen = fields.Integer(required=True)
    fine_open_fen = fields.Integer(required=True)
    surcharge_fen = fields.Integer(required=True)
    surcharge_paid_fen = fields.Integer(required=True)
    surcharge_open_fen = fields.Integer(required=True)
    overdue_fen = fields.Integer(required=True)
    refund_fen = fields.Integer(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    percent_a_day = fields.Integer(required=True)


class RemedyWindowsSchema(ma.Schema):
    review_until = fields.Date(required=True, allow_none=True)
    suit_until = fields.Date(required=True, allow_none=True)
    demand_until = fields.Date(required=True, allow_none=True)
    court_from = fields.Date(required=True, allow_none=True)
    court_until = fields.Date(required=True, allow_none=True)


class ExecutionSchema(ma.Schema):
    case_id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    decision = fields.Nested(ExecutedDecisionSchema, required=True, allow_none=True)
    delivered_on = fields.Date(required=True, allow_none=True)
    owed = fields.Nested(OwedSchema, required=True)
    windows = fields.Nested(RemedyWindowsSchema, required=True)
    unloaded_years = fields.List(fields.Integer(), required=True, metadata={"description": "节假日未载入的年份"})
    annulled_on = fields.Date(required=True, allow_none=True)
    closed_on = fields.Date(required=True, allow_none=True)
    unserved = fields.Integer(required=True, metadata={"description": "应送达而未送达的文书件数"})
    acts = fields.List(fields.Nested(CaseActSchema), required=True)
    next_acts = fields.List(fields.Nested(NextActSchema), required=True)
