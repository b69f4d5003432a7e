"""考核评价 over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.assessments import services
from reports.assessments.queries import runs, schemes
from reports.assessments.queries.terms import first_year
from reports.assessments.rules import SOURCES, RunDraft, SchemeDraft
from reports.assessments.schemas import (
    AssessmentApprovalSchema,
    AssessmentMarkDraftSchema,
    AssessmentRevocationSchema,
    AssessmentRowSchema,
    AssessmentRunDraftSchema,
    AssessmentRunFileSchema,
    AssessmentRunSchema,
    AssessmentSchemeChangeSchema,
    AssessmentSchemeDraftSchema,
    AssessmentSchemeFileSchema,
    AssessmentSchemeSchema,
    AssessmentSourcesSchema,
    RowQuery,
    RunQuery,
    SchemeQuery,
)
from reports.assessments.services.runs import MarkDraft
from server.units.spreadsheets.api import WORKBOOK, XLSX
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import also
from server.web.paging import page_schema
from server.web.rates import check_rate
from server.web.signin.services import confirm_password

PDF = {"type": "string", "format": "binary"}
PER_MINUTE = 30

blueprint = Blueprint("assessments", __name__, url_prefix="/api/v1", description="考核评价")


@blueprint.route("/assessment-sources")
class AssessmentSources(MethodView):
    @requires("assessment.view")
    @blueprint.response(200, AssessmentSourcesSchema)
    def get(self) -> dict[str, Any]:
        """What indicators may rest on, and which years may be assessed."""
        return {"first_year": first_year(), "sources": [vars(source) for source in SOURCES.values()]}


@blueprint.route("/assessment-schemes")
class AssessmentSchemes(MethodView):
    @requires("assessment.view")
    @blueprint.arguments(SchemeQuery, location="query")
    @blueprint.response(200, page_schema(AssessmentSchemeSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Schemes within reach, newest first."""
        return schemes.find_schemes(current_actor(), query["year"], query["limit"], query["after"])

    @requires("assessment.edit")
    @blueprint.arguments(AssessmentSchemeDraftSchema)
    @blueprint.doc(**also(404))
    @blueprint.response(201, AssessmentSchemeFileSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Draft a scheme (考核方案), or the next version of one."""
        return _scheme(services.draft_scheme(current_actor(), _draft(payload)).id)


@blueprint.route("/assessment-schemes/<uuid:id>")
class OneAssessmentScheme(MethodView):
    @requires("assessment.view")
    @blueprint.response(200, AssessmentSchemeFileSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One, with the names of those it assesses."""
        return _scheme(id)

    @requires("assessment.edit")
    @blueprint.arguments(AssessmentSchemeChangeSchema)
    @blueprint.response(200, AssessmentSchemeFileSchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Change a draft."""
        row = schemes.scheme_within_reach(current_actor(), id)
        check_if_match(row)
        draft = _draft({**payload, "id": id, "replaces_id": row.replaces_id})
        return _scheme(services.revise_scheme(current_actor(), row, draft).id)


@blueprint.route("/assessment-schemes/<uuid:id>/publications")
class AssessmentPublications(MethodView):
    @requires("assessment.edit")
    @blueprint.doc(**also(404, 422))
    @blueprint.response(201, AssessmentSchemeFileSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Publish it: it may be reckoned from now on, and never changed."""
        actor = current_actor()
        return _scheme(services.publish_scheme(actor, schemes.scheme_within_reach(actor, id)).id)


@blueprint.route("/assessment-runs")
class AssessmentRuns(MethodView):
    @requires("assessment.view")
    @blueprint.arguments(RunQuery, location="query")
    @blueprint.response(200, page_schema(AssessmentRunSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Runs within reach, newest first."""
        return runs.find_runs(current_actor(), query["scheme_id"], query["limit"], query["after"])

    @requires("assessment.edit")
    @blueprint.arguments(AssessmentRunDraftSchema)
    @blueprint.doc(**also(404))
    @blueprint.response(202, AssessmentRunFileSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Have a published scheme reckoned as of a day."""
        return _run(services.ask_for_run(current_actor(), RunDraft(**payload)).id)


@blueprint.route("/assessment-runs/<uuid:id>")
class OneAssessmentRun(MethodView):
    @requires("assessment.view")
    @blueprint.response(200, AssessmentRunFileSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One, with every point of everybody it assesses."""
        return _run(id)


@blueprint.route("/assessment-runs/<uuid:id>/countings")
class AssessmentCountings(MethodView):
    @requires("assessment.edit")
    @blueprint.doc(**also(404, 409, 422))
    @blueprint.response(202, AssessmentRunFileSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Reckon a run anew that is not approved."""
        actor = current_actor()
        check_rate(f"assessment {actor.account_id}", PER_MINUTE)
        return _run(services.ask_again(actor, id).id)


@blueprint.route("/assessment-runs/<uuid:id>/marks")
class AssessmentMarks(MethodView):
    @requires("assessment.edit")
    @blueprint.arguments(AssessmentMarkDraftSchema)
    @blueprint.response(201, AssessmentRunFileSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Give points by hand, with a reason and papers."""
        draft = MarkDraft(**{**payload, "files": tuple(payload["files"])})
        return _run(services.mark_by_hand(current_actor(), id, draft).id)


@blueprint.route("/assessment-runs/<uuid:id>/files/<string:sha256>")
class AssessmentMarkFile(MethodView):
    @requires("assessment.view")
    @blueprint.doc(**also(404))
    @blueprint.response(200, PDF, content_type="application/octet-stream")
    def get(self, id: UUID, sha256: str) -> Response:
        """A paper that a mark rests on, to save as it came."""
        content, file = runs.mark_file(current_actor(), id, sha256)
        return _download(content, "application/octet-stream", file["name"])


@blueprint.route("/assessment-runs/<uuid:id>/rows")
class AssessmentRows(MethodView):
    @requires("assessment.view")
    @blueprint.arguments(RowQuery, location="query")
    @blueprint.doc(**also(404))
    @blueprint.response(200, page_schema(AssessmentRowSchema))
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """The rows behind the points of one indicator."""
        actor = current_actor()
        return runs.find_rows(actor, runs.run_within_reach(actor, id), runs.RowFilter(**query))


@blueprint.route("/assessment-runs/<uuid:id>/approvals")
class AssessmentApprovals(MethodView):
    @requires("assessment.approve")
    @blueprint.arguments(AssessmentApprovalSchema)
    @blueprint.doc(**also(409, 412))
    @blueprint.response(202, AssessmentRunFileSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Approve and freeze; the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return _run(services.approve_run(current_actor(), id).id)


@blueprint.route("/assessment-runs/<uuid:id>/revocations")
class AssessmentRevocations(MethodView):
    @requires("assessment.approve")
    @blueprint.arguments(AssessmentRevocationSchema)
    @blueprint.response(201, AssessmentRunFileSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Take an approved result back; the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return _run(services.revoke_run(current_actor(), id, payload["reason"]).id)


@blueprint.route("/assessment-runs/<uuid:id>/file")
class AssessmentFile(MethodView):
    @requires("assessment.view")
    @blueprint.doc(**also(404, 409))
    @blueprint.response(200, PDF, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The signed sheet of results."""
        return Response(runs.file_of(current_actor(), id), mimetype="application/pdf")


@blueprint.route("/assessment-runs/<uuid:id>/workbook")
class AssessmentWorkbook(MethodView):
    @requires("assessment.view")
    @blueprint.doc(**also(404))
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, id: UUID) -> Response:
        """Results, indicators and the rows they rest on as a workbook; for the agency that assesses."""
        actor = current_actor()
        check_rate(f"assessment {actor.account_id}", PER_MINUTE)
        run = runs.run_within_reach(actor, id)
        shape = runs.run_shapes(actor, [run])[0]
        own = actor.agency_id == run.agency_id
        return _download(services.write_workbook(run, with_rows=own), XLSX, f"{shape['title']}考核结果.xlsx")


def _draft(payload: dict[str, Any]) -> SchemeDraft:
    return SchemeDraft(
        **{**payload, "subjects": tuple(payload["subjects"]), "indicators": tuple(payload["indicators"])}
    )


def _download(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


def _scheme(id: UUID) -> dict[str, Any]:
    actor = current_actor()
    row = schemes.scheme_within_reach(actor, id)
    send_etag(row)
    return schemes.scheme_file(actor, row)


def _run(id: UUID) -> dict[str, Any]:
    actor = current_actor()
    row = runs.run_within_reach(actor, id)
    send_etag(row)
    return runs.run_file(actor, row)
