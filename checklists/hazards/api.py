"""Hazards over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from checklists.hazards import queries, services
from checklists.hazards.rules import (
    ExtensionDecisionDraft,
    ExtensionDraft,
    Finding,
    HandoverDraft,
    HazardReport,
    RecheckDraft,
    RectificationDraft,
    TermDraft,
)
from checklists.hazards.schemas import (
    ClassificationDraftSchema,
    ClosureDraftSchema,
    ExtensionDecisionDraftSchema,
    ExtensionDraftSchema,
    HandoverDraftSchema,
    HazardLifeSchema,
    HazardQuery,
    HazardRecheckDraftSchema,
    HazardReportSchema,
    HazardRowSchema,
    OverdueWithdrawalDraftSchema,
    PenaltyCandidateSchema,
    RecheckDraftSchema,
    RecheckSchema,
    RectificationDraftSchema,
    TermDraftSchema,
    TermsSchema,
)
from server.web.access import current_actor, requires
from server.web.paging import PageQuery, page_schema
from server.web.signin.services import confirm_password

Json = dict[str, Any]

blueprint = Blueprint("hazards", __name__, url_prefix="/api/v1/hazards", description="治安隐患")
around = Blueprint("hazard-work", __name__, url_prefix="/api/v1", description="复查、移送处罚与期限设置")


@blueprint.route("")
class Hazards(MethodView):
    @requires("hazard.view")
    @blueprint.arguments(HazardQuery, location="query")
    @blueprint.response(200, page_schema(HazardRowSchema))
    def get(self, query: Json) -> Json:
        """Hazards within reach, newest first."""
        return queries.find_hazards(current_actor(), queries.HazardFilter(**query))

    @requires("hazard.report")
    @blueprint.arguments(HazardReportSchema)
    @blueprint.response(201, HazardLifeSchema)
    def post(self, payload: Json) -> Json:
        """Report a hazard by hand; a unit's own report counts as its own finding."""
        bases, photos = tuple(payload.pop("bases")), tuple(payload.pop("photos"))
        return _life(services.report_hazard(current_actor(), HazardReport(**payload, bases=bases, files=photos)).id)


@blueprint.route("/<uuid:id>")
class OneHazard(MethodView):
    @requires("hazard.view")
    @blueprint.response(200, HazardLifeSchema)
    def get(self, id: UUID) -> Json:
        """One hazard with its whole life."""
        return _life(id)


