"""Figures over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.figures.jobs import watch_hazards
from reports.figures.queries import board, breakdowns, places, work
from reports.figures.queries.scope import agency_within_reach
from reports.figures.schemas import (
    AgencyQuery,
    BreakdownQuery,
    BreakdownSchema,
    HazardBoardSchema,
    InspectionFiguresSchema,
    MapQuery,
    MapSchema,
    MapSettingsSchema,
    MonthsQuery,
    TaskFiguresSchema,
)
from server.core import clock
from server.core.errors import FieldProblem, Invalid
from server.web.access import current_actor, requires
from server.web.openapi import also

blueprint = Blueprint("figures", __name__, url_prefix="/api/v1/figures", description="态势统计")
blueprint.record(lambda _: watch_hazards())


@blueprint.route("/hazard-board")
class HazardBoard(MethodView):
    @requires("figure.view")
    @blueprint.doc(**also(404))  # an agency that is not below one's own
    @blueprint.arguments(AgencyQuery, location="query")
    @blueprint.response(200, HazardBoardSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Open hazards by state and age, what is overdue, and what has ended."""
        return board.hazard_board(agency_within_reach(current_actor(), query["agency_id"]))


@blueprint.route("/hazards")
class Hazards(MethodView):
    @requires("figure.view")
    @blueprint.doc(**also(404))  # an agency that is not below one's own
    @blueprint.arguments(BreakdownQuery, location="query")
    @blueprint.response(200, BreakdownSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Hazards by area, kind of unit, industry, source, month or agency, and the share units found themselves."""
        agency = agency_within_reach(current_actor(), query["agency_id"])
        rows = breakdowns.hazards_by(agency, query["by"], query["year"])
        return {"as_of": clock.now(), "agency": agency, "by": query["by"], "year": query["year"], "rows": rows}


@blueprint.route("/tasks")
class Tasks(MethodView):
    @requires("figure.view")
    @blueprint.doc(**also(404))  # an agency that is not below one's own
    @blueprint.arguments(MonthsQuery, location="query")
    @blueprint.response(200, TaskFiguresSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Tasks due, done and late, by month and by agency; without months the last six."""
        return work.task_figures(agency_within_reach(current_actor(), query["agency_id"]), *_months(query))


@blueprint.route("/inspections")
class Inspections(MethodView):
    @requires("figure.view")
    @blueprint.doc(**also(404))  # an agency that is not below one's own
    @blueprint.arguments(MonthsQuery, location="query")
    @blueprint.response(200, InspectionFiguresSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Inspections by kind and month; without months the last six."""
        return work.inspection_figures(agency_within_reach(current_actor(), query["agency_id"]), *_months(query))


@blueprint.route("/map")
class Map(MethodView):
    @requires("figure.view")
    @blueprint.arguments(MapQuery, location="query")
    @blueprint.response(200, MapSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Units and their open hazards inside a rectangle: each by itself when they are few, else in cells."""
        return places.map_of(agency_within_reach(current_actor()), places.View(**query))


@blueprint.route("/map-settings")
class MapSettings(MethodView):
    @requires("figure.view")
    @blueprint.response(200, MapSettingsSchema)
    def get(self) -> dict[str, Any]:
        """Whether there are tiles, whose, and in which datum."""
        settings = current_app.config["SETTINGS"]
        return {
            "tile_url": settings.map_tile_url,
            "tile_note": settings.map_tile_note,
            "is_gcj02": settings.map_tile_gcj02,
        }


def _months(query: dict[str, Any]) -> tuple[date, date]:
    """First days of the first and last month. Raises Invalid for more than two years."""
    last = _first_day(query["to_month"]) if query["to_month"] else clock.today().replace(day=1)
    first = _first_day(query["from_month"]) if query["from_month"] else _months_before(last, 5)
    if not 0 <= (last.year - first.year) * 12 + last.month - first.month < work.MOST_MONTHS:
        raise Invalid(fields=[FieldProblem("from_month", f"最多 {work.MOST_MONTHS} 个月", "too_many_months")])
    return first, last


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _months_before(day: date, months: int) -> date:
    slot = day.year * 12 + day.month - 1 - months
    return date(slot // 12, slot % 12 + 1, 1)
