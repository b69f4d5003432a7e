"""Regrades over HTTP: tried by a job, proposed, decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from courses.markings.api.blueprint import blueprint
from courses.markings.queries import regrades, trials
from courses.markings.rules.regrading import Decision, RegradeDraft, TrialDraft
from courses.markings.schemas.regrades import (
    DecisionSchema,
    ListedTrialSchema,
    RegradeDraftSchema,
    RegradeSchema,
    RegradeTrialSchema,
    TrialDraftSchema,
)
from courses.markings.services import ask_trial, decide_regrade, propose_regrade
from server.web.access import current_actor, requires
from server.web.rates import check_rate

#: A trial reads every result of the session.
TRIALS_PER_MINUTE = 30


@blueprint.route("/exam-sessions/<uuid:id>/regrade-trials")
class RegradeTrials(MethodView):
    @requires("regrade.propose")
    @blueprint.response(200, ListedTrialSchema(many=True))
    def get(self, id: UUID) -> list[dict[str, Any]]:
        """The latest trials of a session, so that a closed page forgets nothing."""
        return trials.find_trials(current_actor(), id)

    @requires("regrade.propose")
    @blueprint.arguments(TrialDraftSchema)
    @blueprint.response(202, RegradeTrialSchema)
    def post(self, draft: TrialDraft, id: UUID) -> dict[str, Any]:
        """Have a job count what a regrade would change; results stay as they are."""
        actor = current_actor()
        check_rate(f"regrade trial {actor.account_id}", TRIALS_PER_MINUTE)
        return trials.trial_shape(ask_trial(actor, id, draft))


@blueprint.route("/regrade-trials/<uuid:id>")
class OneRegradeTrial(MethodView):
    @requires("regrade.propose")
    @blueprint.response(200, RegradeTrialSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """How far a trial is, and what it foresees once all results are read."""
        return trials.trial_shape(trials.trial_within_reach(current_actor(), id))


@blueprint.route("/exam-sessions/<uuid:id>/regrades")
class RegradesOfSession(MethodView):
    @requires("result.view")
    @blueprint.response(200, RegradeSchema(many=True))
    def get(self, id: UUID) -> list[dict[str, Any]]:
        """Regrades of a session, the latest first."""
        return regrades.find_regrades(current_actor(), id)

    @requires("regrade.propose")
    @blueprint.arguments(RegradeDraftSchema)
    @blueprint.response(201, RegradeSchema)
    def post(self, draft: RegradeDraft, id: UUID) -> dict[str, Any]:
        """Propose what was tried."""
        actor = current_actor()
        return regrades.regrade_shapes(actor, [propose_regrade(actor, id, draft)])[0]


@blueprint.route("/regrades/<uuid:id>")
class OneRegrade(MethodView):
    @requires("result.view")
    @blueprint.response(200, RegradeSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One regrade with what was foreseen and who approved."""
        actor = current_actor()
        return regrades.regrade_shapes(actor, [regrades.regrade_within_reach(actor, id)])[0]


@blueprint.route("/regrades/<uuid:id>/decisions")
class RegradeDecisions(MethodView):
    @requires("regrade.approve")
    @blueprint.arguments(DecisionSchema)
    @blueprint.response(201, RegradeSchema)
    def post(self, decision: Decision, id: UUID) -> dict[str, Any]:
        """Approve or refuse; two other persons than the proposer must approve."""
        actor = current_actor()
        return regrades.regrade_shapes(actor, [decide_regrade(actor, id, decision)])[0]
