"""The pull's HTTP."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from mobile_api.clock.queries import clock_reading
from mobile_api.pull.queries import pull
from mobile_api.pull.schemas import PullQuery, PullSchema
from mobile_api.versions.api import minimum_app_version, refuse_old_apps
from server.web.access import current_actor, requires

blueprint = Blueprint("mobile-pull", __name__, url_prefix="/api/v1/mobile", description="手机端：获取任务与单位")
blueprint.before_request(refuse_old_apps)


@blueprint.route("/pull")
class Pull(MethodView):
    @requires("task.view")
    @blueprint.arguments(PullQuery, location="query")
    @blueprint.response(200, PullSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """What is new for this phone."""
        actor = current_actor()
        reading = clock_reading(current_app.config["INSTALLATION_SECRET"], actor)
        return {**pull(actor, query["cursor"]), "clock": reading, "minimum_app_version": minimum_app_version()}