@blueprint.route("/<uuid:id>/rectifications")
class Rectifications(MethodView):
    @requires("hazard.rectify")
    @blueprint.arguments(RectificationDraftSchema)
    @blueprint.response(201, HazardLifeSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """The unit reports that it put the hazard right, with photos after, beside those before."""
        photos, pairs = tuple(payload.pop("photos")), tuple(payload.pop("pairs"))
        services.rectify_hazard(current_actor(), id, RectificationDraft(**payload, files=photos, pairs=pairs))
        return _life(id)


@blueprint.route("/<uuid:id>/closures")
class Closures(MethodView):
    @requires("hazard.close")
    @blueprint.arguments(ClosureDraftSchema)
    @blueprint.response(201, HazardLifeSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """The unit's responsible person closes what the unit found itself."""
        services.close_hazard(current_actor(), id, payload["id"], payload["reason"])
        return _life(id)


@blueprint.route("/<uuid:id>/extension-requests")
class ExtensionRequests(MethodView):
    @requires("hazard.ask_extension")
    @blueprint.arguments(ExtensionDraftSchema)
    @blueprint.response(201, HazardLifeSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """The unit asks for a later deadline, before the present one has passed."""
        files = tuple(payload.pop("files"))
        services.ask_extension(current_actor(), id, ExtensionDraft(**payload, files=files))
        return _life(id)


@blueprint.route("/<uuid:id>/extension-decisions")
class ExtensionDecisions(MethodView):
    @requires("hazard.decide_extension")
    @blueprint.arguments(ExtensionDecisionDraftSchema)
    @blueprint.response(201, HazardLifeSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Grant or refuse the request that was read."""
        services.decide_extension(current_actor(), id, ExtensionDecisionDraft(**payload))
        return _life(id)


@blueprint.route("/<uuid:id>/rechecks")
class HazardRechecks(MethodView):
    @requires("hazard.recheck")
    @blueprint.arguments(HazardRecheckDraftSchema)
    @blueprint.response(201, HazardLifeSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Two officers looked again at this hazard; the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        services.recheck_hazards(current_actor(), _recheck_draft(payload, [{**payload, "hazard_id": id}]))
        return _life(id)


@blueprint.route("/<uuid:id>/handovers")
class Handovers(MethodView):
    @requires("hazard.hand_over")
    @blueprint.arguments(HandoverDraftSchema)
    @blueprint.response(201, HazardLifeSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Forward a hazard of work safety to the competent department, which closes it on our side."""
        services.hand_over_hazard(current_actor(), id, HandoverDraft(**payload))
        return _life(id)


@blueprint.route("/<uuid:id>/classifications")
class Classifications(MethodView):
    @requires("hazard.classify")
    @blueprint.arguments(ClassificationDraftSchema)
    @blueprint.response(201, HazardLifeSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Say whether a found hazard is one of security or of work safety."""
        services.classify_hazard(current_actor(), id, payload["id"], payload["kind"], payload["reason"])
        return _life(id)


@blueprint.route("/<uuid:id>/overdue-withdrawals")
class OverdueWithdrawals(MethodView):
    @requires("hazard.withdraw_overdue")
    @blueprint.arguments(OverdueWithdrawalDraftSchema)
    @blueprint.response(201, HazardLifeSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Take the mark of being overdue back and set a new deadline."""
        services.withdraw_overdue(current_actor(), id, payload["id"], payload["new_deadline_on"], payload["reason"])
        return _life(id)


@around.route("/rechecks")
class Rechecks(MethodView):
    @requires("hazard.recheck")
    @around.arguments(RecheckDraftSchema)
    @around.response(201, RecheckSchema)
    def post(self, payload: Json) -> Json:
        """Two officers looked again at several hazards of one unit, in one act; the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        visit = services.recheck_hazards(current_actor(), _recheck_draft(payload, payload["findings"]))
        return queries.recheck_within_reach(current_actor(), visit.id)


@around.route("/rechecks/<uuid:id>")
class OneRecheck(MethodView):
    @requires("hazard.view")
    @around.response(200, RecheckSchema)
    def get(self, id: UUID) -> Json:
        """One visit with what it found."""
        return queries.recheck_within_reach(current_actor(), id)


@around.route("/penalty-candidates")
class PenaltyCandidates(MethodView):
    @requires("order.draft")
    @around.arguments(PageQuery, location="query")
    @around.response(200, page_schema(PenaltyCandidateSchema))
    def get(self, query: Json) -> Json:
        """Hazards ordered, overdue and re-checked in vain, with the conditions of a penalty and how they stand."""
        return queries.find_penalty_candidates(current_actor(), query["limit"], query["after"])


@around.route("/hazard-terms")
class Terms(MethodView):
    @requires("basis.view")
    @around.response(200, TermsSchema)
    def get(self) -> Json:
        """Terms, reminders and escalations, those of the past and of the future too."""
        return {"terms": queries.find_terms()}

    @requires("basis.edit")
    @around.arguments(TermDraftSchema)
    @around.response(201, TermsSchema)
    def post(self, payload: Json) -> Json:
        """Set one from a day on; what was before stays known."""
        services.set_term(current_actor(), TermDraft(**payload))
        return {"terms": queries.find_terms()}


def _recheck_draft(payload: Json, findings: list[Json]) -> RecheckDraft:
    return RecheckDraft(
        id=payload["id"],
        officer_ids=tuple(payload["officer_ids"]),
        checked_at=payload["checked_at"],
        findings=tuple(
            Finding(
                hazard_id=finding["hazard_id"],
                passed=finding["passed"],
                note=finding["note"],
                new_deadline_on=finding["new_deadline_on"],
                files=tuple(finding["photos"]),
            )
            for finding in findings
        ),
    )


def _life(id: UUID) -> Json:
    return queries.life_within_reach(current_actor(), id)
