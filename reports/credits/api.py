"""信用公示 over HTTP."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("credits", __name__, url_prefix="/api/v1", description="信用公示")
