"""Sessions over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from courses.exams.api.doors import blueprint
from courses.exams.models import ExamSession
from courses.exams.queries import candidates as candidate_reads
from courses.exams.queries import sessions as reads
from courses.exams.rules.sessions import RepeatDraft, SessionDraft
from courses.exams.schemas.sessions import (
    CandidateQuery,
    ExamCandidateSchema,
    ExamEndSchema,
    ExamEnlistedSchema,
    ExamEnlistSchema,
    ExamRepeatDraftSchema,
    ExamSessionChangesSchema,
    ExamSessionDraftSchema,
    ExamSessionSchema,
    SessionQuery,
)
from courses.exams.services import asking, enlisting, planning
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import conditional
from server.web.paging import page_schema


@blueprint.route("/exam-sessions")
class ExamSessions(MethodView):
    @requires("exam.view")
    @blueprint.arguments(SessionQuery, location="query")
    @blueprint.response(200, page_schema(ExamSessionSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Sessions within reach, the latest start first."""
        return reads.find_sessions(current_actor(), reads.SessionFilter(**query))

    @requires("exam.edit")
    @blueprint.arguments(ExamSessionDraftSchema)
    @blueprint.response(201, ExamSessionSchema)
    def post(self, draft: SessionDraft) -> dict[str, Any]:
        """Plan a session."""
        return _shown(planning.plan_session(current_actor(), draft))


@blueprint.route("/exam-sessions/<uuid:id>")
class OneSession(MethodView):
    @requires("exam.view")
    @blueprint.response(200, ExamSessionSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One session."""
        return _shown(reads.session_within_reach(current_actor(), id))

    @requires("exam.edit")
    @blueprint.doc(**conditional())
    @blueprint.arguments(ExamSessionChangesSchema)
    @blueprint.response(200, ExamSessionSchema)
    def patch(self, changes: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Change a session in which nobody has started (needs If-Match)."""
        session = reads.own_session(current_actor(), id)
        check_if_match(session)
        return _shown(planning.change_session(current_actor(), session, changes))


@blueprint.route("/exam-sessions/<uuid:id>/closings")
class Closings(MethodView):
    @requires("exam.edit")
    @blueprint.arguments(ExamEndSchema)
    @blueprint.response(201, ExamSessionSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Close a session, or cancel one in which nobody has started."""
        return _shown(planning.end_session(current_actor(), id, payload["state"], payload["reason"]))


@blueprint.route("/exam-sessions/<uuid:id>/papers")
class SessionPapers(MethodView):
    @requires("exam.edit")
    @blueprint.response(202, ExamSessionSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Have the papers made now; a job makes them."""
        return _shown(asking.ask_for_papers(current_actor(), id))


@blueprint.route("/exam-sessions/<uuid:id>/makeups")
class Makeups(MethodView):
    @requires("exam.edit")
    @blueprint.arguments(ExamRepeatDraftSchema)
    @blueprint.response(201, ExamSessionSchema)
    def post(self, draft: RepeatDraft, id: UUID) -> dict[str, Any]:
        """Plan a makeup or retake for those who were absent or deferred, or failed."""
        return _shown(enlisting.call_again(current_actor(), id, draft))


@blueprint.route("/exam-sessions/<uuid:id>/candidates")
class SessionCandidates(MethodView):
    @requires("exam.view")
    @blueprint.arguments(CandidateQuery, location="query")
    @blueprint.response(200, page_schema(ExamCandidateSchema))
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Candidates with where they stand, for the invigilator."""
        actor = current_actor()
        session = reads.session_within_reach(actor, id)
        return candidate_reads.find_candidates(actor, session, candidate_reads.CandidateFilter(**query))

    @requires("exam.edit")
    @blueprint.arguments(ExamEnlistSchema)
    @blueprint.response(201, ExamEnlistedSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Put people on the list, or those of the cycle who still owe its exam."""
        return {"added": enlisting.enlist(current_actor(), id, **payload)}


def _shown(session: ExamSession) -> dict[str, Any]:
    send_etag(session)
    return reads.session_shape(session)
