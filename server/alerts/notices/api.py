"""Notices over HTTP: everybody signed in has their own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from server.alerts.notices import queries, services
from server.alerts.notices.schemas import NoticeQuery, NoticeSchema, ReadUntilSchema, UnreadSchema
from server.web.access import current_actor, requires
from server.web.paging import page_schema

blueprint = Blueprint("notices", __name__, url_prefix="/api/v1/notices", description="提醒")


@blueprint.route("")
class Notices(MethodView):
    @requires("signed_in")
    @blueprint.arguments(NoticeQuery, location="query")
    @blueprint.response(200, page_schema(NoticeSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """One's own notices, newest first: to oneself, to one's unit, to one's agency."""
        return queries.find_notices(current_actor(), queries.NoticeFilter(**query))


@blueprint.route("/unread")
class Unread(MethodView):
    @requires("signed_in")
    @blueprint.response(200, UnreadSchema)
    def get(self) -> dict[str, int]:
        """How many are unread."""
        return {"unread": queries.count_unread(current_actor())}


@blueprint.route("/readings")
class AllReadings(MethodView):
    @requires("signed_in")
    @blueprint.arguments(ReadUntilSchema)
    @blueprint.response(201, UnreadSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, int]:
        """Mark everything up to a notice as read; how many are unread now."""
        services.read_all_notices(current_actor(), payload["until"])
        return {"unread": queries.count_unread(current_actor())}


@blueprint.route("/<uuid:id>/readings")
class Readings(MethodView):
    @requires("signed_in")
    @blueprint.response(201, NoticeSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Mark one as read."""
        return queries.shapes([services.read_notice(current_actor(), id)])[0]
