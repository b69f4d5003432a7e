"""通报简报 over HTTP."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("bulletins", __name__, url_prefix="/api/v1", description="通报简报")
