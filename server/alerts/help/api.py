"""Help over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from server.alerts.help import queries, services
from server.alerts.help.rules import BookingDraft, BookingReplyDraft, HelpDraft
from server.alerts.help.schemas import (
    BookingDraftSchema,
    BookingQuery,
    BookingReplyDraftSchema,
    HelpAnswerDraftSchema,
    HelpDraftSchema,
    HelpQuery,
    HelpRequestSchema,
    HelpScoreDraftSchema,
    RecheckBookingSchema,
    ResponseTimesSchema,
    SpanQuery,
)
from server.core import clock
from server.web.access import current_actor, requires
from server.web.paging import page_schema

blueprint = Blueprint("help", __name__, url_prefix="/api/v1/help-requests", description="求助与指导")
bookings = Blueprint("recheck_bookings", __name__, url_prefix="/api/v1/recheck-bookings", description="预约复查")


@blueprint.route("")
class HelpRequests(MethodView):
    @requires("help.view")
    @blueprint.arguments(HelpQuery, location="query")
    @blueprint.response(200, page_schema(HelpRequestSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Requests within reach, the latest first."""
        return queries.find_requests(current_actor(), queries.HelpFilter(**query))

    @requires("help.ask")
    @blueprint.arguments(HelpDraftSchema)
    @blueprint.response(201, HelpRequestSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Ask the authorities for guidance (请求指导)."""
        return _shape(services.ask_for_help(current_actor(), HelpDraft(**payload)).id)


@blueprint.route("/response-times")
class ResponseTimes(MethodView):
    @requires("help.answer")
    @blueprint.arguments(SpanQuery, location="query")
    @blueprint.response(200, ResponseTimesSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """How long units waited for the first answer, by the agency in charge (响应时间)."""
        since = clock.start_of(query["from_on"])
        until = clock.start_of(query["to_on"] + timedelta(days=1))
        return {"agencies": queries.response_times(current_actor(), since, until)}


@blueprint.route("/<uuid:id>")
class OneHelpRequest(MethodView):
    @requires("help.view")
    @blueprint.response(200, HelpRequestSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One request with all that was answered."""
        return _shape(id)


@blueprint.route("/<uuid:id>/answers")
class Answers(MethodView):
    @requires("help.answer")
    @blueprint.arguments(HelpAnswerDraftSchema)
    @blueprint.response(201, HelpRequestSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Answer."""
        services.answer_request(current_actor(), id, payload["id"], payload["text"])
        return _shape(id)


@blueprint.route("/<uuid:id>/scores")
class Scores(MethodView):
    @requires("help.ask")
    @blueprint.arguments(HelpScoreDraftSchema)
    @blueprint.response(201, HelpRequestSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Say how content the unit is, from 1 to 5 (满意度)."""
        services.score_request(current_actor(), id, payload["score"], payload["comment"])
        return _shape(id)


@bookings.route("")
class Bookings(MethodView):
    @requires("help.view")
    @bookings.arguments(BookingQuery, location="query")
    @bookings.response(200, page_schema(RecheckBookingSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Bookings within reach, the latest first."""
        return queries.find_bookings(current_actor(), queries.HelpFilter(**query))

    @requires("help.ask")
    @bookings.arguments(BookingDraftSchema)
    @bookings.response(201, RecheckBookingSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Wish for a free re-check (预约复查)."""
        return _booking(services.book_recheck(current_actor(), BookingDraft(**payload)).id)


@bookings.route("/<uuid:id>")
class OneBooking(MethodView):
    @requires("help.view")
    @bookings.response(200, RecheckBookingSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One booking."""
        return _booking(id)


@bookings.route("/<uuid:id>/replies")
class Replies(MethodView):
    @requires("help.answer")
    @bookings.arguments(BookingReplyDraftSchema)
    @bookings.response(201, RecheckBookingSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Confirm a day, or decline with a reason."""
        return _booking(services.reply_to_booking(current_actor(), id, BookingReplyDraft(**payload)).id)


def _shape(id: UUID) -> dict[str, Any]:
    return queries.shapes([queries.request_within_reach(current_actor(), id)])[0]


def _booking(id: UUID) -> dict[str, Any]:
    return queries.booking_shapes([queries.booking_within_reach(current_actor(), id)])[0]
