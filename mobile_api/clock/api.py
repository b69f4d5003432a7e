"""The clock's HTTP."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from mobile_api.clock.queries import clock_reading
from mobile_api.clock.schemas import ClockReadingSchema
from mobile_api.versions.api import refuse_old_apps
from server.web.access import current_actor, requires

blueprint = Blueprint("mobile-clock", __name__, url_prefix="/api/v1/mobile", description="手机端：服务器时间")
blueprint.before_request(refuse_old_apps)


@blueprint.route("/clock")
class Clock(MethodView):
    @requires("device.enrol")
    @blueprint.response(200, ClockReadingSchema)
    def get(self) -> dict[str, Any]:
        """The server's time, signed, to anchor what is recorded offline."""
        return clock_reading(current_app.config["INSTALLATION_SECRET"], current_actor())
