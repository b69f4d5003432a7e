"""Wire shapes of certificates."""

from __future__ import annotations

from marshmallow import fields, validate

from server.web.paging import PageQuery
from server.web.schemas import Instant, Query, Schema, Text, Whole

STATES = ("live", "revoked")


class NewCertificateSchema(Schema):
    id = fields.UUID(required=True)
    enrolment_id = fields.UUID(required=True)


class RevocationSchema(Schema):
    reason = Text(required=True, least=2, most=400)


class CertificateQuery(PageQuery):
    cycle_id = fields.UUID(load_default=None, allow_none=True)
    year = Whole(load_default=None, allow_none=True, least=2000, most=2200)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([*STATES, "doubtful"]))


class CertificateSchema(Schema):
    id = fields.UUID(required=True)
    enrolment_id = fields.UUID(required=True)
    cycle_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    person_name = fields.String(required=True)
    identity_masked = fields.String(required=True)
    unit_id = fields.UUID(required=True, allow_none=True)
    holder_place = fields.String(required=True)
    issuer_id = fields.UUID(required=True)
    issuer_name = fields.String(required=True)
    title = fields.String(required=True)
    year = fields.Integer(required=True)
    audience = fields.String(required=True)
    seconds = fields.Integer(required=True)
    points_x100 = fields.Integer(required=True, allow_none=True)
    worth_x100 = fields.Integer(required=True, allow_none=True)
    pass_percent = fields.Integer(required=True, allow_none=True)
    completed_on = fields.Date(required=True)
    valid_to = fields.Date(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    doubtful = fields.Boolean(required=True, metadata={"description": "改判后轮训不再完成，须由人决定是否撤销"})
    revoked_at = Instant(required=True, allow_none=True)
    revoked_reason = fields.String(required=True)
    issued_at = Instant(required=True)
    badge_id = fields.UUID(required=True, allow_none=True)


class CertificateProgressSchema(Schema):
    cycle_id = fields.UUID(required=True)
    completed = fields.Integer(required=True)
    issued = fields.Integer(required=True)
    missing = fields.Integer(required=True)


class CertificateCycleSchema(CertificateProgressSchema):
    title = fields.String(required=True)
    year = fields.Integer(required=True)


class CertificateCyclesSchema(Schema):
    cycles = fields.List(fields.Nested(CertificateCycleSchema), required=True)


class BadgeQuery(Query):
    with_name = fields.Boolean(load_default=False, metadata={"description": "本人同意写入姓名"})


class BadgeSchema(Schema):
    credential = fields.Dict(required=True, metadata={"description": "Open Badges 3.0"})
    url = fields.String(required=True)


class BadgeKeySchema(Schema):
    number = fields.Integer(required=True)
    public_multibase = fields.String(required=True)
    made_at = Instant(required=True)
