"""The one blueprint that the files of this room add to."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("ratings", __name__, url_prefix="/api/v1", description="平安单位")
