"""Applications, reviews, decisions."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView

from reports.ratings import services
from reports.ratings.api.blueprint import blueprint
from reports.ratings.models import RatingRound
from reports.ratings.queries import applications as queries
from reports.ratings.queries.figures import figures_of
from reports.ratings.rules.drafts import ApplicationDraft, ReviewDraft
from reports.ratings.schemas.applications import (
    ApplicationQuery,
    RatingApplicationDraftSchema,
    RatingApplicationOutlineSchema,
    RatingApplicationSchema,
    RatingDecisionDraftSchema,
    RatingFiguresSchema,
    RatingProposalDraftSchema,
    RatingReviewDraftSchema,
    decision_draft,
)
from server.core import clock
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import page_schema
from server.web.signin.services import confirm_password

Json = dict[str, Any]


@blueprint.route("/rating-applications")
class Applications(MethodView):
    @requires("rating.view")
    @blueprint.arguments(ApplicationQuery, location="query")
    @blueprint.response(200, page_schema(RatingApplicationOutlineSchema))
    def get(self, query: Json) -> Json:
        """Applications within reach, the latest first."""
        return queries.find_applications(current_actor(), queries.ApplicationFilter(**query))

    @requires("rating.apply")
    @blueprint.doc(**also(404, 409, 422))
    @blueprint.arguments(RatingApplicationDraftSchema)
    @blueprint.response(201, RatingApplicationSchema)
    def post(self, draft: ApplicationDraft) -> Json:
        """The unit applies, with its own score."""
        return _whole(services.apply_for_rating(current_actor(), draft).id)


@blueprint.route("/rating-proposals")
class JointProposals(MethodView):
    @requires("rating.review")
    @blueprint.doc(**also(404, 409, 422))
    @blueprint.arguments(RatingProposalDraftSchema)
    @blueprint.response(201, RatingApplicationSchema)
    def post(self, draft: ApplicationDraft) -> Json:
        """An agency proposes a unit; the other side endorses it (联合申报)."""
        return _whole(services.propose_jointly(current_actor(), draft).id)


@blueprint.route("/rating-applications/<uuid:id>")
class OneApplication(MethodView):
    @requires("rating.view")
    @blueprint.response(200, RatingApplicationSchema)
    def get(self, id: UUID) -> Json:
        """One application with reviews and decision."""
        return _whole(id)


@blueprint.route("/rating-applications/<uuid:id>/figures")
class Figures(MethodView):
    @requires("rating.review")
    @blueprint.response(200, RatingFiguresSchema)
    def get(self, id: UUID) -> Json:
        """What is known of the unit since the year before the round's began, with the rows behind it."""
        actor = current_actor()
        application = queries.application_within_reach(actor, id)
        from_on, to_on = date(RatingRound.get_by_id(application.round_id).year - 1, 1, 1), clock.today()
        return {
            "from_on": from_on,
            "to_on": to_on,
            "items": figures_of(actor, application.unit_id, from_on, to_on),
        }


@blueprint.route("/rating-applications/<uuid:id>/endorsements")
class Endorsements(MethodView):
    @requires("rating.review")
    @blueprint.doc(**also(404, 422))
    @blueprint.response(201, RatingApplicationSchema)
    def post(self, id: UUID) -> Json:
        """The other side stands behind a proposal."""
        return _whole(services.endorse_proposal(current_actor(), id).id)


@blueprint.route("/rating-applications/<uuid:id>/withdrawals")
class Withdrawals(MethodView):
    @requires("rating.apply")
    @blueprint.doc(**also(404, 422))
    @blueprint.response(201, RatingApplicationSchema)
    def post(self, id: UUID) -> Json:
        """The unit takes its application back."""
        return _whole(services.withdraw_application(current_actor(), id).id)


@blueprint.route("/rating-applications/<uuid:id>/reviews")
class Reviews(MethodView):
    @requires("rating.review")
    @blueprint.doc(**also(404, 409, 422))
    @blueprint.arguments(RatingReviewDraftSchema)
    @blueprint.response(201, RatingApplicationSchema)
    def post(self, draft: ReviewDraft, id: UUID) -> Json:
        """Score every criterion, with reasons and the rows behind them."""
        return _whole(services.review_application(current_actor(), id, draft).id)


@blueprint.route("/rating-applications/<uuid:id>/decisions")
class Decisions(MethodView):
    @requires("rating.decide")
    @blueprint.doc(**also(403, 404, 409, 422))
    @blueprint.arguments(RatingDecisionDraftSchema)
    @blueprint.response(201, RatingApplicationSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Give a grade, or none; the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return _whole(services.decide_rating(current_actor(), id, decision_draft(payload)).id)


def _whole(id: UUID) -> Json:
    actor = current_actor()
    return queries.whole_application(actor, queries.application_within_reach(actor, id))
