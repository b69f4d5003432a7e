"""一单位一档, three defences and sheets of terms over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.documents.rules import DocumentKind
from reports.unit_files import schemas, services
from reports.unit_files.queries import defences, exports, files, terms
from reports.unit_files.queries.effects import effect_of
from reports.unit_files.queries.readers import guard_unit_files
from reports.unit_files.rules.defences import DefenceItemDraft, described_measures
from reports.unit_files.rules.terms import TermSheetDraft
from reports.unit_files.services.workbooks import sheet_workbook
from server.units.registry.queries.lookups import unit_by_id
from server.units.registry.queries.reach import unit_within_reach
from server.units.spreadsheets.api import WORKBOOK, XLSX
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.rates import check_rate
from server.web.shapes import TermEffectSchema

blueprint = Blueprint("unit-files", __name__, url_prefix="/api/v1", description="一单位一档")
blueprint.record(lambda _: guard_unit_files())
PREVIEWS_PER_MINUTE = 30
_PDF = {"type": "string", "format": "binary"}


@blueprint.route("/units/<uuid:id>/file")
class UnitFileView(MethodView):
    @requires("unit_file.view")
    @blueprint.response(200, schemas.UnitFileSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """All that is known of a unit (一单位一档): its data, three defences, and each chapter's newest rows."""
        return files.file_of_unit(current_actor(), id)


@blueprint.route("/units/<uuid:id>/defences")
class UnitDefences(MethodView):
    @requires("unit_file.view")
    @blueprint.response(200, schemas.UnitDefencesSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """Three bars of a unit, 人防, 物防 and 技防, with the items they are made of."""
        return defences.defences_of_unit(current_actor(), id)


@blueprint.route("/units/<uuid:id>/defences/<string:code>")
class DefenceRows(MethodView):
    @requires("unit_file.view")
    @blueprint.response(200, schemas.DefenceRowsSchema)
    def get(self, id: UUID, code: str) -> dict[str, Any]:
        """The things behind one item of a bar, what is lacking first."""
        return defences.behind_item(current_actor(), id, code)


@blueprint.route("/units/<uuid:id>/file-exports")
class FileExports(MethodView):
    @requires("unit_file.export")
    @blueprint.response(200, schemas.FileExportsSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """Papers of a unit's file that one's own agencies had made, the latest first."""
        return {"items": exports.exports_of_unit(current_actor(), id)}

    @requires("unit_file.export")
    @blueprint.arguments(schemas.FileExportDraftSchema)
    @blueprint.response(201, schemas.FileExportSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Have a unit's file made into one signed PDF with index and hashes, in the background."""
        actor = current_actor()
        row = services.request_file(actor, unit_within_reach(actor, id), payload["id"])
        return exports.export_shapes([row])[0]


@blueprint.route("/unit-file-exports/<uuid:id>")
class FileExport(MethodView):
    @requires("unit_file.export")
    @blueprint.response(200, schemas.FileExportSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """How far a file's paper is."""
        return exports.export_shapes([exports.export_within_reach(current_actor(), id)])[0]


@blueprint.route("/unit-file-exports/<uuid:id>/file")
class FileExportPaper(MethodView):
    @requires("unit_file.export")
    @blueprint.doc(**also(422))  # not ready
    @blueprint.response(200, _PDF, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The signed PDF."""
        row = exports.export_within_reach(current_actor(), id)
        return _file(exports.paper_of(DocumentKind.UNIT_FILE, row.id), "application/pdf", "单位治安保卫档案.pdf")


@blueprint.route("/units/<uuid:id>/term-figures")
class TermFigures(MethodView):
    @requires("unit_file.export")
    @blueprint.doc(**also(422))
    @blueprint.arguments(schemas.TermQuery, location="query")
    @blueprint.response(200, schemas.TermFiguresSchema)
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """What came to pass at a unit in somebody's term of office, before a sheet is made of it."""
        return terms.term_figures(current_actor(), id, query["person_id"], query["from_on"], query["to_on"])


@blueprint.route("/units/<uuid:id>/term-sheets")
class TermSheets(MethodView):
    @requires("unit_file.export")
    @blueprint.response(200, schemas.TermSheetsSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """Sheets of terms (任期责任情况表) at a unit that one's own agencies made, the latest first."""
        return {"items": exports.sheets_of_unit(current_actor(), id)}

    @requires("unit_file.export")
    @blueprint.arguments(schemas.TermSheetDraftSchema)
    @blueprint.response(201, schemas.TermSheetSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Make the sheet of a person's term (任期责任情况表) for a span of days."""
        actor = current_actor()
        row = services.record_sheet(actor, unit_within_reach(actor, id), TermSheetDraft(**payload))
        return exports.sheet_shapes([row])[0]


@blueprint.route("/term-sheets/<uuid:id>")
class OneTermSheet(MethodView):
    @requires("unit_file.export")
    @blueprint.response(200, schemas.TermSheetSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One sheet and how far its paper is."""
        return exports.sheet_shapes([exports.sheet_within_reach(current_actor(), id)])[0]


@blueprint.route("/term-sheets/<uuid:id>/file")
class TermSheetPaper(MethodView):
    @requires("unit_file.export")
    @blueprint.doc(**also(422))  # not ready
    @blueprint.response(200, _PDF, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The signed PDF."""
        row = exports.sheet_within_reach(current_actor(), id)
        return _file(exports.paper_of(DocumentKind.TERM_SHEET, row.id), "application/pdf", "任期责任情况表.pdf")


@blueprint.route("/term-sheets/<uuid:id>/workbook")
class TermSheetWorkbook(MethodView):
    @requires("unit_file.export")
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, id: UUID) -> Response:
        """The same as a workbook."""
        row = exports.sheet_within_reach(current_actor(), id)
        return _file(sheet_workbook(row, unit_by_id(row.unit_id).name), XLSX, f"任期责任情况表-{row.person_name}.xlsx")


@blueprint.route("/defence-items")
class DefenceItems(MethodView):
    @requires("unit_file.view")
    @blueprint.response(200, schemas.DefenceItemsSchema)
    def get(self) -> dict[str, Any]:
        """What counts to which of the three defences, and what did before."""
        return _items()

    @requires("assessment.edit")
    @blueprint.arguments(schemas.DefenceItemDraftSchema)
    @blueprint.response(201, schemas.DefenceItemsSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Have something count to a defence, or no longer, from a day on; all rows as they are then."""
        services.set_item(current_actor(), DefenceItemDraft(**payload))
        return _items()


@blueprint.route("/defence-items/preview")
class DefenceItemPreview(MethodView):
    @requires("assessment.edit")
    @blueprint.arguments(schemas.DefenceItemDraftSchema)
    @blueprint.response(200, TermEffectSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """How units within reach would stand with the item as drafted; nothing is kept."""
        check_rate(f"preview {current_actor().account_id}", PREVIEWS_PER_MINUTE)
        return {"lines": effect_of(current_actor(), DefenceItemDraft(**payload))}


def _items() -> dict[str, Any]:
    return {"items": defences.find_items(), "measures": described_measures()}


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    # RFC 5987: servers refuse a header that is not Latin-1.
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "no-store"
    return response
