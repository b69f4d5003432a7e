"""Wire shapes of saved filters."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from reports.filters.rules import PAGES
from server.web.schemas import Instant, Query, Schema, Text


class FilterQuery(Query):
    page = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(PAGES))


class FilterDraftSchema(Schema):
    id = fields.UUID(required=True)
    page = fields.String(required=True, validate=validate.OneOf(PAGES))
    name = Text(least=1, most=40, required=True)
    query = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=40)),
        values=fields.String(validate=validate.Length(max=200)),
        required=True,
        data_key="filters",
        validate=validate.Length(max=20),
    )

    @ma.validates("query")
    def refuse_unstorable_words(self, query: dict[str, str], **_: Any) -> None:
        if any(
            ord(letter) < 32 or "\ud800" <= letter <= "\udfff" for pair in query.items() for letter in "".join(pair)
        ):
            raise ma.ValidationError("含有无法保存的字符")


class SavedFilterSchema(ma.Schema):
    id = fields.UUID(required=True)
    page = fields.String(required=True)
    name = fields.String(required=True)
    query = fields.Dict(keys=fields.String(), values=fields.String(), required=True, data_key="filters")
    created_at = Instant(required=True)


class SavedFiltersSchema(ma.Schema):
    filters = fields.List(fields.Nested(SavedFilterSchema), required=True)
