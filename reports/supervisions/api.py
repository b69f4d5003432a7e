"""督办督导 over HTTP."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("supervisions", __name__, url_prefix="/api/v1", description="督办督导")
