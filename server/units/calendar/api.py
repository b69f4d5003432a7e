"""The calendar of working days over HTTP."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from server.core.errors import NotFound
from server.units.calendar import queries, services
from server.units.calendar.rules import FIRST_YEAR, LAST_YEAR, DayDraft
from server.units.calendar.schemas import (
    CalendarSpanSchema,
    CalendarYearPageSchema,
    CalendarYearSchema,
    SpanQuery,
    YearContentSchema,
    shape,
)
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.paging import PageQuery, decode_cursor, page

blueprint = Blueprint("calendar", __name__, url_prefix="/api/v1", description="工作日历")


@blueprint.route("/calendar-days")
class CalendarDays(MethodView):
    @requires("signed_in")
    @blueprint.arguments(SpanQuery, location="query")
    @blueprint.response(200, CalendarSpanSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Days with whether they are worked, and a warning for years not loaded."""
        return {
            "days": queries.days_between(query["first"], query["last"]),
            "unloaded_years": queries.unloaded_years(query["first"], query["last"]),
        }


@blueprint.route("/calendar-years")
class CalendarYears(MethodView):
    @requires("basis.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, CalendarYearPageSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Years whose arrangement is known, the latest first."""
        before = decode_cursor(query["after"], int)[0] if query["after"] else None
        found = page(queries.find_years(before, query["limit"]), query["limit"], lambda row: (row.year,))
        days = queries.days_of([row.year for row in found["items"]])
        items = [shape(row.year, row, days[row.year]) for row in found["items"]]
        return {**found, "items": items, "unloaded_years": queries.unloaded_ahead()}


@blueprint.route("/calendar-years/<int:year>")
class OneCalendarYear(MethodView):
    @requires("basis.view")
    @blueprint.response(200, CalendarYearSchema)
    def get(self, year: int) -> dict[str, Any]:
        """One year; a year nobody entered has no days."""
        _check_year(year)
        row = queries.year_row(year)
        if row is not None:
            send_etag(row)
        return shape(year, row, queries.days_of([year])[year])

    @requires("calendar.edit")
    @blueprint.arguments(YearContentSchema)
    @blueprint.response(200, CalendarYearSchema)
    def put(self, payload: dict[str, Any], year: int) -> dict[str, Any]:
        """Write the arrangement of a year (needs If-Match once the year is there)."""
        _check_year(year)
        days = [DayDraft(**day) for day in payload["days"]]
        seen = queries.year_row(year)
        if seen is not None:
            check_if_match(seen)
        row = services.arrange_year(current_actor(), seen, year, days, payload["source"])
        send_etag(row)
        return shape(year, row, queries.days_of([year])[year])


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound(year=year)
