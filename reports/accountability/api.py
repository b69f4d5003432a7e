"""责任追究 over HTTP."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("accountability", __name__, url_prefix="/api/v1", description="责任追究")
