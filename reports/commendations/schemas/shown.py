"""What answers show."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from checklists.inspections.schemas import NamedSchema
from reports.commendations.rules import FIGURES, LEVELS, STATES
from reports.commendations.schemas.asked import KINDS, NOMINATION_STATES, SOURCES
from reports.documents.schemas import DocumentSchema
from server.web.schemas import Instant
from server.web.shapes import TermFormSchema

STATUSES = ("in_force", "lapsed", "not_yet", "unknown")


class CommendationTermSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    value = fields.Raw(required=True)
    basis = fields.String(required=True)
    verified = fields.Boolean(required=True)
    from_on = fields.Date(required=True)
    at = Instant(required=True)
    in_force = fields.Boolean(required=True)


class CommendationTermsSchema(ma.Schema):
    terms = fields.List(fields.Nested(CommendationTermSchema), required=True)
    forms = fields.List(fields.Nested(TermFormSchema), required=True)


class RoundBasisSchema(ma.Schema):
    basis = fields.String(required=True)
    article = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))


class RoundHonourSchema(ma.Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    quota = fields.Integer(required=True)
    nominated = fields.Integer(required=True)
    approved = fields.Integer(required=True)


class RoundNoticeSchema(ma.Schema):
    started_on = fields.Date(required=True)
    working_days = fields.Integer(required=True)
    ends_on = fields.Date(required=True)
    is_certain = fields.Boolean(required=True, metadata={"description": "false: holidays of its year are not loaded"})
    is_over = fields.Boolean(required=True)
    contact = fields.String(required=True)
    by_name = fields.String(required=True)
    page = fields.String(required=True, metadata={"description": "address of the public page"})
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)


class RoundDecisionSchema(ma.Schema):
    decided_on = fields.Date(required=True)
    by_name = fields.String(required=True)
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)


class RoundWithdrawalSchema(ma.Schema):
    reason = fields.String(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)


class ObjectionCountSchema(ma.Schema):
    total = fields.Integer(required=True)
    open = fields.Integer(required=True)


class CertificateBatchSchema(ma.Schema):
    batch_id = fields.UUID(required=True, allow_none=True, metadata={"description": "of the documents' batches"})
    total = fields.Integer(required=True)
    signed = fields.Integer(required=True)
    failed = fields.Integer(required=True, metadata={"description": "the last try; it is tried again"})
    revoked = fields.Integer(required=True)


class CommendationRoundSchema(ma.Schema):
    id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    title = fields.String(required=True)
    note = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    agency = fields.Nested(NamedSchema, required=True)
    partners = fields.List(fields.Nested(NamedSchema), required=True)
    bases = fields.List(fields.Nested(RoundBasisSchema), required=True)
    honours = fields.List(fields.Nested(RoundHonourSchema), required=True)
    waiting = fields.Integer(required=True, metadata={"description": "nominations without a review"})
    notice = fields.Nested(RoundNoticeSchema, required=True, allow_none=True)
    objections = fields.Nested(ObjectionCountSchema, required=True)
    decision = fields.Nested(RoundDecisionSchema, required=True, allow_none=True)
    certificates = fields.Nested(CertificateBatchSchema, required=True)
    withdrawal = fields.Nested(RoundWithdrawalSchema, required=True, allow_none=True)
    created_at = Instant(required=True)
    version = fields.Integer(required=True)


class CandidateFigureSchema(ma.Schema):
    code = fields.String(required=True, validate=validate.OneOf(FIGURES))
    value = fields.Integer(required=True)


class KeptFigureSchema(CandidateFigureSchema):
    rows = fields.List(fields.UUID(), required=True)


class CandidateSchema(ma.Schema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    subject_id = fields.UUID(required=True)
    name = fields.String(required=True)
    place = fields.String(required=True)
    figures = fields.List(fields.Nested(CandidateFigureSchema), required=True)
    nominated_for = fields.List(fields.String(), required=True, metadata={"description": "codes of honours"})


class CandidateRowSchema(ma.Schema):
    type = fields.String(required=True)
    id = fields.UUID(required=True)
    on = fields.Date(required=True)
    label = fields.String(required=True)


class NominationHonourSchema(ma.Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)


class NominationReviewSchema(ma.Schema):
    approved = fields.Boolean(required=True)
    opinion = fields.String(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)


class NominationSchema(ma.Schema):
    id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    subject_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    place = fields.String(required=True)
    honour = fields.Nested(NominationHonourSchema, required=True)
    deeds = fields.String(required=True)
    source = fields.String(required=True, validate=validate.OneOf(SOURCES))
    figures = fields.List(fields.Nested(KeptFigureSchema), required=True)
    undrawn_characters = fields.List(
        fields.String(), required=True, metadata={"description": "of the name: no font draws them"}
    )
    state = fields.String(required=True, validate=validate.OneOf(NOMINATION_STATES))
    nominator_name = fields.String(required=True)
    nominated_at = Instant(required=True)
    review = fields.Nested(NominationReviewSchema, required=True, allow_none=True)
    honour_id = fields.UUID(required=True, allow_none=True)


class ObjectionAnswerSchema(ma.Schema):
    upheld = fields.Boolean(required=True)
    text = fields.String(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)


class ObjectionSchema(ma.Schema):
    id = fields.UUID(required=True)
    nomination = fields.Nested(NamedSchema, required=True, allow_none=True)
    received_on = fields.Date(required=True)
    from_name = fields.String(required=True)
    text = fields.String(required=True)
    recorder_name = fields.String(required=True)
    at = Instant(required=True)
    answer = fields.Nested(ObjectionAnswerSchema, required=True, allow_none=True)


class ObjectionsSchema(ma.Schema):
    objections = fields.List(fields.Nested(ObjectionSchema), required=True)


class HonourRevocationSchema(ma.Schema):
    reason = fields.String(required=True)
    at = Instant(required=True)
    paper = fields.Nested(DocumentSchema, required=True, allow_none=True, metadata={"description": "撤销荣誉决定"})


class HonourSchema(ma.Schema):
    id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    round_title = fields.String(required=True)
    year = fields.Integer(required=True)
    agency = fields.Nested(NamedSchema, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    unit_id = fields.UUID(required=True, allow_none=True)
    person_id = fields.UUID(required=True, allow_none=True)
    title = fields.String(required=True)
    name = fields.String(required=True)
    place = fields.String(required=True)
    decided_on = fields.Date(required=True)
    given_at = Instant(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["given", "revoked"]))
    revocation = fields.Nested(HonourRevocationSchema, required=True, allow_none=True)
    paper = fields.Nested(DocumentSchema, required=True, allow_none=True)


class UnitHonoursSchema(ma.Schema):
    honours = fields.List(fields.Nested(HonourSchema), required=True)


class MyHonourSchema(HonourSchema):
    code = fields.String(required=True, allow_none=True, metadata={"description": "verify address as QR code, SVG"})


class MyHonoursSchema(ma.Schema):
    honours = fields.List(fields.Nested(MyHonourSchema), required=True)
