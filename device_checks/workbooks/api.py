"""Workbooks of facilities over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.workbooks import services
from device_checks.workbooks.models import FacilityImport
from device_checks.workbooks.queries import own_import
from device_checks.workbooks.schemas import WorkbookQuery
from server.units.spreadsheets.api import WORKBOOK, XLSX, takes_a_workbook
from server.units.spreadsheets.schemas import ImportFileSchema, ImportQuery, ImportSchema
from server.web.access import current_actor, requires
from server.web.openapi import also

blueprint = Blueprint(
    "facility_workbooks", __name__, url_prefix="/api/v1/facility-workbooks", description="设施台账的导入导出"
)


@blueprint.route("/template.xlsx")
class Template(MethodView):
    @requires("facility.import")
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self) -> Response:
        """An empty workbook to fill in, with explanations."""
        return _workbook(services.write_template(), "设施导入模板.xlsx")


@blueprint.route("/imports")
class Imports(MethodView):
    @requires("facility.import")
    @takes_a_workbook
    @blueprint.arguments(ImportQuery, location="query")
    @blueprint.arguments(ImportFileSchema, location="files")
    @blueprint.response(200, ImportSchema)
    def post(self, query: dict[str, Any], upload: dict[str, Any]) -> FacilityImport:
        """Import a workbook of facilities: all of it, or nothing and what is wrong."""
        return services.import_facilities(current_actor(), upload["file"].read(), dry_run=query["dry_run"])


@blueprint.route("/imports/<uuid:id>/errors.xlsx")
class ImportErrors(MethodView):
    @requires("facility.import")
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, id: UUID) -> Response:
        """The workbook that was sent, with a column of errors."""
        return _workbook(services.write_error_workbook(own_import(current_actor(), id)), "设施导入错误.xlsx")


@blueprint.route("/facilities.xlsx")
class Export(MethodView):
    @requires("facility.import")
    @blueprint.doc(**also(404))
    @blueprint.arguments(WorkbookQuery, location="query")
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, query: dict[str, Any]) -> Response:
        """A unit's register as a workbook that can be edited and sent back."""
        return _workbook(services.export_facilities(current_actor(), **query), "设施台账.xlsx")


def _workbook(content: bytes, name: str) -> Response:
    response = Response(content, content_type=XLSX)
    # RFC 5987: servers refuse a header that is not Latin-1.
    disposition = f"attachment; filename=\"facilities.xlsx\"; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Disposition"] = disposition
    return response
