"""Wire shapes of the calendar of working days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from server.units.calendar.models import CalendarYear, Holiday
from server.units.calendar.rules import FIRST_YEAR, LAST_YEAR
from server.web.schemas import Query, Schema, Text

MOST_DAYS = 400
_YEAR = validate.Range(min=FIRST_YEAR, max=LAST_YEAR)


class SpanQuery(Query):
    """A span of days, both ends included."""

    first = fields.Date(required=True)
    last = fields.Date(required=True)

    @ma.validates_schema
    def check_span(self, data: dict[str, Any], **_: Any) -> None:
        if not data["first"] <= data["last"] <= data["first"] + timedelta(days=MOST_DAYS):
            raise ma.ValidationError(f"起止日期须先后有序，且不超过{MOST_DAYS}天", "last")
        for name in ("first", "last"):
            if not FIRST_YEAR <= data[name].year <= LAST_YEAR:
                raise ma.ValidationError("年份超出范围", name)


class DepartingDaySchema(Schema):
    day = fields.Date(required=True)
    is_working = fields.Boolean(required=True)
    name = Text(required=True, most=40)


class YearContentSchema(Schema):
    days = fields.List(fields.Nested(DepartingDaySchema), required=True, validate=validate.Length(max=200))
    source = Text(required=True, least=1, most=120)


class CalendarYearSchema(ma.Schema):
    year = fields.Integer(required=True)
    is_loaded = fields.Boolean(required=True)
    source = fields.String(required=True)
    days = fields.List(fields.Nested(DepartingDaySchema), required=True)
    version = fields.Integer(required=True)


class CalendarYearPageSchema(ma.Schema):
    items = fields.List(fields.Nested(CalendarYearSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    unloaded_years = fields.List(
        fields.Integer(), required=True, metadata={"description": "本年或临近年度中尚未录入放假安排的年份"}
    )


class CalendarDaySchema(ma.Schema):
    day = fields.Date(required=True)
    is_working = fields.Boolean(required=True)
    name = fields.String(required=True)
    is_certain = fields.Boolean(required=True, metadata={"description": "否：该年放假安排尚未录入，仅按周末推算"})


class CalendarSpanSchema(ma.Schema):
    days = fields.List(fields.Nested(CalendarDaySchema), required=True)
    unloaded_years = fields.List(fields.Integer(), required=True)


def shape(year: int, row: CalendarYear | None, days: list[Holiday]) -> dict[str, Any]:
    return {
        "year": year,
        "is_loaded": row is not None,
        "source": row.source if row else "",
        "days": days,
        "version": row.version if row else 0,
    }
