"""Rounds: open, notice, objections, decision, withdrawal; and the terms that rule them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app
from flask.views import MethodView

from reports.commendations import services
from reports.commendations.api.routes import blueprint, shape_of
from reports.commendations.queries import nominations, rounds, terms
from reports.commendations.queries.effects import effect_of
from reports.commendations.queries.papers import preview_facts
from reports.commendations.rules import ObjectionDraft, RoundDraft, TermDraft, described
from reports.commendations.schemas import asked, shown
from reports.documents.services import render_draft
from server.web.access import current_actor, requires
from server.web.etags import check_if_match
from server.web.paging import page_schema
from server.web.rates import check_rate
from server.web.shapes import TermEffectSchema
from server.web.signin.services import confirm_password

PREVIEWS_PER_MINUTE = 30


@blueprint.route("/commendation-rounds")
class Rounds(MethodView):
    @requires("commendation.view")
    @blueprint.arguments(asked.RoundQuery, location="query")
    @blueprint.response(200, page_schema(shown.CommendationRoundSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Rounds of the own agencies, of those above, and those one takes part in; newest first."""
        return rounds.find_rounds(current_actor(), rounds.RoundFilter(**query))

    @requires("commendation.nominate")
    @blueprint.arguments(asked.CommendationRoundDraftSchema)
    @blueprint.response(201, shown.CommendationRoundSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Open a round of commendation (表彰)."""
        return shape_of(services.open_round(current_actor(), _draft(payload)).id)


@blueprint.route("/commendation-rounds/<uuid:id>")
class OneRound(MethodView):
    @requires("commendation.view")
    @blueprint.response(200, shown.CommendationRoundSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One round."""
        return shape_of(id)

    @requires("commendation.nominate")
    @blueprint.arguments(asked.CommendationRoundChangeSchema)
    @blueprint.response(200, shown.CommendationRoundSchema)
    def put(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Change an open round."""
        row = rounds.round_within_reach(current_actor(), id)
        check_if_match(row)
        services.revise_round(current_actor(), row, _draft({**payload, "id": id}))
        return shape_of(id)


@blueprint.route("/commendation-rounds/<uuid:id>/notices")
class Notices(MethodView):
    @requires("commendation.review")
    @blueprint.arguments(asked.NoticeDraftSchema)
    @blueprint.response(201, shown.CommendationRoundSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Begin the public notice (公示); the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return shape_of(services.start_notice(current_actor(), id, payload["contact"]).id)


@blueprint.route("/commendation-rounds/<uuid:id>/objections")
class Objections(MethodView):
    @requires("commendation.view")
    @blueprint.response(200, shown.ObjectionsSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """Objections to a round and their answers, for those who run it and agencies above."""
        return _objections(rounds.round_seen_whole(current_actor(), id).id)

    @requires("commendation.review")
    @blueprint.arguments(asked.ObjectionDraftSchema)
    @blueprint.response(201, shown.ObjectionsSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Record an objection that came by letter, by telephone or in person."""
        return _objections(services.record_objection(current_actor(), ObjectionDraft(round_id=id, **payload)).round_id)


@blueprint.route("/commendation-objections/<uuid:id>/answers")
class ObjectionAnswers(MethodView):
    @requires("commendation.review")
    @blueprint.arguments(asked.ObjectionAnswerDraftSchema)
    @blueprint.response(201, shown.ObjectionsSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Answer an objection; upheld, it takes the nomination out."""
        return _objections(services.answer_objection(current_actor(), id, **payload).round_id)


@blueprint.route("/commendation-rounds/<uuid:id>/preview")
class DecisionPreview(MethodView):
    @requires("commendation.view")
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The decision as it would look, with the watermark of a draft."""
        facts = preview_facts(rounds.round_seen_whole(current_actor(), id))
        return Response(render_draft(facts), mimetype="application/pdf")


@blueprint.route("/commendation-rounds/<uuid:id>/decisions")
class Decisions(MethodView):
    @requires("commendation.decide")
    @blueprint.arguments(asked.DecisionDraftSchema)
    @blueprint.response(202, shown.CommendationRoundSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Decide; the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return shape_of(services.decide_round(current_actor(), id).id)


@blueprint.route("/commendation-rounds/<uuid:id>/withdrawals")
class RoundWithdrawals(MethodView):
    @requires("commendation.review")
    @blueprint.arguments(asked.ReasonDraftSchema)
    @blueprint.response(201, shown.CommendationRoundSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Give a round up before it is decided."""
        return shape_of(services.withdraw_round(current_actor(), id, payload["reason"]).id)


@blueprint.route("/commendation-terms")
class CommendationTerms(MethodView):
    @requires("commendation.view")
    @blueprint.response(200, shown.CommendationTermsSchema)
    def get(self) -> dict[str, Any]:
        """Days of notice and criteria of candidates, those of the past and of the future too."""
        return {"terms": terms.find_terms(), "forms": described()}

    @requires("commendation.decide")
    @blueprint.arguments(asked.CommendationTermDraftSchema)
    @blueprint.response(201, shown.CommendationTermsSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Set a number or table from a day on."""
        services.set_term(current_actor(), TermDraft(**payload))
        return {"terms": terms.find_terms(), "forms": described()}


@blueprint.route("/commendation-terms/preview")
class CommendationTermPreview(MethodView):
    @requires("commendation.decide")
    @blueprint.arguments(asked.CommendationTermTrialSchema)
    @blueprint.response(200, TermEffectSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """What a value would change; nothing is kept."""
        check_rate(f"preview {current_actor().account_id}", PREVIEWS_PER_MINUTE)
        return {"lines": effect_of(current_actor(), **payload)}


def _draft(payload: dict[str, Any]) -> RoundDraft:
    lists: dict[str, Any] = {name: tuple(payload.pop(name)) for name in ("bases", "honours", "partner_ids")}
    return RoundDraft(**payload, **lists)


def _objections(round_id: UUID) -> dict[str, Any]:
    return {"objections": nominations.objections_of(round_id)}
