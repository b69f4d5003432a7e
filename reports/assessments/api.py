"""考核评价 over HTTP."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("assessments", __name__, url_prefix="/api/v1", description="考核评价")
