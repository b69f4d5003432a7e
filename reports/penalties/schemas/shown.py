"""Wire shapes of what is read: cases, their timeline, deadlines, terms."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from checklists.inspections.schemas import NamedSchema
from reports.documents.schemas import DocumentSchema
from reports.penalties.rules.life import STATES
from reports.penalties.rules.terms import RESPONDENTS
from server.units.attachments.schemas import AttachmentSchema
from server.web.schemas import Instant


class LawArticleSchema(ma.Schema):
    basis = fields.String(required=True)
    article = fields.String(required=True)
    text = fields.String(required=True)


class CaseDecisionSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    is_warning = fields.Boolean(required=True)
    fine_fen = fields.Integer(required=True, metadata={"description": "罚款，分；0 为没有罚款"})
    article = fields.String(required=True)
    decided_on = fields.Date(required=True)
    at = Instant(required=True)
    by_name = fields.String(required=True)
    document_id = fields.UUID(required=True)


class CaseDeadlineSchema(ma.Schema):
    id = fields.UUID(required=True)
    case_id = fields.UUID(required=True)
    act_id = fields.UUID(required=True)
    code = fields.String(required=True)
    due_on = fields.Date(required=True)
    due_at = Instant(required=True, allow_none=True)
    is_certain = fields.Boolean(required=True, metadata={"description": "否：所跨年度的放假安排尚未录入，按周末推算"})
    days_left = fields.Integer(required=True)


class PenaltyDeadlineSchema(CaseDeadlineSchema):
    case_number = fields.String(required=True)
    respondent_name = fields.String(required=True)
    unit = fields.Nested(NamedSchema, required=True)


class PenaltyCaseRowSchema(ma.Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    procedure = fields.String(required=True)
    unit = fields.Nested(NamedSchema, required=True)
    agency = fields.Nested(NamedSchema, required=True)
    respondent_kind = fields.String(required=True, validate=validate.OneOf(RESPONDENTS))
    respondent_name = fields.String(required=True)
    offence = fields.String(required=True)
    filed_on = fields.Date(required=True)
    filed_at = Instant(required=True)
    decision = fields.Nested(CaseDecisionSchema, required=True, allow_none=True)
    next_deadline = fields.Nested(CaseDeadlineSchema, required=True, allow_none=True)


class CaseNoticeSchema(ma.Schema):
    id = fields.UUID(required=True)
    is_warning = fields.Boolean(required=True)
    fine_fen = fields.Integer(required=True)
    is_serious = fields.Boolean(required=True)
    has_hearing_right = fields.Boolean(required=True)
    received_on = fields.Date(required=True, allow_none=True)
    hearing_until = fields.Date(required=True, allow_none=True)


class CaseActSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    on = fields.Date(required=True)
    at = Instant(required=True)
    by = fields.String(required=True)
    details = fields.Dict(keys=fields.String(), required=True)
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)


class CaseConditionSchema(ma.Schema):
    code = fields.String(required=True)
    met = fields.Boolean(required=True)


class CaseGroundSchema(ma.Schema):
    kind = fields.String(required=True)
    id = fields.UUID(required=True)
    label = fields.String(required=True, metadata={"description": "隐患的名称，或者通知书的文号"})


class NextActSchema(ma.Schema):
    act = fields.String(required=True)
    allowed = fields.Boolean(required=True, metadata={"description": "程序上现在可以办理"})
    mine = fields.Boolean(required=True, metadata={"description": "当前账号有权办理"})
    code = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    article = fields.Nested(LawArticleSchema, required=True, allow_none=True)


class PenaltyCaseSchema(PenaltyCaseRowSchema):
    respondent_post = fields.String(required=True)
    identity_masked = fields.String(required=True)
    basis_id = fields.String(required=True)
    article = fields.String(required=True)
    source = fields.String(required=True)
    summary = fields.String(required=True)
    happened_on = fields.Date(required=True)
    is_harmful = fields.Boolean(required=True)
    by_name = fields.String(required=True)
    officer_ids = fields.List(fields.UUID(), required=True)
    notice = fields.Nested(CaseNoticeSchema, required=True, allow_none=True)
    decision_due_on = fields.Date(required=True, allow_none=True)
    conditions = fields.List(fields.Nested(CaseConditionSchema), required=True)
    needs_review = fields.Boolean(required=True)
    acts = fields.List(fields.Nested(CaseActSchema), required=True)
    deadlines = fields.List(fields.Nested(CaseDeadlineSchema), required=True)
    grounds = fields.List(fields.Nested(CaseGroundSchema), required=True)
    next_acts = fields.List(fields.Nested(NextActSchema), required=True)


class PenaltyTermSchema(ma.Schema):
    id = fields.UUID(required=True)
    code = fields.String(required=True)
    value = fields.Raw(required=True)
    basis = fields.String(required=True)
    article = fields.String(required=True)
    verified = fields.Boolean(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)
    at = Instant(required=True)
    in_force = fields.Boolean(required=True)
