"""The blueprint that both files of routes hang on."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprint = Blueprint("items", __name__, url_prefix="/api/v1", description="题库")
