"""Wire shapes of trainees."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from courses.trainees.rules import Audience, CheckState, NewPerson, SkillDraft, SkillKind, TraineeDraft
from server.units.people.rules import MOBILE_NUMBER
from server.web.paging import PageQuery
from server.web.schemas import Instant, Schema, Text, Whole

AUDIENCES = [audience.value for audience in Audience]
SKILL_KINDS = [kind.value for kind in SkillKind]
CHECKS = [state.value for state in CheckState]


def _mobile(**kwargs: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(MOBILE_NUMBER, error="不是有效的手机号码"), **kwargs)


class TraineeQuery(PageQuery):
    unit_id = fields.UUID(load_default=None)
    audience = fields.String(load_default=None, validate=validate.OneOf(AUDIENCES))
    active = fields.Boolean(load_default=None, metadata={"description": "今天是否在训"})
    q = Text(most=40, load_default="", metadata={"description": "姓名包含"})


class NewPersonSchema(Schema):
    id = fields.UUID(required=True)
    name = Text(least=1, most=64, required=True)
    post = Text(most=64, load_default="")
    phone = _mobile(load_default=None, allow_none=True)
    unit_id = fields.UUID(required=True)

    @post_load
    def person(self, payload: dict[str, Any], **_: Any) -> NewPerson:
        return NewPerson(**payload)


class TraineeDraftSchema(Schema):
    id = fields.UUID(required=True)
    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    from_on = fields.Date(required=True)
    person_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "已有人员；与 person 二者取一"}
    )
    person = fields.Nested(NewPersonSchema, load_default=None, allow_none=True)
    identity_number = Text(most=24, load_default=None, allow_none=True, load_only=True)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> TraineeDraft:
        return TraineeDraft(**{**payload, "audience": Audience(payload["audience"])})


class TraineeChangeSchema(Schema):
    from_on = fields.Date()
    post = Text(most=64)
    phone = _mobile(allow_none=True)
    identity_number = Text(least=1, most=24, load_only=True)


class TraineeEndingSchema(Schema):
    to_on = fields.Date(required=True)
    reason = Text(least=1, most=200, required=True)


class RevealSchema(Schema):
    reason = Text(least=2, most=200, required=True)


class RevealedSchema(ma.Schema):
    identity_number = fields.String(required=True)


class OpenedAccountSchema(ma.Schema):
    login = fields.String(required=True)
    password = fields.String(required=True, metadata={"description": "只在此处显示一次"})


class TrainedPersonSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True, metadata={"description": "中间四位隐去"})
    identity_masked = fields.String(required=True, metadata={"description": "只显示首三位和末四位；空为未登记"})


class TraineePlaceSchema(ma.Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class TraineeSchema(ma.Schema):
    id = fields.UUID(required=True)
    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    person = fields.Nested(TrainedPersonSchema, required=True)
    unit = fields.Nested(TraineePlaceSchema, required=True, allow_none=True)
    agency = fields.Nested(TraineePlaceSchema, required=True, allow_none=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)
    ended_reason = fields.String(required=True)
    is_active = fields.Boolean(required=True)
    has_account = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class SkillDraftSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(SKILL_KINDS))
    level = Text(most=16, load_default="")
    number = Text(least=1, most=64, required=True)
    authority = Text(least=1, most=120, required=True)
    issued_on = fields.Date(required=True)
    valid_to = fields.Date(load_default=None, allow_none=True)

    @staticmethod
    def draft_of(payload: dict[str, Any], person_id: Any) -> SkillDraft:
        return SkillDraft(**{**payload, "kind": SkillKind(payload["kind"]), "person_id": person_id})


class SkillCheckSchema(Schema):
    checked = fields.String(required=True, validate=validate.OneOf(CHECKS))


class SkillEndingSchema(Schema):
    reason = Text(least=1, most=200, required=True)


class SkillSchema(ma.Schema):
    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(SKILL_KINDS))
    level = fields.String(required=True)
    level_word = fields.String(required=True)
    number = fields.String(required=True)
    authority = fields.String(required=True)
    issued_on = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True)
    is_valid = fields.Boolean(required=True)
    checked = fields.String(required=True, validate=validate.OneOf(CHECKS))
    checked_at = Instant(required=True, allow_none=True)
    checked_by = fields.String(required=True)
    ended_reason = fields.String(required=True)


class SkillsSchema(ma.Schema):
    items = fields.List(fields.Nested(SkillSchema), required=True)


class SkillBasisSchema(ma.Schema):
    article = fields.String(required=True)
    basis_id = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.String(required=True)


class SkillGradeSchema(ma.Schema):
    kind = fields.String(required=True, validate=validate.OneOf(SKILL_KINDS))
    level = fields.String(required=True)
    word = fields.String(required=True)
    rank = Whole(required=True)
    basis = fields.Nested(SkillBasisSchema, required=True)


class SkillGradesSchema(ma.Schema):
    items = fields.List(fields.Nested(SkillGradeSchema), required=True)
