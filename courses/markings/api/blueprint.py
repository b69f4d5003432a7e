"""Where the routes of marking are kept together."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("markings", __name__, url_prefix="/api/v1", description="阅卷与成绩")
