"""Risk assessments over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from server.alerts.risks import queries, services
from server.alerts.risks.rules import RiskDraft, RuleDraft
from server.alerts.risks.schemas import (
    ForwardingDraftSchema,
    RiskAssessmentSchema,
    RiskDraftSchema,
    RiskQuery,
    RiskRuleDraftSchema,
    RiskRuleSchema,
    RiskRulesSchema,
)
from server.web.access import current_actor, requires
from server.web.paging import page_schema

blueprint = Blueprint("risks", __name__, url_prefix="/api/v1", description="风险评估")


@blueprint.route("/risk-assessments")
class Assessments(MethodView):
    @requires("risk.view")
    @blueprint.arguments(RiskQuery, location="query")
    @blueprint.response(200, page_schema(RiskAssessmentSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """One's own unit's, or those sent to one's agency; the latest first."""
        return queries.find_assessments(current_actor(), queries.RiskFilter(**query))

    @requires("risk.assess")
    @blueprint.arguments(RiskDraftSchema)
    @blueprint.response(201, RiskAssessmentSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Assess a risk of one's own unit; the level follows from the rule (风险评估)."""
        return _shape(services.assess_risk(current_actor(), RiskDraft(**payload)).id)


@blueprint.route("/risk-assessments/<uuid:id>")
class OneAssessment(MethodView):
    @requires("risk.view")
    @blueprint.response(200, RiskAssessmentSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One assessment, with the words of the rule and who took it in."""
        return _shape(id)


@blueprint.route("/risk-assessments/<uuid:id>/forwardings")
class Forwardings(MethodView):
    @requires("risk.assess")
    @blueprint.arguments(ForwardingDraftSchema)
    @blueprint.response(201, RiskAssessmentSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Send it to the police in charge, or to the department above (报送)."""
        services.forward_assessment(current_actor(), id, payload["id"], payload["to_kind"])
        return _shape(id)


@blueprint.route("/risk-assessments/<uuid:id>/receipts")
class Receipts(MethodView):
    @requires("risk.receive")
    @blueprint.response(201, RiskAssessmentSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Take it in for one's agency (签收)."""
        return _shape(services.receive_assessment(current_actor(), id).id)


@blueprint.route("/risk-rules")
class Rules(MethodView):
    @requires("basis.view")
    @blueprint.response(200, RiskRulesSchema)
    def get(self) -> dict[str, Any]:
        """The rules by which a score becomes a level, the latest first."""
        return {"rules": queries.rules()}

    @requires("risk_rule.edit")
    @blueprint.arguments(RiskRuleDraftSchema)
    @blueprint.response(201, RiskRuleSchema)
    def post(self, payload: dict[str, Any]) -> Any:
        """A new rule from a day on."""
        return services.state_rule(current_actor(), RuleDraft(**payload))


def _shape(id: UUID) -> dict[str, Any]:
    return queries.shapes([queries.assessment_within_reach(current_actor(), id)])[0]
