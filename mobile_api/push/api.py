"""Records come in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, request
from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.inspections.queries import Receipt, receipt_within_reach
from checklists.inspections.schemas import ReceiptSchema
from mobile_api.push import services
from mobile_api.push.rules import Push
from mobile_api.push.schemas import BatchResultsSchema, BatchSchema, PushSchema, read_push
from mobile_api.versions.api import refuse_old_apps
from server.web.access import current_actor, requires
from server.web.problems import problem_body, status_of

#: A batch may be this many times as long as the longest record.
BATCH_FACTOR = 4

_push = PushSchema()  # made once: given the class, webargs makes it anew for every request

blueprint = Blueprint("mobile-records", __name__, url_prefix="/api/v1/mobile", description="手机端：提交检查记录")
blueprint.before_request(refuse_old_apps)


@blueprint.before_request
def _allow_long_batches() -> None:
    if request.endpoint == "mobile-records.Batch":
        request.max_content_length = BATCH_FACTOR * current_app.config["SETTINGS"].max_record_bytes


@blueprint.route("/records")
class Records(MethodView):
    @requires("inspection.submit")
    @blueprint.arguments(_push)
    @blueprint.response(201, ReceiptSchema)
    @blueprint.alt_response(200, schema=ReceiptSchema, description="known already; the same receipt")
    def post(self, push: Push) -> tuple[Receipt, int]:
        """Hand in a record, as often as you like: it is taken once."""
        receipt, created = services.push_record(current_actor(), push, _terms())
        return receipt, 201 if created else 200


@blueprint.route("/records/batch")
class Batch(MethodView):
    @requires("inspection.submit")
    @blueprint.arguments(BatchSchema())
    @blueprint.response(200, BatchResultsSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Hand in up to 50 records; each gets its own answer."""
        pushes = [read_push(raw) for raw in payload["pushes"]]
        outcomes = services.push_batch(current_actor(), pushes, _terms())
        return {"results": [_result(outcome) for outcome in outcomes]}


@blueprint.route("/records/<uuid:id>")
class OneRecord(MethodView):
    @requires("inspection.submit")
    @blueprint.response(200, ReceiptSchema)
    def get(self, id: UUID) -> Receipt:
        """The receipt of a record: what is still missing, what was found."""
        return receipt_within_reach(current_actor(), id)


def _result(outcome: services.Outcome) -> dict[str, Any]:
    if outcome.error:
        status, problem = status_of(outcome.error), problem_body(outcome.error)
    else:
        status, problem = 201 if outcome.created else 200, None
    return {"id": outcome.id, "status": status, "receipt": outcome.receipt, "problem": problem}


def _terms() -> services.Terms:
    settings = current_app.config["SETTINGS"]
    return services.Terms(
        secret=current_app.config["INSTALLATION_SECRET"],
        clock_tolerance_seconds=settings.clock_tolerance_seconds,
        most_record_bytes=settings.max_record_bytes,
    )
