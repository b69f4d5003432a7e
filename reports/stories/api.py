"""典型经验 over HTTP."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("stories", __name__, url_prefix="/api/v1", description="典型经验")
