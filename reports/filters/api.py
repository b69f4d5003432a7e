"""Saved filters over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from reports.filters import services
from reports.filters.models import SavedFilter
from reports.filters.queries import own_filters
from reports.filters.rules import FilterDraft
from reports.filters.schemas import FilterDraftSchema, FilterQuery, SavedFilterSchema, SavedFiltersSchema
from server.web.access import current_actor, requires

blueprint = Blueprint("filters", __name__, url_prefix="/api/v1/saved-filters", description="常用筛选")


@blueprint.route("")
class Filters(MethodView):
    @requires("filter.keep")
    @blueprint.arguments(FilterQuery, location="query")
    @blueprint.response(200, SavedFiltersSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """One's own saved filters."""
        return {"filters": own_filters(current_actor(), query["page"])}

    @requires("filter.keep")
    @blueprint.arguments(FilterDraftSchema)
    @blueprint.response(201, SavedFilterSchema)
    def post(self, payload: dict[str, Any]) -> SavedFilter:
        """Keep the filters of a list under a name."""
        return services.keep_filter(current_actor(), FilterDraft(**payload))


@blueprint.route("/<uuid:id>")
class OneFilter(MethodView):
    @requires("filter.keep")
    @blueprint.response(204)
    def delete(self, id: UUID) -> None:
        """Forget a saved filter."""
        services.drop_filter(current_actor(), id)
