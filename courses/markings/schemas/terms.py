"""Wire shapes of the difference from which on a third person marks."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load

from courses.markings.rules.open_marks import TermDraft
from server.web.schemas import Instant, Schema, Text, Whole


class MarkingTermDraftSchema(Schema):
    id = fields.UUID(required=True)
    most_difference_percent = Whole(least=0, most=100, required=True)
    basis = Text(least=2, most=200, required=True)
    from_on = fields.Date(required=True)

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> TermDraft:
        return TermDraft(**payload)


class MarkingTermSchema(ma.Schema):
    id = fields.UUID(required=True)
    most_difference_percent = fields.Integer(required=True)
    basis = fields.String(required=True)
    from_on = fields.Date(required=True)
    by_name = fields.String(required=True)
    at = Instant(required=True)
    in_force = fields.Boolean(required=True)


class MarkingTermsSchema(ma.Schema):
    terms = fields.List(fields.Nested(MarkingTermSchema), required=True)
