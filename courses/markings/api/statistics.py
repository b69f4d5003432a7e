"""Statistics of items over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from courses.markings.api.blueprint import blueprint
from courses.markings.queries import statistics
from courses.markings.schemas.statistics import ItemStatisticFileSchema, SessionStatisticsSchema
from courses.markings.services.counting import ask_statistics
from server.web.access import current_actor, requires
from server.web.rates import check_rate

ASKED_PER_MINUTE = 20


@blueprint.route("/exam-sessions/<uuid:id>/item-statistics")
class ItemStatistics(MethodView):
    @requires("result.view")
    @blueprint.response(200, SessionStatisticsSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """How good the items of a session are, as last counted."""
        return statistics.statistics_of(current_actor(), id)

    @requires("result.view")
    @blueprint.response(202, SessionStatisticsSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Have them counted anew."""
        actor = current_actor()
        check_rate(f"statistics {actor.account_id}", ASKED_PER_MINUTE)
        ask_statistics(actor, id)
        return statistics.statistics_of(actor, id)


@blueprint.route("/exam-sessions/<uuid:id>/item-statistics/<uuid:version_id>")
class ItemStatistic(MethodView):
    @requires("result.view")
    @blueprint.response(200, ItemStatisticFileSchema)
    def get(self, id: UUID, version_id: UUID) -> dict[str, Any]:
        """One item: figures, keys, and what the best and the worst picked."""
        return statistics.item_file(current_actor(), id, version_id)
