"""Results over HTTP: of a session, one of them, the own ones."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response
from flask.views import MethodView

from courses.markings.api.blueprint import blueprint
from courses.markings.queries import details, listing
from courses.markings.queries.listing import ResultFilter
from courses.markings.schemas.results import (
    ExamResultSchema,
    OwnResultFileSchema,
    OwnResultSchema,
    ResultFileSchema,
    ResultQuery,
    ResultSummarySchema,
    SatSessionSchema,
)
from courses.markings.services.sheets import write_results
from server.units.spreadsheets.api import WORKBOOK, XLSX
from server.web.access import current_actor, requires
from server.web.paging import PageQuery, page_schema


@blueprint.route("/result-sessions")
class ResultSessions(MethodView):
    @requires("result.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(SatSessionSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Sessions that somebody sat, with what they came to."""
        return listing.find_sessions(current_actor(), **query)


@blueprint.route("/exam-sessions/<uuid:id>/results")
class ExamResults(MethodView):
    @requires("result.view")
    @blueprint.arguments(ResultQuery, location="query")
    @blueprint.response(200, page_schema(ExamResultSchema))
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Live results of a session, the latest first."""
        return listing.find_results(current_actor(), id, ResultFilter(**query))


@blueprint.route("/exam-sessions/<uuid:id>/results.xlsx")
class ExamResultsWorkbook(MethodView):
    @requires("result.view")
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, id: UUID) -> Response:
        """The results of a session as a workbook."""
        title, content = write_results(current_actor(), id)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{title}-成绩.xlsx')}"}
        return Response(content, mimetype=XLSX, headers=headers)


@blueprint.route("/exam-sessions/<uuid:id>/result-summary")
class ExamResultSummary(MethodView):
    @requires("result.view")
    @blueprint.response(200, ResultSummarySchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """What a session came to."""
        return listing.summary_of(current_actor(), id)


@blueprint.route("/exam-results/<uuid:id>")
class ExamResult(MethodView):
    @requires("result.view")
    @blueprint.response(200, ResultFileSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One result slot by slot, with people's marks and earlier revisions."""
        return details.staff_detail(listing.result_within_reach(current_actor(), id))


@blueprint.route("/my/results")
class OwnResults(MethodView):
    @requires("training.learn")
    @blueprint.response(200, OwnResultSchema(many=True))
    def get(self) -> list[dict[str, Any]]:
        """The own results, the latest first."""
        return listing.own_results(current_actor())


@blueprint.route("/my/results/<uuid:attempt_id>")
class OwnResult(MethodView):
    @requires("training.learn")
    @blueprint.response(200, OwnResultFileSchema)
    def get(self, attempt_id: UUID) -> dict[str, Any]:
        """The own result of one attempt; right answers once the session is closed."""
        return details.own_detail(listing.own_result(current_actor(), attempt_id))
