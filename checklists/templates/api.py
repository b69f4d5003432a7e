"""Templates over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.templates import queries, services
from checklists.templates.schemas import (
    ClosingSchema,
    SinceQuery,
    TemplateChangesSchema,
    TemplateDraftSchema,
    TemplateListSchema,
    TemplateVersionSchema,
    UnitTemplateListSchema,
)
from server.units.registry.queries.reach import unit_within_reach
from server.web.access import current_actor, requires

blueprint = Blueprint("templates", __name__, url_prefix="/api/v1", description="检查表")


@blueprint.route("/templates")
class Templates(MethodView):
    @requires("template.view")
    @blueprint.response(200, TemplateListSchema)
    def get(self) -> dict[str, Any]:
        """All checklists with their versions."""
        return {"items": queries.templates()}

    @requires("template.edit")
    @blueprint.arguments(TemplateDraftSchema)
    @blueprint.response(201, TemplateVersionSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Lay down a new version as a draft; its id is the sender's choice."""
        version = services.draft_version(current_actor(), payload["id"], payload["definition"])
        return queries.version_by_id(version.id)


@blueprint.route("/template-versions/<uuid:id>")
class Version(MethodView):
    @requires("template.view")
    @blueprint.response(200, TemplateVersionSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One version, word for word."""
        return queries.version_by_id(id)


@blueprint.route("/template-versions/<uuid:id>/publications")
class Publications(MethodView):
    @requires("template.publish")
    @blueprint.response(201, TemplateVersionSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Hand this version out; the one before goes on closing."""
        return queries.version_by_id(services.publish_version(current_actor(), id).id)


@blueprint.route("/template-versions/<uuid:id>/closings")
class Closings(MethodView):
    @requires("template.publish")
    @blueprint.arguments(ClosingSchema)
    @blueprint.response(201, TemplateVersionSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Stop handing this version out, or end it for good."""
        return queries.version_by_id(services.close_version(current_actor(), id, final=payload["final"]).id)


@blueprint.route("/template-versions/<uuid:id>/changes")
class VersionChanges(MethodView):
    @requires("template.view")
    @blueprint.arguments(SinceQuery, location="query")
    @blueprint.response(200, TemplateChangesSchema)
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """What this version changed, field by field."""
        return queries.changes_of(id, query["since"])


@blueprint.route("/units/<uuid:id>/templates")
class UnitTemplates(MethodView):
    @requires("template.view")
    @blueprint.response(200, UnitTemplateListSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """The checklists that this unit gets, by its industry and kind."""
        unit = unit_within_reach(current_actor(), id)
        return {"items": queries.templates_for_unit(unit.industry, unit.kind)}
