"""行政处罚 over HTTP."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("penalties", __name__, url_prefix="/api/v1", description="行政处罚")
