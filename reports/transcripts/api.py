"""Transcripts over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.transcripts import services
from reports.transcripts.queries import papers
from reports.transcripts.queries.facts import ONE, WHOLE
from reports.transcripts.schemas import OwnTranscriptSchema, TranscriptSchema
from server.web.access import current_actor, requires
from server.web.openapi import also

blueprint = Blueprint("transcripts", __name__, url_prefix="/api/v1", description="成绩单")


@blueprint.route("/exam-results/<uuid:id>/transcript")
class ResultTranscript(MethodView):
    @requires("result.view")
    @blueprint.response(200, TranscriptSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """The transcript of one result, if it was asked for."""
        return papers.transcript_of_result(current_actor(), id)

    @requires("result.view")
    @blueprint.response(202, TranscriptSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Have the transcript of a result made; asked again there is one."""
        return papers.paper_of(ONE, services.ask_for_transcript(current_actor(), id))


@blueprint.route("/exam-sessions/<uuid:id>/transcript")
class SessionTranscript(MethodView):
    @requires("result.view")
    @blueprint.response(200, TranscriptSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """The list of results of a session as a paper, if it was asked for."""
        return papers.transcript_of_session(current_actor(), id)

    @requires("result.view")
    @blueprint.response(202, TranscriptSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Have the list of a closed and marked session made; asked again there is one."""
        return papers.paper_of(WHOLE, services.ask_for_session_transcript(current_actor(), id))


@blueprint.route("/my/results/<uuid:attempt_id>/transcript")
class OwnTranscript(MethodView):
    @requires("training.learn")
    @blueprint.response(200, OwnTranscriptSchema)
    def get(self, attempt_id: UUID) -> dict[str, Any]:
        """The transcript of an own attempt, if it was asked for."""
        return papers.own_transcript(current_actor(), attempt_id)

    @requires("training.learn")
    @blueprint.response(202, OwnTranscriptSchema)
    def post(self, attempt_id: UUID) -> dict[str, Any]:
        """Have the transcript of an own attempt made; asked again there is one."""
        services.ask_for_own_transcript(current_actor(), attempt_id)
        return papers.own_transcript(current_actor(), attempt_id)


@blueprint.route("/my/results/<uuid:attempt_id>/transcript/file")
class OwnTranscriptFile(MethodView):
    @requires("training.learn")
    @blueprint.doc(**also(404))
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
    def get(self, attempt_id: UUID) -> Response:
        """The signed PDF of the own transcript."""
        response = Response(papers.own_file(current_actor(), attempt_id), mimetype="application/pdf")
        response.headers["Content-Disposition"] = 'inline; filename="transcript.pdf"'
        return response
