"""Wire shapes of marking by people."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from courses.markings.rules.open_marks import MarkDraft
from courses.markings.schemas.results import ResultSessionSchema
from server.web.schemas import Instant, Schema, Text, Whole

ROLES = ["first", "second", "adjudicator"]


class MarkingQueueSchema(ma.Schema):
    session = fields.Nested(ResultSessionSchema, required=True)
    waiting = fields.Integer(required=True)
    disputed = fields.Integer(required=True)


class KeyPointSchema(ma.Schema):
    text = fields.String(required=True)
    share = fields.Integer(required=True)


class OpenAnswerSchema(ma.Schema):
    id = fields.UUID(required=True)
    role = fields.String(required=True, validate=validate.OneOf(["marker", "adjudicator"]))
    setting = fields.String(required=True, metadata={"description": "of a case; else empty"})
    stem = fields.String(required=True)
    points = fields.List(fields.Nested(KeyPointSchema), required=True)
    value = fields.String(required=True)
    worth_x100 = fields.Integer(required=True)


class NextAnswerSchema(ma.Schema):
    left = fields.Integer(required=True)
    answer = fields.Nested(OpenAnswerSchema, required=True, allow_none=True)


class MarkDraftSchema(Schema):
    id = fields.UUID(required=True)
    points_x100 = Whole(least=0, most=1_000_000, required=True)
    ticked = fields.List(Whole(least=0, most=99), load_default=list, validate=validate.Length(max=100))
    note = Text(most=400, load_default="")

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> MarkDraft:
        return MarkDraft(**{**payload, "ticked": tuple(sorted(set(payload["ticked"])))})


class OpenMarkSchema(ma.Schema):
    """What a marker hears back: the own mark, nothing of the other's."""

    id = fields.UUID(required=True)
    answer_id = fields.UUID(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    points_x100 = fields.Integer(required=True)
    note = fields.String(required=True)
    at = Instant(required=True)
