"""送达 over HTTP."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("deliveries", __name__, url_prefix="/api/v1", description="送达")
