"""XLSForms over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.templates.queries import version_by_id
from checklists.xlsforms import services
from checklists.xlsforms.schemas import FormFileSchema, FormImportQuery, FormImportSchema, shaped
from checklists.xlsforms.services.reading import MOST_BYTES
from server.web.access import current_actor, requires

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK = {"type": "string", "format": "binary"}
_FORM_OVERHEAD = 64 * 1024  # boundaries and names of a multipart body
F = TypeVar("F", bound=Callable[..., Any])
blueprint = Blueprint("xlsforms", __name__, url_prefix="/api/v1", description="检查表与 XLSForm 的互换")


@blueprint.route("/template-versions/<uuid:id>/form.xlsx")
class VersionForm(MethodView):
    @requires("template.view")
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self, id: UUID) -> Response:
        """A version as an XLSForm workbook."""
        name, content = services.export_version(id)
        response = Response(content, content_type=XLSX)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _takes_a_workbook(view: F) -> F:
    """A workbook may be larger than the bodies of other requests."""

    @wraps(view)
    def widened(*args: Any, **kwargs: Any) -> Any:
        request.max_content_length = MOST_BYTES + _FORM_OVERHEAD
        return view(*args, **kwargs)

    return widened  # type: ignore[return-value]


@blueprint.route("/templates/forms")
class Forms(MethodView):
    @requires("template.edit")
    @_takes_a_workbook
    @blueprint.arguments(FormImportQuery, location="query")
    @blueprint.arguments(FormFileSchema, location="files")
    @blueprint.response(200, FormImportSchema)
    def post(self, query: dict[str, Any], upload: dict[str, Any]) -> dict[str, Any]:
        """Read an XLSForm; with an id lay it down as a draft, unless something is wrong with it."""
        with closing(upload["file"]) as file:  # larger ones lie on disk
            content = file.read(MOST_BYTES + 1)
        form = services.read_form(content)
        definition = shaped(form)
        version = services.import_form(current_actor(), form, definition, query["id"]) if definition else None
        return {
            "definition": definition,
            "remarks": [remark.as_row() for remark in form.remarks],
            "version": version_by_id(version.id) if version else None,
        }
