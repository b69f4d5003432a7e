"""Wire shapes of supervision."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from reports.documents.schemas import DocumentSchema
from reports.supervisions.rules import STATES, STEPS
from server.alerts.notices.schemas import PartySchema
from server.units.attachments.schemas import files_field
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, password_again


class LetterQuery(PageQuery):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    side = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(["issued", "received"]))
    overdue = fields.Boolean(load_default=False)


class SupervisionDraftSchema(Schema):
    id = fields.UUID(required=True)
    to_agency_id = fields.UUID(required=True)
    title = Text(required=True, least=1, most=120)
    matters = Text(required=True, least=1, most=4000)
    measures = Text(required=True, least=1, most=4000)
    unit_id = fields.UUID(load_default=None, allow_none=True)
    hazard_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=50))
    due_on = fields.Date(required=True)


class SupervisionIssueSchema(SupervisionDraftSchema):
    password = password_again()


class SupervisionTakeSchema(Schema):
    id = fields.UUID(required=True)


class SupervisionReplyDraftSchema(Schema):
    id = fields.UUID(required=True)
    text = Text(required=True, least=1, most=4000)
    files = files_field(most=20, load_default=list)


class SupervisionReasonSchema(Schema):
    id = fields.UUID(required=True)
    reason = Text(required=True, least=1, most=1000)


class SupervisionCloseSchema(Schema):
    id = fields.UUID(required=True)
    note = Text(load_default="", most=1000)


class SupervisionFileSchema(ma.Schema):
    sha256 = fields.String(required=True)
    purpose = fields.String(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    bytes = fields.Integer(required=True)
    url = fields.String(required=True)


class SupervisionActSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(STEPS)))
    text = fields.String(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)
    files = fields.List(fields.Nested(SupervisionFileSchema), required=True)


class SupervisedHazardSchema(ma.Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    grade = fields.String(required=True)
    state = fields.String(required=True)
    found_on = fields.Date(required=True)
    deadline_on = fields.Date(required=True, allow_none=True)
    closed_on = fields.Date(required=True, allow_none=True)
    is_overdue = fields.Boolean(required=True)


class SupervisionSchema(ma.Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True)
    document = fields.Nested(DocumentSchema, required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    is_overdue = fields.Boolean(required=True)
    agency = fields.Nested(PartySchema, required=True)
    to_agency = fields.Nested(PartySchema, required=True)
    title = fields.String(required=True)
    matters = fields.String(required=True)
    measures = fields.String(required=True)
    unit = fields.Nested(PartySchema, required=True, allow_none=True)
    hazards = fields.List(fields.Nested(SupervisedHazardSchema), required=True)
    issued_on = fields.Date(required=True)
    due_on = fields.Date(required=True)
    by = fields.String(required=True)
    issued_at = Instant(required=True)
    replied_at = Instant(required=True, allow_none=True)
    ended_at = Instant(required=True, allow_none=True)
    acts = fields.List(fields.Nested(SupervisionActSchema), required=True)
    may = fields.List(fields.String(validate=validate.OneOf(list(STEPS))), required=True)
    version = fields.Integer(required=True)


class VisitQuery(PageQuery):
    open = fields.Boolean(load_default=False, metadata={"description": "还有措施未完成的"})


class SupervisionMeasureDraftSchema(Schema):
    id = fields.UUID(required=True)
    text = Text(required=True, least=1, most=500)
    due_on = fields.Date(required=True)


class SupervisionVisitDraftSchema(Schema):
    id = fields.UUID(required=True)
    password = password_again()
    to_agency_id = fields.UUID(load_default=None, allow_none=True)
    unit_id = fields.UUID(load_default=None, allow_none=True)
    visited_on = fields.Date(required=True)
    place = Text(required=True, least=1, most=160)
    members = fields.List(Text(least=1, most=40), required=True, validate=validate.Length(min=1, max=20))
    received_by = Text(required=True, least=1, most=120)
    matters = Text(required=True, least=1, most=4000)
    findings = Text(required=True, least=1, most=4000)
    measures = fields.List(
        fields.Nested(SupervisionMeasureDraftSchema), load_default=list, validate=validate.Length(max=30)
    )


class SupervisionMeasureCompletionSchema(Schema):
    done_on = fields.Date(required=True)
    note = Text(load_default="", most=1000)


class SupervisionMeasureSchema(ma.Schema):
    id = fields.UUID(required=True)
    text = fields.String(required=True)
    due_on = fields.Date(required=True)
    done_on = fields.Date(required=True, allow_none=True)
    note = fields.String(required=True)
    done_by = fields.String(required=True)
    is_overdue = fields.Boolean(required=True)


class SupervisionVisitSchema(ma.Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True)
    document = fields.Nested(DocumentSchema, required=True)
    agency = fields.Nested(PartySchema, required=True)
    to_agency = fields.Nested(PartySchema, required=True, allow_none=True)
    unit = fields.Nested(PartySchema, required=True, allow_none=True)
    visited_on = fields.Date(required=True)
    place = fields.String(required=True)
    members = fields.List(fields.String(), required=True)
    received_by = fields.String(required=True)
    matters = fields.String(required=True)
    findings = fields.String(required=True)
    measures = fields.List(fields.Nested(SupervisionMeasureSchema), required=True)
    by = fields.String(required=True)
    recorded_at = Instant(required=True)
    may_complete = fields.Boolean(required=True)
