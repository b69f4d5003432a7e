"""Wire shapes of an attempt's sheet and of late answers."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from courses.exams.rules.sessions import LateDecision, LateDraft
from courses.markings.schemas.results import SECTIONS, TYPES
from server.web.schemas import Instant, Schema, Text

LATE_STATES = ["proposed", "accepted", "rejected"]


class LateDraftSchema(Schema):
    id = fields.UUID(required=True)
    reason = Text(least=2, most=400, required=True)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> LateDraft:
        return LateDraft(**payload)


class LateDecisionSchema(Schema):
    accepted = fields.Boolean(required=True)
    note = Text(most=400, load_default="")

    @post_load
    def decision(self, payload: dict[str, Any], **_: Any) -> LateDecision:
        return LateDecision(**payload)


class LateAcceptanceSchema(ma.Schema):
    id = fields.UUID(required=True)
    attempt_id = fields.UUID(required=True)
    slots = fields.List(fields.Integer(), required=True)
    reason = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(LATE_STATES))
    is_mine = fields.Boolean(required=True, metadata={"description": "somebody else has to confirm it"})
    by_name = fields.String(required=True)
    at = Instant(required=True)
    note = fields.String(required=True)
    decided_by_name = fields.String(required=True)
    decided_at = Instant(required=True, allow_none=True)


class LateAnswerSchema(ma.Schema):
    seq = fields.Integer(required=True)
    value = fields.Raw(required=True, allow_none=True)
    recorded_at = Instant(required=True, allow_none=True, metadata={"description": "what the phone says"})
    received_at = Instant(required=True)


class SheetSlotSchema(ma.Schema):
    slot = fields.Integer(required=True)
    version_id = fields.UUID(required=True)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    section = fields.String(required=True, validate=validate.OneOf(SECTIONS))
    worth_x100 = fields.Integer(required=True)
    points_x100 = fields.Integer(required=True, allow_none=True)
    content = fields.Dict(required=True)
    options = fields.List(fields.String(), required=True, metadata={"description": "the order the candidate saw"})
    is_answered = fields.Boolean(required=True)
    value = fields.Raw(required=True, allow_none=True)
    keys = fields.List(fields.Dict(), required=True, metadata={"description": "any of them counts as right"})
    late = fields.Nested(LateAnswerSchema, required=True, allow_none=True)


class AttemptSheetSchema(ma.Schema):
    attempt_id = fields.UUID(required=True)
    shows_keys = fields.Boolean(required=True)
    slots = fields.List(fields.Nested(SheetSlotSchema), required=True, metadata={"description": "once handed in"})
    late_waiting = fields.Integer(required=True)
    may_change = fields.Boolean(required=True)
    acceptances = fields.List(fields.Nested(LateAcceptanceSchema), required=True)
