"""信用公示 over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.credits import queries, services
from reports.credits.models import CreditReport
from reports.credits.rules import ReportDraft, WithdrawalDraft
from reports.credits.schemas import (
    CreditColumnSetsSchema,
    CreditExportQuery,
    CreditQuery,
    CreditRecordSchema,
    CreditReportDraftSchema,
    CreditReportSchema,
    CreditWithdrawalDraftSchema,
)
from server.core import clock
from server.web.access import current_actor, requires
from server.web.paging import page_schema

Json = dict[str, Any]
FILE = {"type": "string", "format": "binary"}
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
#: As JSON it is an object, else a file.
CONTENT = {kind: {"schema": {"type": "object"} if kind.endswith("json") else FILE} for kind in MEDIA.values()}

blueprint = Blueprint("credits", __name__, url_prefix="/api/v1", description="信用公示")


@blueprint.route("/credit-records")
class Records(MethodView):
    @requires("credit.view")
    @blueprint.arguments(CreditQuery, location="query")
    @blueprint.response(200, page_schema(CreditRecordSchema))
    def get(self, query: Json) -> Json:
        """Penalties for the credit platform within reach, newest first."""
        return queries.find_records(current_actor(), queries.CreditFilter(**query))


@blueprint.route("/credit-records/<uuid:id>")
class OneRecord(MethodView):
    @requires("credit.view")
    @blueprint.response(200, CreditRecordSchema)
    def get(self, id: UUID) -> Json:
        """One record."""
        return _shape(id)


@blueprint.route("/credit-records/export")
class Export(MethodView):
    @requires("credit.report")
    @blueprint.arguments(CreditExportQuery, location="query")
    @blueprint.doc(responses={200: {"content": CONTENT}})
    @blueprint.response(200, FILE, content_type=MEDIA["xlsx"])
    def get(self, query: Json) -> Response:
        """Records as a file in the platform's columns (双公示)."""
        form, columns = query["form"], query["columns"]
        wanted = queries.CreditFilter(state=query["state"], unit_id=query["unit_id"])
        content = services.export_records(current_actor(), services.ExportWish(columns, form, wanted))
        response = Response(content, content_type=MEDIA[form])
        name = quote(f"行政处罚双公示-{clock.today().isoformat()}.{form}")
        # RFC 5987: servers refuse a header that is not Latin-1.
        response.headers["Content-Disposition"] = f"attachment; filename=\"credit.{form}\"; filename*=UTF-8''{name}"
        return response


@blueprint.route("/credit-columns")
class Columns(MethodView):
    @requires("credit.view")
    @blueprint.response(200, CreditColumnSetsSchema)
    def get(self) -> Json:
        """The sets of columns in force, each in its fixed order."""
        return {"sets": queries.column_sets()}


@blueprint.route("/credit-reports")
class Reports(MethodView):
    @requires("credit.report")
    @blueprint.arguments(CreditReportDraftSchema)
    @blueprint.response(201, CreditReportSchema)
    def post(self, payload: Json) -> CreditReport:
        """Mark a batch as handed to the platform (已报)."""
        ids = tuple(payload.pop("record_ids"))
        return services.mark_reported(current_actor(), ReportDraft(record_ids=ids, **payload))


@blueprint.route("/credit-records/<uuid:id>/withdrawals")
class Withdrawals(MethodView):
    @requires("credit.report")
    @blueprint.arguments(CreditWithdrawalDraftSchema)
    @blueprint.response(201, CreditRecordSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Mark a record as taken back from the platform (已撤回)."""
        services.mark_withdrawn(current_actor(), id, WithdrawalDraft(**payload))
        return _shape(id)


def _shape(id: UUID) -> Json:
    return queries.record_shapes([queries.record_within_reach(current_actor(), id)])[0]
