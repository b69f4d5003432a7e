"""Blueprints over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from courses.papers import models
from courses.papers.queries import blueprints as reads
from courses.papers.queries.tryouts import check_draft, try_out
from courses.papers.rules.tables import BlueprintDraft, MarkingRules, rows_of
from courses.papers.schemas import (
    AvailabilitySchema,
    BlueprintContentSchema,
    BlueprintFileSchema,
    BlueprintQuery,
    BlueprintSchema,
    BlueprintTableSchema,
    NewBlueprintSchema,
    TryoutSchema,
)
from courses.papers.services import blueprints as acts
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.paging import page_schema

blueprint = Blueprint("papers", __name__, url_prefix="/api/v1", description="组卷")


@blueprint.route("/blueprints")
class Blueprints(MethodView):
    @requires("blueprint.view")
    @blueprint.arguments(BlueprintQuery, location="query")
    @blueprint.response(200, page_schema(BlueprintSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Blueprints, newest first."""
        return reads.find_blueprints(current_actor(), reads.BlueprintFilter(**query))

    @requires("blueprint.edit")
    @blueprint.arguments(NewBlueprintSchema)
    @blueprint.response(201, BlueprintSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Write a two-way table of what a paper asks for."""
        return _shape(acts.write_blueprint(current_actor(), _draft(payload["id"], payload)))


@blueprint.route("/blueprints/<uuid:id>")
class OneBlueprint(MethodView):
    @requires("blueprint.view")
    @blueprint.response(200, BlueprintFileSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One blueprint with its versions."""
        found = reads.blueprint_within_reach(current_actor(), id)
        return {**_shape(found), "versions": reads.versions_of(id)}

    @requires("blueprint.edit")
    @blueprint.arguments(BlueprintContentSchema)
    @blueprint.response(200, BlueprintSchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Write the next version (needs If-Match); sessions already planned keep theirs."""
        found = reads.blueprint_within_reach(current_actor(), id)
        check_if_match(found)
        return _shape(acts.revise_blueprint(current_actor(), found, _draft(id, payload)))


@blueprint.route("/blueprints/<uuid:id>/retirements")
class Retirements(MethodView):
    @requires("blueprint.edit")
    @blueprint.response(201, BlueprintSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Take a blueprint out of use."""
        return _shape(acts.retire_blueprint(current_actor(), id))


@blueprint.route("/blueprint-checks")
class BlueprintChecks(MethodView):
    @requires("blueprint.view")
    @blueprint.arguments(BlueprintTableSchema)
    @blueprint.response(200, AvailabilitySchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """How many items each cell of a draft finds; nothing is kept."""
        return check_draft(current_actor(), rows_of(payload["rows"]), MarkingRules(**payload["marking"]))


@blueprint.route("/blueprint-tryouts")
class BlueprintTryouts(MethodView):
    @requires("blueprint.edit")
    @blueprint.arguments(BlueprintTableSchema)
    @blueprint.response(200, TryoutSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Papers that a draft would make today; nothing is kept."""
        return try_out(current_actor(), rows_of(payload["rows"]), MarkingRules(**payload["marking"]))


def _draft(id: UUID, payload: dict[str, Any]) -> BlueprintDraft:
    return BlueprintDraft(id, payload["title"], rows_of(payload["rows"]), MarkingRules(**payload["marking"]))


def _shape(row: models.Blueprint) -> dict[str, Any]:
    send_etag(row)
    return reads.shapes(current_actor(), [row])[0]
