"""Items in and out of files."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response
from flask.views import MethodView

from courses.items.api.front import blueprint
from courses.items.queries.imports import (
    drafts_to_export,
    export_plan,
    import_shape,
    import_to_confirm,
)
from courses.items.queries.listing import ItemFilter
from courses.items.rules.exchange import FORMATS, xlsx
from courses.items.rules.exchange.markup import MOST_BYTES
from courses.items.schemas import (
    ImportFormQuery,
    ItemExportPlanSchema,
    ItemExportQuery,
    ItemFileUploadSchema,
    ItemImportConfirmationSchema,
    ItemImportSchema,
)
from courses.items.services.exporting import export_items
from courses.items.services.importing import ImportWish, confirm_import, read_import
from server.units.spreadsheets.api import takes_a_workbook
from server.web.access import current_actor, requires
from server.web.openapi import also

Json = dict[str, Any]
_BINARY = {"type": "string", "format": "binary"}
_ANY = "application/octet-stream"


@blueprint.route("/item-imports")
class ItemImports(MethodView):
    @requires("item.edit")
    @takes_a_workbook
    @blueprint.arguments(ImportFormQuery, location="query")
    @blueprint.arguments(ItemFileUploadSchema, location="files")
    @blueprint.response(201, ItemImportSchema)
    def post(self, query: Json, upload: Json) -> Json:
        """Read a file of items: what it holds, what is wrong in which line, what the bank has already. Nothing is entered."""
        wish = ImportWish(data=upload["file"].read(MOST_BYTES), **query)
        return import_shape(read_import(current_actor(), wish))


@blueprint.route("/item-imports/<uuid:id>")
class OneItemImport(MethodView):
    @requires("item.edit")
    @blueprint.response(200, ItemImportSchema)
    def get(self, id: UUID) -> Json:
        """One file that was read."""
        return import_shape(import_to_confirm(current_actor(), id))


@blueprint.route("/item-imports/<uuid:id>/confirmations")
class ItemImportConfirmations(MethodView):
    @requires("item.edit")
    @blueprint.doc(**also(422))
    @blueprint.arguments(ItemImportConfirmationSchema)
    @blueprint.response(201, ItemImportSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Enter all items of the file as drafts, or none if it has problems; doubles are left out unless asked for."""
        return import_shape(confirm_import(current_actor(), id, with_doubles=payload["with_doubles"]))


@blueprint.route("/items/template.xlsx")
class ItemTemplate(MethodView):
    @requires("item.view")
    @blueprint.response(200, _BINARY, content_type=FORMATS["xlsx"].content_type)
    def get(self) -> Response:
        """An empty workbook to fill in, with explanations."""
        return _file(xlsx.write([]), "试题导入模板.xlsx", "xlsx", FORMATS["xlsx"].content_type)


@blueprint.route("/items/export-plan")
class ItemExportPlan(MethodView):
    @requires("item.view")
    @blueprint.arguments(ItemExportQuery, location="query")
    @blueprint.response(200, ItemExportPlanSchema)
    def get(self, query: Json) -> Json:
        """What an export would hold, which items the format cannot carry, and what it does not keep."""
        drafts = _drafts(query)
        return export_plan(FORMATS[query["format"]], drafts)


@blueprint.route("/items/export")
class ItemExport(MethodView):
    @requires("item.edit")
    @blueprint.arguments(ItemExportQuery, location="query")
    @blueprint.response(200, _BINARY, content_type=_ANY)
    def get(self, query: Json) -> Response:
        """Items with their keys as a file that this and other programs import."""
        format = query["format"]
        return _file(export_items(current_actor(), format, _wanted(query)), f"题库.{FORMATS[format].suffix}", format)


def _drafts(query: Json) -> Any:
    return drafts_to_export(current_actor(), _wanted(query))


def _wanted(query: Json) -> ItemFilter:
    return ItemFilter(**{name: value for name, value in query.items() if name not in {"format", "after", "limit"}})


def _file(content: bytes, name: str, format: str, content_type: str = _ANY) -> Response:
    response = Response(content, content_type=content_type)
    # RFC 5987: servers refuse a header that is not Latin-1.
    plain = f"items.{FORMATS[format].suffix}"
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return response
