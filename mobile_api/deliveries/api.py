"""Services of papers come in from phones."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from mobile_api.deliveries import services
from mobile_api.deliveries.schemas import DeliveryPushSchema
from mobile_api.push.rules import Push
from mobile_api.push.services import Terms
from mobile_api.versions.api import refuse_old_apps
from reports.deliveries.queries import delivery_within_reach, shapes
from reports.deliveries.schemas import PaperDeliverySchema
from server.web.access import current_actor, requires

blueprint = Blueprint("mobile-deliveries", __name__, url_prefix="/api/v1/mobile", description="手机端：现场送达")
blueprint.before_request(refuse_old_apps)


@blueprint.route("/deliveries")
class Deliveries(MethodView):
    @requires("delivery.record")
    @blueprint.arguments(DeliveryPushSchema)
    @blueprint.response(201, PaperDeliverySchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Hand in the service of a paper (送达) recorded on the spot, as often as you like: it is taken once."""
        record, signature = payload["record"], payload["signature"]
        push = Push(record.raw, record.shape, signature["device_id"], signature["value"])
        settings = current_app.config["SETTINGS"]
        terms = Terms(
            secret=current_app.config["INSTALLATION_SECRET"],
            clock_tolerance_seconds=settings.clock_tolerance_seconds,
            most_record_bytes=settings.max_record_bytes,
        )
        row = services.push_delivery(current_actor(), push, terms)
        return shapes([delivery_within_reach(current_actor(), row.id)])[0]
