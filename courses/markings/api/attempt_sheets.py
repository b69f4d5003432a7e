"""An attempt with its texts, and late answers that shall count, over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from courses.exams.rules.sessions import LateDecision, LateDraft
from courses.exams.services.late import decide_late_answers, propose_late_answers
from courses.markings.api.blueprint import blueprint
from courses.markings.queries.attempt_sheets import acceptance_shape, attempt_sheet
from courses.markings.schemas.attempt_sheets import (
    AttemptSheetSchema,
    LateAcceptanceSchema,
    LateDecisionSchema,
    LateDraftSchema,
)
from server.web.access import current_actor, requires


@blueprint.route("/exam-attempts/<uuid:id>/sheet")
class AttemptSheets(MethodView):
    @requires("exam.view")
    @blueprint.response(200, AttemptSheetSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """An attempt slot by slot with its texts; right answers only for those who see results."""
        return attempt_sheet(current_actor(), id)


@blueprint.route("/exam-attempts/<uuid:id>/late-acceptances")
class LateAcceptances(MethodView):
    @requires("exam.edit")
    @blueprint.arguments(LateDraftSchema)
    @blueprint.response(201, LateAcceptanceSchema)
    def post(self, draft: LateDraft, id: UUID) -> dict[str, Any]:
        """Ask to have the late answers of an attempt counted."""
        actor = current_actor()
        return acceptance_shape(actor, propose_late_answers(actor, id, draft))


@blueprint.route("/late-acceptances/<uuid:id>/decisions")
class LateDecisions(MethodView):
    @requires("exam.edit")
    @blueprint.arguments(LateDecisionSchema)
    @blueprint.response(201, LateAcceptanceSchema)
    def post(self, decision: LateDecision, id: UUID) -> dict[str, Any]:
        """Confirm or refuse, by another person than the one who asked."""
        actor = current_actor()
        return acceptance_shape(actor, decide_late_answers(actor, id, decision))
