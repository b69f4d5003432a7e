"""Raised security levels and zero reports over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from server.alerts.levels.queries import levels as queries
from server.alerts.levels.queries import reports
from server.alerts.levels.rules import LevelDraft, ReportDraft, clock_from, scope_from
from server.alerts.levels.schemas import (
    AllReportsQuery,
    DayQuery,
    EndingDraftSchema,
    InForceSchema,
    LevelDraftSchema,
    LevelQuery,
    LevelSchema,
    ReportDraftSchema,
    ReportQuery,
    ScopePreviewSchema,
    ScopeSchema,
    WatchCountsSchema,
    WatchedUnitSchema,
    WatchQuery,
    ZeroReportGapSchema,
    ZeroReportSchema,
)
from server.alerts.levels.services import issuing, reporting
from server.core import clock
from server.web.access import current_actor, requires
from server.web.paging import page_schema
from server.web.signin.services import confirm_password

blueprint = Blueprint("security_levels", __name__, url_prefix="/api/v1/security-levels", description="防范等级")
zero_reports = Blueprint("zero_reports", __name__, url_prefix="/api/v1/zero-reports", description="零报告")


@blueprint.route("")
class Levels(MethodView):
    @requires("level.view")
    @blueprint.arguments(LevelQuery, location="query")
    @blueprint.response(200, page_schema(LevelSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Levels raised by one's own agency, those above and below it, or over one's units; the latest first."""
        return queries.find_levels(current_actor(), queries.LevelFilter(**query))

    @requires("level.issue")
    @blueprint.arguments(LevelDraftSchema)
    @blueprint.response(201, LevelSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Raise the level for some units and some days; the password is asked for again (提升防范等级)."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload.pop("password"))
        draft = LevelDraft(
            **{
                **payload,
                "scope": scope_from(payload["scope"]),
                "zero_report_by": clock_from(payload["zero_report_by"]),
                "extra_template_codes": tuple(payload["extra_template_codes"]),
            }
        )
        return _shape(issuing.raise_level(current_actor(), draft).id)


@blueprint.route("/previews")
class Previews(MethodView):
    @requires("level.issue")
    @blueprint.arguments(ScopeSchema)
    @blueprint.response(200, ScopePreviewSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, int]:
        """How many units a scope means; nothing is written."""
        agency_id = current_actor().agency_id
        return {"units": queries.units_in_scope(scope_from(payload), agency_id).count() if agency_id else 0}


@blueprint.route("/in-force")
class InForce(MethodView):
    @requires("level.view")
    @blueprint.response(200, InForceSchema)
    def get(self) -> dict[str, Any]:
        """What is in force today, and what zero report is asked of one's own unit."""
        actor, today = current_actor(), clock.today()
        asked = None
        if unit_id := actor.unit_id:
            missing = reports.gaps_of(unit_id)
            due = reports.due_of(unit_id, today)
            if due or missing:
                report = reports.report_of(unit_id, today)
                asked = {"day": today, "due_at": due, "report": report, "missing_days": missing}
        return {"levels": queries.shapes(queries.levels_in_force(actor)), "zero_report": asked}


@blueprint.route("/<uuid:id>")
class OneLevel(MethodView):
    @requires("level.view")
    @blueprint.response(200, LevelSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One level."""
        return _shape(id)


@blueprint.route("/<uuid:id>/endings")
class Endings(MethodView):
    @requires("level.issue")
    @blueprint.arguments(EndingDraftSchema)
    @blueprint.response(201, LevelSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """End a level before its last day."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return _shape(issuing.end_level(current_actor(), id, payload["reason"]).id)


@blueprint.route("/<uuid:id>/units")
class Watch(MethodView):
    @requires("zero_report.view")
    @blueprint.arguments(WatchQuery, location="query")
    @blueprint.response(200, page_schema(WatchedUnitSchema))
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Units under a level, each with its zero report of a day."""
        level = queries.level_within_reach(current_actor(), id)
        wanted = reports.WatchFilter(**{**query, "day": query["day"] or clock.today()})
        return reports.watch(current_actor(), level, wanted)


@blueprint.route("/<uuid:id>/counts")
class Counts(MethodView):
    @requires("zero_report.view")
    @blueprint.arguments(DayQuery, location="query")
    @blueprint.response(200, WatchCountsSchema)
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """How many units reported of a day, and how many did not."""
        level = queries.level_within_reach(current_actor(), id)
        return reports.counts(current_actor(), level, query["day"] or clock.today())


@zero_reports.route("")
class ZeroReports(MethodView):
    @requires("zero_report.view")
    @zero_reports.arguments(AllReportsQuery, location="query")
    @zero_reports.response(200, page_schema(ZeroReportSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Zero reports within reach, the latest first."""
        return reports.find_reports(current_actor(), reports.ReportFilter(**query))

    @requires("zero_report.submit")
    @zero_reports.arguments(ReportDraftSchema)
    @zero_reports.response(201, ZeroReportSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Report a day of one's own unit: nothing happened, or what did (零报告)."""
        report = reporting.submit_report(current_actor(), ReportDraft(**payload))
        return reports.report_shapes([report])[0]


@zero_reports.route("/missing")
class MissingReports(MethodView):
    @requires("zero_report.view")
    @zero_reports.arguments(ReportQuery, location="query")
    @zero_reports.response(200, page_schema(ZeroReportGapSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Days on which a unit within reach had not reported in time (缺报)."""
        return reports.find_gaps(current_actor(), reports.ReportFilter(**query))


def _shape(id: UUID) -> dict[str, Any]:
    return queries.shapes([queries.level_within_reach(current_actor(), id)])[0]
