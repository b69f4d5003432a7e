"""Alarm lines and zones over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.alarms import services
from device_checks.alarms.models import AlarmZone
from device_checks.alarms.queries import lines as queries
from device_checks.alarms.rules import LineDraft, ZoneDraft
from device_checks.alarms.schemas import (
    AlarmLineChangeSchema,
    AlarmLineDraftSchema,
    AlarmLineSchema,
    AlarmZoneChangeSchema,
    AlarmZoneDraftSchema,
    AlarmZoneSchema,
    LineQuery,
    NewAlarmLineSchema,
)
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import also
from server.web.paging import page_schema

blueprint = Blueprint("alarm_lines", __name__, url_prefix="/api/v1/alarm-lines", description="报警线路与防区")
zones = Blueprint("alarm_zones", __name__, url_prefix="/api/v1/alarm-zones", description="报警线路与防区")


@blueprint.route("")
class Lines(MethodView):
    @requires("alarm.view")
    @blueprint.arguments(LineQuery, location="query")
    @blueprint.response(200, page_schema(AlarmLineSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Lines within reach with their zones, the latest first."""
        return queries.find_lines(current_actor(), queries.LineFilter(**query))

    @requires("alarm.edit")
    @blueprint.arguments(AlarmLineDraftSchema)
    @blueprint.response(201, NewAlarmLineSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Connect an alarm; its key or token is told this once."""
        made = services.register_line(current_actor(), LineDraft(**payload))
        return {**_shape(made.line.id), "secret": made.secret}


@blueprint.route("/<uuid:id>")
class OneLine(MethodView):
    @requires("alarm.view")
    @blueprint.response(200, AlarmLineSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One line."""
        return _shape(id)

    @requires("alarm.edit")
    @blueprint.doc(**also(412, 428))
    @blueprint.arguments(AlarmLineChangeSchema)
    @blueprint.response(200, AlarmLineSchema)
    def patch(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Say how often the line must be heard (needs If-Match)."""
        line = queries.line_within_reach(current_actor(), id)
        check_if_match(line)
        services.change_line(current_actor(), line, payload["heartbeat_seconds"])
        return _shape(id)


@blueprint.route("/<uuid:id>/secrets")
class Secrets(MethodView):
    @requires("alarm.edit")
    @blueprint.doc(**also(412, 422, 428))
    @blueprint.response(201, NewAlarmLineSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Make a new key or token, told this once; the old one ends (needs If-Match)."""
        line = queries.line_within_reach(current_actor(), id)
        check_if_match(line)
        made = services.renew_secret(current_actor(), line)
        return {**_shape(id), "secret": made.secret}


@blueprint.route("/<uuid:id>/endings")
class Endings(MethodView):
    @requires("alarm.edit")
    @blueprint.response(201, AlarmLineSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Take nothing from this line any more."""
        services.stop_line(current_actor(), id)
        return _shape(id)


@blueprint.route("/<uuid:id>/zones")
class Zones(MethodView):
    @requires("alarm.edit")
    @blueprint.arguments(AlarmZoneDraftSchema)
    @blueprint.response(201, AlarmZoneSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Enter a zone (防区) in the ledger."""
        return _zone(services.add_zone(current_actor(), id, ZoneDraft(**payload)))


@zones.route("/<uuid:id>")
class OneZone(MethodView):
    @requires("alarm.view")
    @zones.response(200, AlarmZoneSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One zone."""
        return _zone(queries.zone_within_reach(current_actor(), id))

    @requires("alarm.edit")
    @zones.doc(**also(412, 428))
    @zones.arguments(AlarmZoneChangeSchema)
    @zones.response(200, AlarmZoneSchema)
    def patch(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Correct or end a zone (needs If-Match)."""
        zone = queries.zone_within_reach(current_actor(), id)
        check_if_match(zone)
        return _zone(services.change_zone(current_actor(), zone, payload))


def _zone(zone: AlarmZone) -> dict[str, Any]:
    send_etag(zone)
    return queries.zone_shape(zone, queries.place_names([zone.place_id]))


def _shape(id: UUID) -> dict[str, Any]:
    line = queries.line_within_reach(current_actor(), id)
    send_etag(line)
    return queries.line_shapes([line])[0]
