"""Wire shapes of regrades."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from courses.markings.rules.changes import Mode
from courses.markings.rules.regrading import Decision, RegradeDraft, RegradeWish, TrialDraft
from courses.markings.schemas.results import TYPES, ResultPersonSchema
from server.web.schemas import Instant, Schema, Text

MODES = [mode.value for mode in Mode]
STATES = ["proposed", "approved", "applied", "rejected"]
TRIAL_STATES = ["trying", "tried", "failed"]


class TrialDraftSchema(Schema):
    id = fields.UUID(required=True)
    version_id = fields.UUID(required=True)
    mode = fields.String(required=True, validate=validate.OneOf(MODES))
    key = fields.Dict(keys=fields.String(), load_default=None, allow_none=True)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> TrialDraft:
        wish = RegradeWish(payload["version_id"], Mode(payload["mode"]), payload["key"])
        return TrialDraft(payload["id"], wish)


class RegradeDraftSchema(Schema):
    id = fields.UUID(required=True)
    trial_id = fields.UUID(required=True, metadata={"description": "the finished trial that is proposed"})
    reason = Text(least=2, most=400, required=True)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> RegradeDraft:
        return RegradeDraft(**payload)


class DecisionSchema(Schema):
    id = fields.UUID(required=True)
    approved = fields.Boolean(required=True)
    note = Text(most=400, load_default="")

    @post_load
    def decision(self, payload: dict[str, Any], **_: Any) -> Decision:
        return Decision(**payload)


class SumsSchema(ma.Schema):
    points_x100 = fields.Integer(required=True)
    worth_x100 = fields.Integer(required=True)
    passed = fields.Boolean(required=True)


class FlipSchema(ma.Schema):
    person = fields.Nested(ResultPersonSchema, required=True)
    attempt_id = fields.UUID(required=True)
    before = fields.Nested(SumsSchema, required=True)
    after = fields.Nested(SumsSchema, required=True)


class ForeseenSchema(ma.Schema):
    results = fields.Integer(required=True, metadata={"description": "results with the item in their paper"})
    changed = fields.Integer(required=True)
    raised = fields.Integer(required=True)
    lowered = fields.Integer(required=True)
    to_pass = fields.Integer(required=True)
    to_fail = fields.Integer(required=True)
    flips = fields.List(fields.Nested(FlipSchema), required=True, metadata={"description": "at most 200 are named"})


class TrialProblemSchema(ma.Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)


class RegradeTrialSchema(ma.Schema):
    id = fields.UUID(required=True)
    session_id = fields.UUID(required=True)
    version_id = fields.UUID(required=True)
    mode = fields.String(required=True, validate=validate.OneOf(MODES))
    key = fields.Dict(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(TRIAL_STATES))
    total = fields.Integer(required=True, metadata={"description": "results to read"})
    read = fields.Integer(required=True)
    foreseen = fields.Nested(ForeseenSchema, required=True, allow_none=True)
    problem = fields.Nested(TrialProblemSchema, required=True, allow_none=True)
    at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)


class ListedTrialSchema(RegradeTrialSchema):
    version = fields.Nested(lambda: RegradeVersionSchema(), required=True)
    by_name = fields.String(required=True)
    is_stale = fields.Boolean(required=True, metadata={"description": "results have changed since; try again"})
    is_proposed = fields.Boolean(required=True, metadata={"description": "a regrade was proposed of just this"})


class RegradeVersionSchema(ma.Schema):
    id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    code = fields.String(required=True)
    number = fields.Integer(required=True)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    content = fields.Dict(required=True)
    key = fields.Dict(required=True)


class RegradeApprovalSchema(ma.Schema):
    id = fields.UUID(required=True)
    approved = fields.Boolean(required=True)
    note = fields.String(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)


class RegradeSchema(ma.Schema):
    id = fields.UUID(required=True)
    session_id = fields.UUID(required=True)
    version = fields.Nested(RegradeVersionSchema, required=True)
    mode = fields.String(required=True, validate=validate.OneOf(MODES))
    key = fields.Dict(required=True, allow_none=True)
    reason = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    fingerprint = fields.String(required=True)
    foreseen = fields.Nested(ForeseenSchema, required=True)
    approvals = fields.List(fields.Nested(RegradeApprovalSchema), required=True)
    may_decide = fields.Boolean(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)
    applied_at = Instant(required=True, allow_none=True)
