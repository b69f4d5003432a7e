"""表彰奖励 over HTTP."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("commendations", __name__, url_prefix="/api/v1", description="表彰奖励")
