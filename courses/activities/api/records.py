"""Activities of units, and their annual file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from courses.activities import queries, services
from courses.activities.api.blueprints import blueprint
from courses.activities.models import Activity
from courses.activities.rules import ActivityDraft
from courses.activities.schemas import (
    ActivityDraftSchema,
    ActivityQuery,
    ActivitySchema,
    ActivityYearQuery,
    ActivityYearSchema,
    PublicityWithdrawalSchema,
    TrainingYearQuery,
    TrainingYearSchema,
)
from server.core import clock
from server.web.access import current_actor, requires
from server.web.paging import page_schema

Json = dict[str, Any]


@blueprint.route("/units/<uuid:id>/activities")
class UnitActivities(MethodView):
    @requires("activity.record")
    @blueprint.arguments(ActivityDraftSchema)
    @blueprint.response(201, ActivitySchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Record a publicity activity with photos and head count (宣传教育活动)."""
        return _shape(services.record_activity(current_actor(), id, ActivityDraft(**payload)))


@blueprint.route("/activities")
class Activities(MethodView):
    @requires("activity.view")
    @blueprint.arguments(ActivityQuery, location="query")
    @blueprint.response(200, page_schema(ActivitySchema))
    def get(self, query: Json) -> Json:
        """Activities within reach, newest first."""
        return queries.find_activities(current_actor(), queries.ActivityFilter(**query))


@blueprint.route("/activities/<uuid:id>")
class OneActivity(MethodView):
    @requires("activity.view")
    @blueprint.response(200, ActivitySchema)
    def get(self, id: UUID) -> Json:
        """One activity."""
        return _shape(queries.activity_within_reach(current_actor(), id))


@blueprint.route("/activities/<uuid:id>/withdrawals")
class ActivityWithdrawals(MethodView):
    @requires("activity.record")
    @blueprint.arguments(PublicityWithdrawalSchema)
    @blueprint.response(201, ActivitySchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Take a record out of the count, with a reason; it stays to be seen."""
        return _shape(services.withdraw_activity(current_actor(), id, payload["reason"]))


@blueprint.route("/units/<uuid:id>/training-year")
class TrainingYear(MethodView):
    @requires("activity.view")
    @blueprint.arguments(TrainingYearQuery, location="query")
    @blueprint.response(200, TrainingYearSchema)
    def get(self, query: Json, id: UUID) -> Json:
        """A unit's publicity in a year, with photos and head counts (年度宣传教育档案)."""
        return queries.training_year(current_actor(), id, query["year"] or clock.today().year)


@blueprint.route("/activity-years")
class ActivityYears(MethodView):
    @requires("activity.view")
    @blueprint.arguments(ActivityYearQuery, location="query")
    @blueprint.response(200, page_schema(ActivityYearSchema))
    def get(self, query: Json) -> Json:
        """Units within reach with what each did in a year."""
        year = query["year"] or clock.today().year
        return queries.activity_years(current_actor(), year, query["limit"], query["after"])


def _shape(activity: Activity) -> Json:
    return queries.activity_shapes([activity])[0]
