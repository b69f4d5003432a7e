"""The server's status for phones, and the guard that turns old apps away."""

from __future__ import annotations

from typing import Any

from flask import current_app, request
from flask.views import MethodView
from flask_smorest import Blueprint

from mobile_api.versions.rules import check_app_version
from mobile_api.versions.schemas import StatusSchema
from server.core import clock
from server.web.access import public

blueprint = Blueprint("mobile-status", __name__, url_prefix="/api/v1/mobile", description="手机端：服务状态")


@blueprint.route("/status")
class Status(MethodView):
    @public
    @blueprint.response(200, StatusSchema)
    def get(self) -> dict[str, Any]:
        """Which app version is needed; answered to every version and without an account."""
        return {"minimum_app_version": minimum_app_version(), "server_now": clock.now()}


def refuse_old_apps() -> None:
    """Registered by every other mobile blueprint, before its requests. Raises AppTooOld."""
    check_app_version(request.headers.get("X-Shouwang-App"), minimum_app_version())


def minimum_app_version() -> str:
    version: str = current_app.config["SETTINGS"].minimum_app_version
    return version
