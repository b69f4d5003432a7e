"""Wire shapes of exports."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from reports.exports.rules import FORMS, SUBJECTS
from server.web.schemas import Instant, Schema

STATES = ("waiting", "running", "ready", "failed")


class ExportDraftSchema(Schema):
    id = fields.UUID(required=True)
    subject = fields.String(required=True, validate=validate.OneOf(SUBJECTS))
    form = fields.String(required=True, data_key="format", validate=validate.OneOf(FORMS))
    filters = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=40)),
        values=fields.String(validate=validate.Length(max=200)),
        load_default=dict,
        validate=validate.Length(max=20),
        metadata={"description": "列表的筛选条件，名称和取值与列表地址相同"},
    )

    @ma.validates("filters")
    def refuse_unstorable_filters(self, filters: dict[str, str], **_: Any) -> None:
        if any(
            ord(letter) < 32 or "\ud800" <= letter <= "\udfff" for pair in filters.items() for letter in "".join(pair)
        ):
            raise ma.ValidationError("含有无法保存的字符")


class ExportSchema(ma.Schema):
    id = fields.UUID(required=True)
    subject = fields.String(required=True)
    form = fields.String(required=True, data_key="format")
    filters = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    file_name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    problem = fields.String(required=True)
    rows_total = fields.Integer(required=True, allow_none=True)
    rows_done = fields.Integer(required=True)
    byte_count = fields.Integer(required=True, allow_none=True)
    requested_at = Instant(required=True)
    finished_at = Instant(required=True, allow_none=True)
    expires_at = Instant(required=True)
