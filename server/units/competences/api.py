"""Competences over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from server.units.competences import queries, services
from server.units.competences.rules import CompetenceDraft
from server.units.competences.schemas import (
    CompetenceDraftSchema,
    CompetenceEndingSchema,
    CompetenceListSchema,
    CompetenceQuery,
    CompetenceSchema,
    SuggestionQuery,
    SuggestionSchema,
)
from server.web.access import current_actor, requires

blueprint = Blueprint("competences", __name__, url_prefix="/api/v1/competences", description="行业主管职责")


@blueprint.route("")
class Competences(MethodView):
    @requires("agency.view")
    @blueprint.arguments(CompetenceQuery, location="query")
    @blueprint.response(200, CompetenceListSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Which department leads which industry where."""
        return {"items": queries.competences(query["on"])}

    @requires("agency.edit")
    @blueprint.arguments(CompetenceDraftSchema)
    @blueprint.response(201, CompetenceSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Have a department lead an industry from a day on."""
        return queries.shape_of(services.give_competence(current_actor(), CompetenceDraft(**payload)))


@blueprint.route("/<uuid:id>/endings")
class CompetenceEndings(MethodView):
    @requires("agency.edit")
    @blueprint.arguments(CompetenceEndingSchema)
    @blueprint.response(201, CompetenceSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """End a competence with a day."""
        return queries.shape_of(services.end_competence(current_actor(), id, payload["to_on"]))


@blueprint.route("/suggestion")
class Suggestion(MethodView):
    @requires("agency.view")
    @blueprint.arguments(SuggestionQuery, location="query")
    @blueprint.response(200, SuggestionSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Who would lead a unit of this industry here."""
        return queries.suggestion(query["industry"], query["area_code"])
