"""The one blueprint of the subject."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("lessons", __name__, url_prefix="/api/v1", description="课程")
