"""Wire shapes of the acts, one a class; each names the draft it becomes."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import fields, validate

from reports.penalties.rules import acts
from reports.penalties.rules.terms import GRADES
from reports.penalties.schemas.asked import PasswordSchema, flag
from server.units.attachments.schemas import files_field
from server.web.schemas import Instant, Schema, Text, Whole

LONG = 4000


class ActSchema(Schema):
    """What every act has: an id of its author's choice, and files."""

    draft: ClassVar[type[acts.ActDraft]]
    id = fields.UUID(required=True)
    files = files_field(load_default=list)

    @classmethod
    def read(cls, payload: dict[str, Any]) -> acts.ActDraft:
        """The draft of a validated body; a password is no part of it."""
        tuples = {name: tuple(value) for name, value in payload.items() if isinstance(value, list)}
        return cls.draft(**{**{name: value for name, value in payload.items() if name != "password"}, **tuples})


def _one_of(codes: tuple[str, ...]) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(codes))


class CaseReplacementSchema(ActSchema):
    draft = acts.Replacement
    out_id = fields.UUID(required=True)
    in_id = fields.UUID(required=True)
    ground = _one_of(acts.REPLACEMENT_GROUNDS)
    reason = Text(least=2, most=500, required=True)


class CaseEvidenceSchema(ActSchema):
    draft = acts.Evidence
    evidence_kind = _one_of(acts.EVIDENCE_KINDS)
    title = Text(least=2, most=200, required=True)
    obtained_on = fields.Date(required=True)
    obtained_from = Text(most=200, load_default="")
    note = Text(most=2000, load_default="")


class CasePreservationSchema(ActSchema):
    draft = acts.Preservation
    items = Text(least=2, most=2000, required=True)
    place = Text(least=2, most=200, required=True)
    reason = Text(least=2, most=500, required=True)


class CasePreservationDecisionSchema(ActSchema):
    draft = acts.PreservationDecision
    preservation_id = fields.UUID(required=True)
    outcome = _one_of(acts.PRESERVATION_OUTCOMES)
    reason = Text(least=2, most=500, required=True)


class CaseConsequenceSchema(ActSchema):
    draft = acts.Consequence
    consequence = _one_of(acts.CONSEQUENCES)
    happened_on = fields.Date(required=True)
    text = Text(least=2, most=2000, required=True)


class _ChoiceSchema(ActSchema):
    facts = Text(least=2, most=LONG, required=True)
    reasons = Text(least=2, most=LONG, required=True)
    is_warning = flag(required=True)
    fine_fen = Whole(least=0, required=True)
    grade = _one_of(GRADES)
    factors = fields.List(
        fields.String(validate=validate.Length(min=1, max=40)), load_default=list, validate=validate.Length(max=30)
    )


class PenaltyNoticeSchema(_ChoiceSchema, PasswordSchema):
    draft = acts.Notice
    is_serious = flag(load_default=False)


class CaseReceiptSchema(ActSchema):
    draft = acts.Receipt
    received_on = fields.Date(required=True)
    way = _one_of(acts.WAYS_OF_RECEIPT)
    witness = Text(most=200, load_default="")


class CaseStatementSchema(ActSchema):
    draft = acts.Statement
    is_made = flag(required=True)
    text = Text(least=2, most=LONG, required=True)


class CaseStatementReviewSchema(ActSchema):
    draft = acts.StatementReview
    is_accepted = flag(required=True)
    reasons = Text(least=2, most=LONG, required=True)


class CaseHearingRequestSchema(ActSchema):
    draft = acts.HearingRequest
    asked_on = fields.Date(required=True)
    text = Text(most=2000, load_default="")


class CaseHearingWaiverSchema(ActSchema):
    draft = acts.HearingWaiver
    text = Text(most=2000, load_default="")


class CaseHearingSchema(ActSchema, PasswordSchema):
    draft = acts.Hearing
    held_at = Instant(required=True)
    place = Text(least=2, most=200, required=True)
    recorder = Text(least=1, most=64, required=True)
    is_open = flag(load_default=True)


class CaseHearingRecordSchema(ActSchema, PasswordSchema):
    draft = acts.HearingRecord
    held_at = Instant(required=True)
    attendees = Text(least=2, most=1000, required=True)
    officers_views = Text(least=2, most=LONG, required=True)
    respondents_views = Text(least=2, most=LONG, required=True)
    evidence = Text(least=2, most=LONG, required=True)
    opinion = Text(least=2, most=LONG, required=True)


class CaseHearingWithdrawalSchema(ActSchema):
    draft = acts.HearingWithdrawal
    text = Text(least=2, most=2000, required=True)


class CaseLegalReviewSchema(ActSchema, PasswordSchema):
    draft = acts.LegalReview
    outcome = _one_of(acts.REVIEW_OUTCOMES)
    opinion = Text(least=2, most=LONG, required=True)


class CaseDiscussionSchema(ActSchema):
    draft = acts.Discussion
    discussed_on = fields.Date(required=True)
    participants = fields.List(Text(least=1, most=64), required=True, validate=validate.Length(min=2, max=40))
    opinion = Text(least=2, most=LONG, required=True)


class CaseTermExtensionSchema(ActSchema):
    draft = acts.TermExtension
    days = Whole(least=1, most=365, required=True)
    ground = Text(least=2, most=500, required=True)


class PenaltyDecisionDraftSchema(_ChoiceSchema, PasswordSchema):
    draft = acts.Decision


class NoPenaltyDraftSchema(ActSchema, PasswordSchema):
    draft = acts.NoPenalty
    ground = _one_of(acts.NO_PENALTY_GROUNDS)
    facts = Text(least=2, most=LONG, required=True)
    reasons = Text(least=2, most=LONG, required=True)


class CaseWithdrawalSchema(ActSchema):
    draft = acts.Withdrawal
    reason = Text(least=2, most=LONG, required=True)


class CrimeTransferSchema(ActSchema, PasswordSchema):
    draft = acts.Transfer
    addressee = Text(least=2, most=120, required=True)
    crime = Text(least=2, most=200, required=True)
    reason = Text(least=2, most=LONG, required=True)


class SpotReportSchema(ActSchema):
    draft = acts.SpotReport
    note = Text(most=500, load_default="")
