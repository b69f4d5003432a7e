"""Wire shapes of accountability."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from reports.accountability.rules import (
    CAUSES,
    CONSEQUENCES,
    MEASURES,
    OUTCOMES,
    SIDES,
    STATES,
    CaseDraft,
    MeasureDraft,
    NamedDraft,
    ProposalDraft,
    ReplyDraft,
)
from reports.documents.schemas import DocumentSchema
from server.alerts.notices.schemas import PartySchema
from server.units.attachments.schemas import AttachmentSchema, files_field
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text


class AccountabilityQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    unit_id = fields.UUID(load_default=None, allow_none=True)


class AccountablePersonDraftSchema(Schema):
    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    duty = Text(required=True, least=1, most=300)
    fault = Text(required=True, least=1, most=2000)

    @ma.post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> NamedDraft:
        return NamedDraft(**payload)


class AccountabilityCaseDraftSchema(Schema):
    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    cause = fields.String(required=True, validate=validate.OneOf(CAUSES))
    consequence = fields.String(required=True, validate=validate.OneOf(CONSEQUENCES))
    occurred_on = fields.Date(required=True)
    facts = Text(required=True, least=1, most=6000)
    people = fields.List(fields.Nested(AccountablePersonDraftSchema), required=True, validate=validate.Length(max=40))
    files = files_field(least=1, required=True)

    @ma.post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> CaseDraft:
        return CaseDraft(**{**payload, "people": tuple(payload["people"]), "files": tuple(payload["files"])})


class DisciplineMeasureDraftSchema(Schema):
    person_id = fields.UUID(required=True, metadata={"description": "本事项责任人员一行的编号"})
    measure = fields.String(required=True, validate=validate.OneOf(MEASURES))
    reason = Text(load_default="", most=300)

    @ma.post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> MeasureDraft:
        return MeasureDraft(**payload)


class ProposalDraftSchema(Schema):
    id = fields.UUID(required=True)
    addressee = Text(required=True, least=2, most=160)
    addressee_id = fields.UUID(load_default=None, allow_none=True)
    measures = fields.List(
        fields.Nested(DisciplineMeasureDraftSchema), required=True, validate=validate.Length(min=1, max=40)
    )

    @ma.post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> ProposalDraft:
        return ProposalDraft(**{**payload, "measures": tuple(payload["measures"])})


class ProposalIssueSchema(Schema):
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))


class ProposalReplyDraftSchema(Schema):
    id = fields.UUID(required=True)
    received_on = fields.Date(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    text = Text(required=True, least=1, most=2000)
    files = files_field(load_default=list)

    @ma.post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> ReplyDraft:
        return ReplyDraft(**{**payload, "files": tuple(payload["files"])})


class AccountabilityEndDraftSchema(Schema):
    text = Text(required=True, least=1, most=1000)


class AccountabilityOutlineSchema(ma.Schema):
    id = fields.UUID(required=True)
    unit = fields.Nested(PartySchema, required=True)
    agency = fields.Nested(PartySchema, required=True)
    cause = fields.String(required=True, validate=validate.OneOf(CAUSES))
    consequence = fields.String(required=True, validate=validate.OneOf(CONSEQUENCES))
    occurred_on = fields.Date(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    people_count = fields.Integer(required=True)
    reply_due_on = fields.Date(required=True, allow_none=True)
    opened_by = fields.String(required=True)
    opened_at = Instant(required=True)
    version = fields.Integer(required=True)


class AccountablePersonSchema(ma.Schema):
    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    side = fields.String(required=True, validate=validate.OneOf(SIDES))
    name = fields.String(required=True)
    post = fields.String(required=True)
    place = fields.String(required=True)
    duty = fields.String(required=True)
    fault = fields.String(required=True)


class ProposedMeasureSchema(ma.Schema):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    measure = fields.String(required=True, validate=validate.OneOf(MEASURES))
    reason = fields.String(required=True)


class ProposalReplySchema(ma.Schema):
    id = fields.UUID(required=True)
    received_on = fields.Date(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    text = fields.String(required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)
    by = fields.String(required=True)
    at = Instant(required=True)


class DisciplineProposalSchema(ma.Schema):
    id = fields.UUID(required=True)
    addressee = fields.String(required=True)
    measures = fields.List(fields.Nested(ProposedMeasureSchema), required=True)
    drafted_by = fields.String(required=True)
    drafted_at = Instant(required=True)
    issued_on = fields.Date(required=True, allow_none=True)
    issued_by = fields.String(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    is_overdue = fields.Boolean(required=True)
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)
    replies = fields.List(fields.Nested(ProposalReplySchema), required=True)


class AccountabilityEndSchema(ma.Schema):
    kind = fields.String(required=True)
    text = fields.String(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)


class AccountabilityCaseSchema(AccountabilityOutlineSchema):
    facts = fields.String(required=True)
    people = fields.List(fields.Nested(AccountablePersonSchema), required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)
    proposals = fields.List(fields.Nested(DisciplineProposalSchema), required=True)
    end = fields.Nested(AccountabilityEndSchema, required=True, allow_none=True)
