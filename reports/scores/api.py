"""Scores with their factors, three defences by area, and analytics over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.figures.queries.scope import agency_within_reach
from reports.scores import schemas, services
from reports.scores.queries import analytics, schemes, scores
from reports.scores.queries.workbooks import scores_workbook
from reports.scores.rules import FACTS, SchemeDraft
from server.units.spreadsheets.api import WORKBOOK, XLSX
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import page_schema

blueprint = Blueprint("scores", __name__, url_prefix="/api/v1", description="风险评分")


@blueprint.route("/units/<uuid:id>/score")
class OneScore(MethodView):
    @requires("score.view")
    @blueprint.doc(**also(422))  # no scheme in force
    @blueprint.response(200, schemas.ScorePageSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """A unit's score as of now: each factor with its weight, value, points and the rows behind it."""
        return scores.score_of_unit(current_actor(), id)


@blueprint.route("/scores")
class Scores(MethodView):
    @requires("score.view")
    @blueprint.arguments(schemas.ScoreQuery, location="query")
    @blueprint.response(200, page_schema(schemas.UnitScoreSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Units within reach by score, the lowest first, as counted last night."""
        return scores.find_scores(current_actor(), scores.ScoreFilter(**query))


@blueprint.route("/scores.xlsx")
class ScoresWorkbook(MethodView):
    @requires("score.view")
    @blueprint.arguments(schemas.ScoreFilterQuery, location="query")
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, query: dict[str, Any]) -> Response:
        """The same as a workbook."""
        response = Response(scores_workbook(current_actor(), scores.ScoreFilter(**query)), content_type=XLSX)
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('单位评分.xlsx')}"
        return response


@blueprint.route("/scores/spread")
class Spread(MethodView):
    @requires("score.view")
    @blueprint.doc(**also(404))  # an agency that is not below one's own
    @blueprint.arguments(schemas.SpreadQuery, location="query")
    @blueprint.response(200, schemas.SpreadSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Areas, or agencies right below, by mean score, bands, and the three defences kept apart."""
        agency = agency_within_reach(current_actor(), query["agency_id"])
        rows = scores.scores_by(agency, query["by"], query["month"])
        return {"agency": agency, "by": query["by"], "month": query["month"] or scores.this_month(), "rows": rows}


@blueprint.route("/score-schemes")
class ScoreSchemes(MethodView):
    @requires("score.view")
    @blueprint.response(200, schemas.ScoreSchemesSchema)
    def get(self) -> dict[str, Any]:
        """Schemes of scores, the latest first, and what may be counted."""
        return {"items": schemes.find_schemes(), "facts": list(FACTS.values())}

    @requires("assessment.edit")
    @blueprint.arguments(schemas.ScoreSchemeDraftSchema)
    @blueprint.response(201, schemas.ScoreSchemesSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Have scores counted by another scheme from a day on; all schemes as they are then."""
        services.set_scheme(current_actor(), SchemeDraft(**payload))
        return {"items": schemes.find_schemes(), "facts": list(FACTS.values())}


@blueprint.route("/analytics")
class Analytics(MethodView):
    @requires("score.view")
    @blueprint.doc(**also(404))  # an agency that is not below one's own
    @blueprint.arguments(schemas.AnalyticsQuery, location="query")
    @blueprint.response(200, schemas.AnalyticsSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Hazards by kind and month, and how devices, cameras, recorders and alarm lines are."""
        return analytics.analytics(agency_within_reach(current_actor(), query["agency_id"]))
