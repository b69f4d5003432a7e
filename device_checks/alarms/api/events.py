"""What lines sent, over HTTP: devices report, people read, answer, and keep a live line open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app, request
from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.alarms import services
from device_checks.alarms.api import stream
from device_checks.alarms.errors import UnknownLine
from device_checks.alarms.queries import events as queries
from device_checks.alarms.schemas import (
    AlarmAcknowledgementSchema,
    AlarmContactsSchema,
    AlarmEventSchema,
    AlarmReportDraftSchema,
    AlarmReportReceiptSchema,
    EventQuery,
    OpenAlarmsSchema,
)
from device_checks.alarms.services import ReportDraft
from server.core import clock
from server.web.access import current_actor, public, requires
from server.web.openapi import also
from server.web.paging import page_schema
from server.web.rates import check_rate

#: Of one address, a web process; a device repeats what was not answered.
REPORTS_PER_MINUTE = 120

blueprint = Blueprint("alarm_events", __name__, url_prefix="/api/v1/alarm-events", description="报警信号")


@blueprint.route("")
class Events(MethodView):
    @requires("alarm.view")
    @blueprint.arguments(EventQuery, location="query")
    @blueprint.response(200, page_schema(AlarmEventSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Signals within reach, the latest first."""
        return queries.find_events(current_actor(), queries.EventFilter(**query))

    @public
    @blueprint.doc(**also(401))
    @blueprint.arguments(AlarmReportDraftSchema)
    @blueprint.response(201, AlarmReportReceiptSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """A device reports, with its line's token as bearer; answered once it is kept. Sent twice it is one."""
        check_rate(f"alarm-report:{request.remote_addr}", REPORTS_PER_MINUTE)
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise UnknownLine()
        event = services.take_report(token, ReportDraft(**payload))
        if event is None:
            return {"id": payload["id"], "received_at": clock.now(), "is_test": False}
        return {"id": event.id, "received_at": event.received_at, "is_test": event.is_test}


@blueprint.route("/open")
class OpenEvents(MethodView):
    @requires("alarm.view")
    @blueprint.response(200, OpenAlarmsSchema)
    def get(self) -> dict[str, Any]:
        """What waits for somebody, for a screen that opens or asks at intervals."""
        mark = clock.now()
        rows = queries.open_events(current_actor())
        return {"items": queries.event_shapes(rows), "mark": clock.to_text(mark)}


@blueprint.route("/stream")
class Stream(MethodView):
    @requires("alarm.view")
    @blueprint.response(200, content_type="text/event-stream")
    def get(self) -> Response:
        """Server-sent events (name ``alarm``, an alarm event each) as they come; ends within a minute, then ask again.

        ``Last-Event-ID`` goes on where an earlier stream ended; without it what waits for somebody comes first.
        """
        settings = current_app.config["SETTINGS"]
        lines = stream.open_stream(current_actor(), request.headers.get("Last-Event-ID"), settings.alarm_streams)
        return Response(lines, content_type="text/event-stream; charset=utf-8", headers={"X-Accel-Buffering": "no"})


@blueprint.route("/<uuid:id>")
class OneEvent(MethodView):
    @requires("alarm.view")
    @blueprint.response(200, AlarmEventSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One signal."""
        return _shape(id)


@blueprint.route("/<uuid:id>/acknowledgements")
class Acknowledgements(MethodView):
    @requires("alarm.acknowledge")
    @blueprint.arguments(AlarmAcknowledgementSchema)
    @blueprint.response(201, AlarmEventSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Take an alarm (签收); the screens fall silent."""
        return _shape(services.acknowledge_event(current_actor(), id, payload["note"]).id)


@blueprint.route("/<uuid:id>/contact-views")
class ContactViews(MethodView):
    @requires("alarm.acknowledge")
    @blueprint.response(201, AlarmContactsSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Whom to call, with whole numbers; who looked is recorded."""
        return {"people": services.show_contacts(current_actor(), id)}


def _shape(id: UUID) -> dict[str, Any]:
    return queries.event_shapes([queries.event_within_reach(current_actor(), id)])[0]
