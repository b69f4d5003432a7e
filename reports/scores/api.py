"""风险评分 over HTTP."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("scores", __name__, url_prefix="/api/v1", description="风险评分")
