"""Tests of alarms over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.alarms import services
from device_checks.alarms.queries import lines as queries
from device_checks.alarms.rules import TestDraft
from device_checks.alarms.schemas import AlarmTestDraftSchema, AlarmTestSchema, TestQuery
from server.web.access import current_actor, requires
from server.web.paging import page_schema

blueprint = Blueprint("alarm_tests", __name__, url_prefix="/api/v1/alarm-tests", description="报警测试")


@blueprint.route("")
class Tests(MethodView):
    @requires("alarm.view")
    @blueprint.arguments(TestQuery, location="query")
    @blueprint.response(200, page_schema(AlarmTestSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Tests within reach, the latest first."""
        return queries.find_tests(current_actor(), queries.TestFilter(**query))

    @requires("alarm.test")
    @blueprint.arguments(AlarmTestDraftSchema)
    @blueprint.response(201, AlarmTestSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Open a window: what the facility sends now is a test."""
        return _shape(services.start_test(current_actor(), TestDraft(**payload)).id)


@blueprint.route("/<uuid:id>")
class OneTest(MethodView):
    @requires("alarm.view")
    @blueprint.response(200, AlarmTestSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One test: whether the signal came, and after how many seconds."""
        return _shape(id)


@blueprint.route("/<uuid:id>/presses")
class Presses(MethodView):
    @requires("alarm.test")
    @blueprint.response(201, AlarmTestSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """The button is being pressed now: the way is measured from here."""
        return _shape(services.press_button(current_actor(), id).id)


@blueprint.route("/<uuid:id>/endings")
class TestEndings(MethodView):
    @requires("alarm.test")
    @blueprint.response(201, AlarmTestSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Close the window now: the next press is in earnest."""
        return _shape(services.end_test(current_actor(), id).id)


def _shape(id: UUID) -> dict[str, Any]:
    return queries.test_shapes([queries.test_within_reach(current_actor(), id)])[0]
