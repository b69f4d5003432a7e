"""Draws over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.draws import services
from checklists.draws.errors import NotDrawn
from checklists.draws.queries import draws as queries
from checklists.draws.queries.records import record_bytes
from checklists.draws.schemas import (
    AbandonmentDraftSchema,
    DrawDraftSchema,
    DrawQuery,
    DrawSchema,
    FullDrawSchema,
    PoolCountsSchema,
    PoolsDraftSchema,
    PublicationDraftSchema,
    ResultDraftSchema,
    TaskOrderSchema,
    draft_of,
)
from server.core.ids import new_id
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import page_schema

blueprint = Blueprint("draws", __name__, url_prefix="/api/v1/draws", description="双随机抽取")

blueprint.record(lambda state: services.connect_seals(state.app.config["INSTALLATION_SECRET"]))


@blueprint.route("")
class Draws(MethodView):
    @requires("draw.view")
    @blueprint.arguments(DrawQuery, location="query")
    @blueprint.response(200, page_schema(DrawSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Draws of the own agency and of those below it, newest first."""
        return queries.find_draws(current_actor(), queries.DrawFilter(**query))

    @requires("draw.make")
    @blueprint.arguments(DrawDraftSchema)
    @blueprint.response(201, FullDrawSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Open a draw: commit to its terms and to a secret seed (承诺)."""
        return _shape(services.open_draw(current_actor(), draft_of(payload, payload["id"])).id)


@blueprint.route("/pool-counts")
class PoolCounts(MethodView):
    @requires("draw.make")
    @blueprint.arguments(PoolsDraftSchema)
    @blueprint.response(200, PoolCountsSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """How large the pools would be now; keeps nothing."""
        return services.count_pools(current_actor(), draft_of(payload, new_id()))


@blueprint.route("/<uuid:id>")
class OneDraw(MethodView):
    @requires("draw.view")
    @blueprint.response(200, FullDrawSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One draw with its course and what was drawn."""
        return _shape(id)


@blueprint.route("/<uuid:id>/freezes")
class Freezes(MethodView):
    @requires("draw.make")
    @blueprint.doc(**also(422))
    @blueprint.response(201, FullDrawSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Lock both pools (锁定名单)."""
        return _shape(services.freeze_pools(current_actor(), id).id)


@blueprint.route("/<uuid:id>/results")
class Results(MethodView):
    @requires("draw.make")
    @blueprint.arguments(ResultDraftSchema)
    @blueprint.response(201, FullDrawSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Reveal the seed and draw (抽取)."""
        witness = services.Witness(payload["witness"], payload["words"])
        return _shape(services.make_draw(current_actor(), id, witness).id)


@blueprint.route("/<uuid:id>/tasks")
class DrawTasks(MethodView):
    @requires("draw.make")
    @blueprint.arguments(TaskOrderSchema)
    @blueprint.response(201, FullDrawSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Make a task for every drawn unit."""
        templates = tuple(dict.fromkeys(payload.pop("template_ids")))
        order = services.TaskOrder(**payload, template_ids=templates)
        return _shape(services.make_tasks(current_actor(), id, order).id)


@blueprint.route("/<uuid:id>/publications")
class Publications(MethodView):
    @requires("draw.publish")
    @blueprint.arguments(PublicationDraftSchema)
    @blueprint.response(201, FullDrawSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Show everybody the course of the draw, or all of it (公示)."""
        return _shape(services.publish_draw(current_actor(), id, payload["scope"]).id)


@blueprint.route("/<uuid:id>/abandonments")
class Abandonments(MethodView):
    @requires("draw.make")
    @blueprint.arguments(AbandonmentDraftSchema)
    @blueprint.response(201, FullDrawSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Give a draw up before its seed is revealed."""
        return _shape(services.abandon_draw(current_actor(), id, payload["reason"]).id)


@blueprint.route("/<uuid:id>/record")
class DrawRecord(MethodView):
    @requires("draw.view")
    @blueprint.doc(**also(422))
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/json")
    def get(self, id: UUID) -> Response:
        """The record to replay, canonical JSON: ``python -m checklists.draws.replay record.json``."""
        course = queries.course_of(queries.draw_within_reach(current_actor(), id))
        if course.freeze is None or course.result is None:
            raise NotDrawn()
        response = Response(record_bytes(course.draw, course.freeze, course.result), mimetype="application/json")
        response.headers["Content-Disposition"] = f'attachment; filename="draw-{id}.json"'
        return response


def _shape(id: UUID) -> dict[str, Any]:
    return queries.full_shape(queries.draw_within_reach(current_actor(), id))
