"""来文办理 over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.hazards.queries import hazard_row_within_reach
from reports.letters import services
from reports.letters.queries import letters
from reports.letters.rules import AnswerDraft
from reports.letters.schemas import LetterAnswerDraftSchema, ReceivedLetterQuery, ReceivedLetterSchema
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import page_schema

Json = dict[str, Any]
_FILE = {"type": "string", "format": "binary"}

blueprint = Blueprint("letters", __name__, url_prefix="/api/v1", description="来文办理")


@blueprint.route("/received-letters")
class ReceivedLetters(MethodView):
    @requires("letter.answer")
    @blueprint.arguments(ReceivedLetterQuery, location="query")
    @blueprint.response(200, page_schema(ReceivedLetterSchema))
    def get(self, query: Json) -> Json:
        """Proposals and hand-overs addressed to the own agency, newest first."""
        return letters.find_letters(current_actor(), letters.LetterFilter(**query))


@blueprint.route("/received-letters/<uuid:id>")
class OneReceivedLetter(MethodView):
    @requires("letter.answer")
    @blueprint.response(200, ReceivedLetterSchema)
    def get(self, id: UUID) -> Json:
        """One letter with its answers."""
        return _letter(id)


@blueprint.route("/received-letters/<uuid:id>/file")
class ReceivedLetterFile(MethodView):
    @requires("letter.answer")
    @blueprint.doc(**also(404, 409))
    @blueprint.response(200, _FILE, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The signed letter."""
        return Response(letters.file_of(current_actor(), id), mimetype="application/pdf")


@blueprint.route("/received-letters/<uuid:id>/answers")
class LetterAnswers(MethodView):
    @requires("letter.answer")
    @blueprint.doc(**also(404, 409, 422))
    @blueprint.arguments(LetterAnswerDraftSchema)
    @blueprint.response(201, ReceivedLetterSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Say what was done about it, with papers."""
        draft = AnswerDraft(**{**payload, "files": tuple(payload["files"])})
        services.answer_letter(current_actor(), id, draft)
        return _letter(id)


@blueprint.route("/received-letters/<uuid:id>/files/<string:sha256>")
class LetterAnswerFile(MethodView):
    @requires("letter.answer")
    @blueprint.doc(**also(404))
    @blueprint.response(200, _FILE, content_type="application/octet-stream")
    def get(self, id: UUID, sha256: str) -> Response:
        """A paper of the own answer, to save as it came."""
        return _saved(*letters.answer_file(letters.letter_within_reach(current_actor(), id), sha256))


@blueprint.route("/hazards/<uuid:id>/handover-letter")
class HandoverLetter(MethodView):
    @requires("hazard.view")
    @blueprint.doc(**also(404))
    @blueprint.response(200, ReceivedLetterSchema)
    def get(self, id: UUID) -> Json:
        """What became of a hazard that was handed over, for those who see the hazard."""
        hazard = hazard_row_within_reach(current_actor(), id)
        [shape] = letters.shapes([letters.handover_of(hazard.id)])
        own = f"/api/v1/hazards/{id}/handover-files/"
        files = [
            {**answer, "files": [{**file, "url": own + file["sha256"]} for file in answer["files"]]}
            for answer in shape["answers"]
        ]
        return {**shape, "answers": files, "may_answer": False}


@blueprint.route("/hazards/<uuid:id>/handover-files/<string:sha256>")
class HandoverAnswerFile(MethodView):
    @requires("hazard.view")
    @blueprint.doc(**also(404))
    @blueprint.response(200, _FILE, content_type="application/octet-stream")
    def get(self, id: UUID, sha256: str) -> Response:
        """A paper of the answer, for those who see the hazard."""
        hazard = hazard_row_within_reach(current_actor(), id)
        return _saved(*letters.answer_file(letters.handover_of(hazard.id), sha256))


def _letter(id: UUID) -> Json:
    return letters.shapes([letters.letter_within_reach(current_actor(), id)])[0]


def _saved(content: bytes, file: Json) -> Response:
    response = Response(content, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file['name'], safe='')}"
    return response
