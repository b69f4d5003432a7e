"""Candidates from figures, nominations and reviews."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from reports.commendations import services
from reports.commendations.api.routes import blueprint
from reports.commendations.models import Nomination
from reports.commendations.queries import candidates, nominations
from reports.commendations.queries.rounds import round_by_id, round_within_reach
from reports.commendations.rules import HonourKind, NominationDraft
from reports.commendations.schemas import asked, shown
from server.web.access import current_actor, requires
from server.web.paging import page_schema


@blueprint.route("/commendation-rounds/<uuid:id>/candidates")
class Candidates(MethodView):
    @requires("commendation.nominate")
    @blueprint.arguments(asked.CandidateQuery, location="query")
    @blueprint.response(200, page_schema(shown.CandidateSchema))
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Units or people within reach whose figures of the round's year speak for them."""
        actor, wanted = current_actor(), candidates.CandidateFilter(**query)
        of = round_within_reach(actor, id)
        is_unit = wanted.kind == HonourKind.UNIT
        return (candidates.unit_candidates if is_unit else candidates.person_candidates)(actor, of, wanted)


@blueprint.route("/commendation-rounds/<uuid:id>/candidates/<uuid:subject_id>/rows")
class CandidateRows(MethodView):
    @requires("commendation.nominate")
    @blueprint.arguments(asked.CandidateRowQuery, location="query")
    @blueprint.response(200, page_schema(shown.CandidateRowSchema))
    def get(self, query: dict[str, Any], id: UUID, subject_id: UUID) -> dict[str, Any]:
        """The rows that one figure counted, at most 200."""
        of = round_within_reach(current_actor(), id)
        return candidates.find_rows(current_actor(), of, query["kind"], subject_id, query["figure"])


@blueprint.route("/commendation-rounds/<uuid:id>/nominations")
class Nominations(MethodView):
    @requires("commendation.nominate")
    @blueprint.arguments(asked.NominationQuery, location="query")
    @blueprint.response(200, page_schema(shown.NominationSchema))
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Nominations of a round: all for those who run it, else those of the own agencies."""
        actor = current_actor()
        return nominations.find_nominations(actor, round_within_reach(actor, id), nominations.NominationFilter(**query))

    @requires("commendation.nominate")
    @blueprint.arguments(asked.NominationDraftSchema)
    @blueprint.response(201, shown.NominationSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Nominate a unit or a person within reach."""
        return _shape(services.nominate(current_actor(), NominationDraft(round_id=id, **payload)))


@blueprint.route("/nominations/<uuid:id>/reviews")
class NominationReviews(MethodView):
    @requires("commendation.review")
    @blueprint.arguments(asked.NominationReviewDraftSchema)
    @blueprint.response(201, shown.NominationSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Approve or reject a nomination with an opinion."""
        return _shape(services.review_nomination(current_actor(), id, **payload))


@blueprint.route("/nominations/<uuid:id>/withdrawals")
class NominationWithdrawals(MethodView):
    @requires("commendation.nominate")
    @blueprint.arguments(asked.ReasonDraftSchema)
    @blueprint.response(201, shown.NominationSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Take a nomination of the own agency back."""
        return _shape(services.withdraw_nomination(current_actor(), id, payload["reason"]))


def _shape(row: Nomination) -> dict[str, Any]:
    return nominations.nomination_shapes([row], round_by_id(row.round_id))[0]
