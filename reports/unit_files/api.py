"""一单位一档 over HTTP."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("unit-files", __name__, url_prefix="/api/v1", description="一单位一档")
