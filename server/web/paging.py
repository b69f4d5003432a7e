"""Keyset paging: a page costs the same wherever it lies, and never counts what is not shown."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from server.core.errors import FieldProblem, Invalid
from server.web.schemas import Query


class PageQuery(Query):
    """``limit`` and ``after``; subclasses add their filters."""

    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    after = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=400))


@cache  # one schema a name in the API document
def page_schema(item: type[ma.Schema]) -> type[ma.Schema]:
    """The shape {"items": […], "next": cursor or null}."""
    return ma.Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next": fields.String(required=True, allow_none=True, metadata={"description": "pass as `after`"}),
        },
        name=f"{item.__name__.removesuffix('Schema')}Page",
    )


def encode_cursor(*keys: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([str(key) for key in keys]).encode()).decode().rstrip("=")


def decode_cursor(text: str, *readers: Callable[[str], Any]) -> tuple[Any, ...]:
    """The keys of the last row shown. Raises Invalid for a cursor that we did not make."""
    try:
        keys = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(keys, list) or len(keys) != len(readers):
            raise ValueError
        return tuple(read(key) for read, key in zip(readers, keys, strict=True))
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid(fields=[FieldProblem("after", "翻页标记无效", "invalid_cursor")]) from error


def page(rows: list[Any], limit: int, key: Callable[[Any], tuple[Any, ...]]) -> dict[str, Any]:
    """Cut ``limit + 1`` fetched rows to a page; ``key`` gives a row's cursor."""
    more = len(rows) > limit
    shown = rows[:limit]
    return {"items": shown, "next": encode_cursor(*key(shown[-1])) if more and shown else None}
