"""处罚执行 over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.executions import queries, services
from reports.executions import schemas as bodies
from reports.executions.schemas import ExecutionSchema
from reports.executions.services import DOERS
from reports.penalties.schemas.acts import ActSchema
from server.web.access import current_actor, requires
from server.web.signin.services import confirm_password

Json = dict[str, Any]

blueprint = Blueprint("executions", __name__, url_prefix="/api/v1", description="处罚执行")
blueprint.record(lambda _: queries.guard_executions())

#: Path → body and what it does; each is one act on one case.
ACTS: dict[str, tuple[type[ActSchema], str]] = {
    "payments": (bodies.FinePaymentSchema, "Record a receipt of payment by bank or electronically."),
    "postponement-requests": (bodies.PostponementRequestSchema, "Record that the respondent asks to pay later."),
    "postponement-replies": (bodies.PostponementReplySchema, "Grant instalments, or refuse (延期、分期缴纳)."),
    "remedies": (bodies.RemedyLodgedSchema, "Record that a review or a suit was taken up (复议、诉讼)."),
    "remedy-outcomes": (bodies.RemedyOutcomeSchema, "Record what came of it."),
    "payment-demands": (bodies.PaymentDemandSchema, "Demand the fine before a court is asked (催告)."),
    "court-applications": (bodies.CourtApplicationSchema, "Record that a court was asked to enforce."),
    "court-results": (bodies.CourtResultSchema, "Record what came of the enforcement."),
    "enforcement-endings": (bodies.EnforcementEndSchema, "End the enforcement (终结执行); the password is asked for."),
    "annulments": (bodies.PenaltyAnnulmentSchema, "Annul the decision; the password is asked for again."),
    "refunds": (bodies.FineRefundSchema, "Record that money went back."),
    "closings": (bodies.CaseClosingSchema, "Close the case (结案)."),
    "case-files": (bodies.CaseFileAskSchema, "Ask for all papers and evidence as one file (案卷)."),
}


@blueprint.route("/penalties/<uuid:id>/execution")
class Execution(MethodView):
    @requires("penalty.view")
    @blueprint.response(200, ExecutionSchema)
    def get(self, id: UUID) -> Json:
        """What happened since the decision, what is owed today, and what may be done next."""
        return _page(id)


def _add_act(path: str, schema: type[ActSchema], summary: str) -> None:
    """One route an act, all alike: they differ in body, permission and rule."""

    class ActView(MethodView):
        @requires(DOERS[schema.draft.kind][0])
        @blueprint.arguments(schema)
        @blueprint.response(201, ExecutionSchema)
        def post(self, payload: Json, id: UUID) -> Json:
            if "password" in payload:
                confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
            services.take_execution_act(current_actor(), id, schema.read(payload))
            return _page(id)

    ActView.post.__doc__ = summary
    ActView.__name__ = f"Execution{schema.draft.__name__}"
    blueprint.route(f"/penalties/<uuid:id>/{path}")(ActView)


for _path, (_schema, _summary) in ACTS.items():
    _add_act(_path, _schema, _summary)


def _page(id: UUID) -> Json:
    return queries.execution_page(current_actor(), id, DOERS)
