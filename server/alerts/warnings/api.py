"""Warnings over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from server.alerts.warnings import queries, services
from server.alerts.warnings.rules import WarningRuleDraft
from server.alerts.warnings.schemas import (
    SecurityWarningSchema,
    WarningEndDraftSchema,
    WarningFeedbackDraftSchema,
    WarningQuery,
    WarningRuleDraftSchema,
    WarningRuleSchema,
    WarningRulesSchema,
)
from server.web.access import current_actor, requires
from server.web.paging import page_schema

blueprint = Blueprint("warnings", __name__, url_prefix="/api/v1/warnings", description="预警")
rule_pages = Blueprint("warning_rules", __name__, url_prefix="/api/v1/warning-rules", description="预警规则")


@blueprint.route("")
class Warnings(MethodView):
    @requires("warning.view")
    @blueprint.arguments(WarningQuery, location="query")
    @blueprint.response(200, page_schema(SecurityWarningSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Warnings of units within reach, the latest first."""
        return queries.find_warnings(current_actor(), queries.WarningFilter(**query))


@blueprint.route("/<uuid:id>")
class OneWarning(MethodView):
    @requires("warning.view")
    @blueprint.response(200, SecurityWarningSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One warning with its basis and all that was answered."""
        return _shape(id)


@blueprint.route("/<uuid:id>/feedback")
class Feedback(MethodView):
    @requires("warning.answer")
    @blueprint.arguments(WarningFeedbackDraftSchema)
    @blueprint.response(201, SecurityWarningSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Say what was done; closes the warning (反馈)."""
        services.answer_warning(current_actor(), id, payload["id"], payload["text"])
        return _shape(id)


@blueprint.route("/<uuid:id>/end")
class End(MethodView):
    @requires("warning.end")
    @blueprint.arguments(WarningEndDraftSchema)
    @blueprint.response(200, SecurityWarningSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """End it without an answer, with a reason (解除)."""
        services.end_warning(current_actor(), id, payload["reason"])
        return _shape(id)


@rule_pages.route("")
class Rules(MethodView):
    @requires("basis.view")
    @rule_pages.response(200, WarningRulesSchema)
    def get(self) -> dict[str, Any]:
        """The rules by which warnings are raised, by code, the latest first."""
        return {"rules": queries.rules()}

    @requires("risk_rule.edit")
    @rule_pages.arguments(WarningRuleDraftSchema)
    @rule_pages.response(201, WarningRuleSchema)
    def post(self, payload: dict[str, Any]) -> Any:
        """State how a rule reads from a day on."""
        return services.state_warning_rule(current_actor(), WarningRuleDraft(**payload))


def _shape(id: UUID) -> dict[str, Any]:
    return queries.shapes([queries.warning_within_reach(current_actor(), id)])[0]
