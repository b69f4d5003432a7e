"""The event log over HTTP."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from server.core.events import ChainCheck, verify_chain
from server.web.access import requires
from server.web.audit import queries
from server.web.audit.schemas import ChainCheckSchema, EventQuery, EventSchema
from server.web.paging import page_schema

blueprint = Blueprint("events", __name__, url_prefix="/api/v1/events", description="审计日志")


@blueprint.route("")
class Events(MethodView):
    @requires("event.view")
    @blueprint.arguments(EventQuery, location="query")
    @blueprint.response(200, page_schema(EventSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """What was done, by whom, latest first."""
        return queries.events(**query)


@blueprint.route("/verifications")
class Verifications(MethodView):
    @requires("event.verify")
    @blueprint.response(200, ChainCheckSchema)
    def post(self) -> ChainCheck:
        """Walk the whole chain and name the first break."""
        return verify_chain()
