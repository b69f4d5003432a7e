"""Areas over HTTP."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from server.units.areas import queries
from server.units.areas.schemas import AreaQuery, AreaSchema
from server.web.access import requires
from server.web.paging import decode_cursor, page, page_schema

blueprint = Blueprint("areas", __name__, url_prefix="/api/v1", description="行政区划")


@blueprint.route("/areas")
class Areas(MethodView):
    @requires("agency.view")
    @blueprint.arguments(AreaQuery, location="query")
    @blueprint.response(200, page_schema(AreaSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Areas right below one, as they are on a day."""
        after = decode_cursor(query["after"], str)[0] if query["after"] else None
        rows = queries.children(query["parent"], after, query["limit"], query["on"])
        return page(rows, query["limit"], lambda area: (area.code,))
