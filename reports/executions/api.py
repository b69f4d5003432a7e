"""处罚执行 over HTTP."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("executions", __name__, url_prefix="/api/v1", description="处罚执行")
