"""Wire shapes of signing in."""

from __future__ import annotations

from marshmallow import fields, validate

from server.core.roles import ROLES
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema


class SignInSchema(Schema):
    login = fields.String(required=True, validate=validate.Length(min=1, max=64))
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))
    refresh_in = fields.String(load_default="cookie", validate=validate.OneOf(["cookie", "body"]))


class RefreshSchema(Schema):
    refresh_token = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    refresh_in = fields.String(load_default="cookie", validate=validate.OneOf(["cookie", "body"]))


class SignOutSchema(Schema):
    refresh_token = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))


class PasswordChangeSchema(Schema):
    old = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))
    new = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))


class PlaceSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True, allow_none=True, dump_default=None)
    kind = fields.String(required=True, allow_none=True, dump_default=None)


class MeSchema(Schema):
    account_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    login = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(sorted(ROLES))), required=True)
    permissions = fields.List(fields.String(), required=True)
    agency = fields.Nested(PlaceSchema, required=True, allow_none=True)
    unit = fields.Nested(PlaceSchema, required=True, allow_none=True)
    certificate_no = fields.String(required=True, allow_none=True)
    owes_password = fields.Boolean(required=True, metadata={"description": "初始密码须先修改，此前没有任何权限"})


class SessionSchema(Schema):
    access_token = fields.String(required=True)
    expires_in_seconds = fields.Integer(required=True)
    refresh_token = fields.String(required=True, allow_none=True)
    me = fields.Nested(MeSchema, required=True)


class AccountQuery(PageQuery):
    q = fields.String(load_default="", validate=validate.Length(max=64))


class AccountSchema(Schema):
    id = fields.UUID(required=True)
    login = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    state = fields.String(required=True)
    locked_until = Instant(required=True, allow_none=True)
    created_at = Instant(required=True)


class LockSchema(Schema):
    locked = fields.Boolean(required=True)
