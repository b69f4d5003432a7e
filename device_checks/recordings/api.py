"""What recorders kept, over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.recordings import queries, services
from device_checks.recordings.rules import DeclarationDraft
from device_checks.recordings.schemas import (
    DeclarationDraftSchema,
    RecorderFileSchema,
    RecorderSchema,
    RecordingCheckSchema,
    RecordingQuery,
)
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import page_schema
from server.web.rates import check_rate

blueprint = Blueprint("recordings", __name__, url_prefix="/api/v1", description="录像保存期限")

ASKED_PER_MINUTE = 20


@blueprint.route("/recordings")
class Recordings(MethodView):
    @requires("facility.view")
    @blueprint.arguments(RecordingQuery, location="query")
    @blueprint.response(200, page_schema(RecorderSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Recorders within reach with their last check."""
        return queries.find_recorders(current_actor(), queries.RecordingFilter(**query))


@blueprint.route("/facilities/<uuid:id>/recordings")
class RecordingsOfOne(MethodView):
    @requires("facility.view")
    @blueprint.response(200, RecorderFileSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One recorder with its checks."""
        return queries.recordings_of(queries.recorder_within_reach(current_actor(), id))

    @requires("facility.check")
    @blueprint.arguments(DeclarationDraftSchema)
    @blueprint.response(201, RecordingCheckSchema)
    def post(self, draft: DeclarationDraft, id: UUID) -> dict[str, Any]:
        """Declare the oldest playable day, with a photo of it."""
        return queries.check_shapes([services.declare_recordings(current_actor(), id, draft)])[0]


@blueprint.route("/facilities/<uuid:id>/recording-searches")
class RecordingSearches(MethodView):
    @requires("facility.check")
    @blueprint.doc(**also(422))  # cannot be asked
    @blueprint.response(200, RecorderFileSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Ask the recorder now."""
        actor = current_actor()
        check_rate(f"recording search {actor.account_id}", ASKED_PER_MINUTE)
        return queries.recordings_of(services.ask_recorder(actor, id))
