"""Workbooks of units over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint

from server.units.registry.queries.listing import UnitFilter
from server.units.registry.schemas import UnitFilterQuery
from server.units.spreadsheets import services
from server.units.spreadsheets.models import UnitImport
from server.units.spreadsheets.queries import own_import
from server.units.spreadsheets.schemas import ImportFileSchema, ImportQuery, ImportSchema
from server.units.spreadsheets.services.reading import MOST_BYTES
from server.web.access import current_actor, requires

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK = {"type": "string", "format": "binary"}
blueprint = Blueprint("spreadsheets", __name__, url_prefix="/api/v1", description="单位的导入导出")
F = TypeVar("F", bound=Callable[..., Any])


def takes_a_workbook(view: F) -> F:
    """A workbook may be larger than the bodies of other requests."""

    @wraps(view)
    def widened(*args: Any, **kwargs: Any) -> Any:
        request.max_content_length = MOST_BYTES
        return view(*args, **kwargs)

    return widened  # type: ignore[return-value]


@blueprint.route("/units/import-template.xlsx")
class ImportTemplate(MethodView):
    @requires("unit.import")
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self) -> Response:
        """An empty workbook to fill in, with explanations."""
        return _workbook(services.write_template(), "单位导入模板.xlsx")


@blueprint.route("/units/imports")
class Imports(MethodView):
    @requires("unit.import")
    @takes_a_workbook
    @blueprint.arguments(ImportQuery, location="query")
    @blueprint.arguments(ImportFileSchema, location="files")
    @blueprint.response(200, ImportSchema)
    def post(self, query: dict[str, Any], upload: dict[str, Any]) -> UnitImport:
        """Import a workbook of units: all of it, or nothing and what is wrong."""
        return services.import_units(current_actor(), upload["file"].read(), dry_run=query["dry_run"])


@blueprint.route("/units/imports/<uuid:id>/errors.xlsx")
class ImportErrors(MethodView):
    @requires("unit.import")
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, id: UUID) -> Response:
        """The workbook that was sent, with a column of errors."""
        return _workbook(services.write_error_workbook(own_import(current_actor(), id)), "导入错误.xlsx")


@blueprint.route("/units/export.xlsx")
class Export(MethodView):
    @requires("unit.export")
    @blueprint.arguments(UnitFilterQuery, location="query")
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, query: dict[str, Any]) -> Response:
        """Units within reach as a workbook that can be edited and sent back."""
        return _workbook(services.export_units(current_actor(), UnitFilter(**query)), "单位.xlsx")


def _workbook(content: bytes, name: str) -> Response:
    response = Response(content, content_type=XLSX)
    # RFC 5987: servers refuse a header that is not Latin-1.
    response.headers["Content-Disposition"] = f"attachment; filename=\"units.xlsx\"; filename*=UTF-8''{quote(name)}"
    return response
