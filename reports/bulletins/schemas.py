"""Wire shapes of bulletins and briefs."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from reports.bulletins.rules import Span
from reports.documents.schemas import DocumentSchema
from server.alerts.notices.schemas import PartySchema
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole

KINDS = ("bulletin", "brief")
STATES = ("draft", "issued", "revoked", "superseded")
SPANS = [span.value for span in Span]
_MOST = validate.Length(max=60)


class BulletinQuery(PageQuery):
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    year = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=2000, max=2100))
    unheard = fields.Boolean(load_default=False, metadata={"description": "尚未听取的情况汇报"})


def _names() -> fields.List:
    return fields.List(Text(least=1, most=120), load_default=list, validate=_MOST)


def _agencies() -> fields.List:
    return fields.List(fields.UUID(), load_default=list, validate=_MOST)


class BulletinDraftSchema(Schema):
    id = fields.UUID(required=True)
    span = fields.Enum(Span, by_value=True, required=True)
    year = Whole(required=True, least=2000, most=2100)
    part = Whole(load_default=1, least=1, most=12, metadata={"description": "第几月、第几季度；全年为 1"})
    scope_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "空为本机关"})
    title = Text(load_default="", most=160)
    addressees = _names()
    copied_to = _names()
    reader_ids = _agencies()
    supersedes_id = fields.UUID(load_default=None, allow_none=True)


class BulletinRevisionSchema(Schema):
    title = Text(required=True, least=1, most=160)
    opening = Text(required=True, least=1, most=8000)
    closing = Text(load_default="", most=8000)
    addressees = _names()
    copied_to = _names()
    reader_ids = _agencies()
    printed_by = Text(required=True, least=1, most=120)
    contact = Text(load_default="", most=200)


class BulletinIssueSchema(Schema):
    password = fields.String(required=True, load_only=True)


class BulletinRevocationSchema(BulletinIssueSchema):
    reason = Text(required=True, least=1, most=500)


class BulletinTableSchema(ma.Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    note = fields.String(required=True)
    link = fields.String(required=True)
    headings = fields.List(fields.String(), required=True)
    rows = fields.List(fields.List(fields.String()), required=True)
    numeric = fields.List(fields.Integer(), required=True)
    links = fields.List(
        fields.List(fields.String()),
        required=True,
        metadata={"description": "where the console lists what a cell counts; of earlier papers there are none"},
    )


class BulletinSeriesSchema(ma.Schema):
    name = fields.String(required=True)
    values = fields.List(fields.Float(), required=True)


class BulletinChartSchema(ma.Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    unit = fields.String(required=True)
    labels = fields.List(fields.String(), required=True)
    series = fields.List(fields.Nested(BulletinSeriesSchema), required=True)


class BulletinFiguresSchema(ma.Schema):
    as_of = fields.String(required=True)
    tables = fields.List(fields.Nested(BulletinTableSchema), required=True)
    charts = fields.List(fields.Nested(BulletinChartSchema), required=True)


class RegisterStandSchema(ma.Schema):
    size = fields.Integer(required=True)
    root = fields.String(required=True)
    at = fields.String(required=True)


class SupersedingSchema(ma.Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True)


class BriefHearingSchema(ma.Schema):
    heard_on = fields.Date(required=True)
    leader = fields.String(required=True)
    instruction = fields.String(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)


class BulletinSchema(ma.Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    number = fields.String(required=True, allow_none=True)
    document = fields.Nested(DocumentSchema, required=True, allow_none=True)
    agency = fields.Nested(PartySchema, required=True)
    scope = fields.Nested(PartySchema, required=True)
    span = fields.String(required=True, validate=validate.OneOf(SPANS))
    year = fields.Integer(required=True)
    part = fields.Integer(required=True)
    period = fields.String(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True)
    title = fields.String(required=True)
    opening = fields.String(required=True)
    closing = fields.String(required=True)
    addressees = fields.List(fields.String(), required=True)
    copied_to = fields.List(fields.String(), required=True)
    readers = fields.List(fields.Nested(PartySchema), required=True)
    printed_by = fields.String(required=True)
    contact = fields.String(required=True)
    checkpoint = fields.Nested(RegisterStandSchema, required=True, allow_none=True)
    supersedes_id = fields.UUID(required=True, allow_none=True)
    superseded_by = fields.Nested(SupersedingSchema, required=True, allow_none=True)
    schedule_id = fields.UUID(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    hear_by_on = fields.Date(required=True, allow_none=True)
    is_overdue = fields.Boolean(required=True)
    hearing = fields.Nested(BriefHearingSchema, required=True, allow_none=True)
    issued_on = fields.Date(required=True, allow_none=True)
    issued_at = Instant(required=True, allow_none=True)
    issued_by = fields.String(required=True)
    revoked_reason = fields.String(required=True)
    revoked_at = Instant(required=True, allow_none=True)
    by_name = fields.String(required=True)
    created_at = Instant(required=True)
    may = fields.List(fields.String(validate=validate.OneOf(["edit", "issue", "revoke", "hear"])), required=True)
    version = fields.Integer(required=True)


class BulletinFileSchema(BulletinSchema):
    figures = fields.Nested(BulletinFiguresSchema, required=True)


class BulletinTermsSchema(ma.Schema):
    first_year = fields.Integer(required=True)


class BriefHearingDraftSchema(Schema):
    heard_on = fields.Date(required=True)
    leader = Text(required=True, least=1, most=64)
    instruction = Text(load_default="", most=2000)


class BriefScheduleDraftSchema(Schema):
    id = fields.UUID(required=True)
    scope_id = fields.UUID(required=True)
    to_agency_id = fields.UUID(required=True)
    span = fields.Enum(Span, by_value=True, required=True)
    due_days = Whole(required=True, least=0, most=90, metadata={"description": "时段结束后第几日报送"})
    hear_days = Whole(required=True, least=1, most=90, metadata={"description": "报送后几日内听取"})
    from_on = fields.Date(required=True)


class BriefScheduleSchema(ma.Schema):
    id = fields.UUID(required=True)
    agency = fields.Nested(PartySchema, required=True)
    scope = fields.Nested(PartySchema, required=True)
    to_agency = fields.Nested(PartySchema, required=True)
    span = fields.String(required=True, validate=validate.OneOf(SPANS))
    due_days = fields.Integer(required=True)
    hear_days = fields.Integer(required=True)
    from_on = fields.Date(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    by_name = fields.String(required=True)
    created_at = Instant(required=True)


class BriefTaskSchema(ma.Schema):
    id = fields.UUID(required=True)
    bulletin_id = fields.UUID(required=True)
    title = fields.String(required=True)
    agency = fields.Nested(PartySchema, required=True)
    to_agency = fields.Nested(PartySchema, required=True)
    due_on = fields.Date(required=True)
    raised_at = Instant(required=True)
