"""Enrolment's HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from mobile_api.enrolment import queries, services
from mobile_api.enrolment.models import Device
from mobile_api.enrolment.rules import DeviceDraft
from mobile_api.enrolment.schemas import DeviceDraftSchema, DeviceQuery, DeviceSchema, EnrolledSchema
from mobile_api.versions.api import refuse_old_apps
from server.web.access import current_actor, requires
from server.web.paging import page_schema

blueprint = Blueprint("mobile-devices", __name__, url_prefix="/api/v1/mobile", description="手机端：设备登记")
blueprint.before_request(refuse_old_apps)
register = Blueprint("devices", __name__, url_prefix="/api/v1", description="登记的设备")


@blueprint.route("/devices")
class Devices(MethodView):
    @requires("device.enrol")
    @blueprint.arguments(DeviceDraftSchema)
    @blueprint.response(201, EnrolledSchema)
    @blueprint.alt_response(200, schema=EnrolledSchema, description="known already")
    def post(self, draft: DeviceDraft) -> tuple[Device, int]:
        """Register this phone's public key."""
        device, created = services.enrol_device(current_actor(), draft)
        return device, 201 if created else 200


@blueprint.route("/devices/<uuid:id>")
class OneDevice(MethodView):
    @requires("signed_in")
    @blueprint.response(204)
    def delete(self, id: UUID) -> None:
        """Revoke a phone: an own one, or any for the security administrator."""
        services.revoke_device(current_actor(), id)


@register.route("/devices")
class Register(MethodView):
    @requires("device.view")
    @register.arguments(DeviceQuery, location="query")
    @register.response(200, page_schema(DeviceSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """All phones, latest enrolled first."""
        return queries.devices(**query)
