"""Candidates and their attempts over HTTP, for those who watch."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from courses.exams.api.doors import BINARY, blueprint, picture_answer
from courses.exams.models import Candidate, ExamSession
from courses.exams.queries import attempts as attempt_reads
from courses.exams.queries import candidates as reads
from courses.exams.schemas.sessions import (
    ExamAttemptCourseSchema,
    ExamCandidateChangesSchema,
    ExamCandidateSchema,
    ExamRescueFileSchema,
)
from courses.exams.schemas.sitting import ExamReceiptSchema, read_rescue, receipt_shape
from courses.exams.services import checking_in, enlisting, rescuing
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import conditional


@blueprint.route("/exam-candidates/<uuid:id>")
class OneCandidate(MethodView):
    @requires("exam.view")
    @blueprint.response(200, ExamCandidateSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One candidate."""
        return _shown(*reads.candidate_within_reach(current_actor(), id))

    @requires("exam.invigilate")
    @blueprint.doc(**conditional())
    @blueprint.arguments(ExamCandidateChangesSchema)
    @blueprint.response(200, ExamCandidateSchema)
    def patch(self, changes: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Extra time, deferral, off the list or back on it (needs If-Match)."""
        candidate, session = reads.candidate_within_reach(current_actor(), id)
        check_if_match(candidate)
        return _shown(enlisting.change_candidate(current_actor(), candidate, changes), session)


@blueprint.route("/exam-candidates/<uuid:id>/device-releases")
class DeviceReleases(MethodView):
    @requires("exam.invigilate")
    @blueprint.response(201, ExamCandidateSchema)
    def post(self, id: UUID) -> dict[str, Any]:
        """Free a candidate of the device, so that another one can check in."""
        actor = current_actor()
        _, session = reads.candidate_within_reach(actor, id)
        return _shown(checking_in.release_device(actor, id), session)


@blueprint.route("/exam-candidates/<uuid:id>/photo")
class CheckInPhoto(MethodView):
    @requires("exam.invigilate")
    @blueprint.response(200, BINARY, content_type="image/jpeg")
    @blueprint.alt_response(200, schema=BINARY, content_type="image/png", success=True)
    def get(self, id: UUID) -> Response:
        """The photo taken at check-in, for a person's eyes."""
        return picture_answer(*attempt_reads.check_in_photo(current_actor(), id))


@blueprint.route("/exam-events/<uuid:id>/picture")
class SnapshotPicture(MethodView):
    @requires("exam.invigilate")
    @blueprint.response(200, BINARY, content_type="image/jpeg")
    @blueprint.alt_response(200, schema=BINARY, content_type="image/png", success=True)
    def get(self, id: UUID) -> Response:
        """The snapshot of an event, for a person's eyes."""
        return picture_answer(*attempt_reads.snapshot(current_actor(), id))


@blueprint.route("/exam-attempts/<uuid:id>")
class OneAttempt(MethodView):
    @requires("exam.view")
    @blueprint.response(200, ExamAttemptCourseSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """The course of one attempt: what counts, everything that ever arrived, and what happened beside it."""
        return attempt_reads.course_of(current_actor(), id)


@blueprint.route("/exam-attempts/<uuid:id>/rescues")
class Rescues(MethodView):
    @requires("exam.invigilate")
    @blueprint.arguments(ExamRescueFileSchema)
    @blueprint.response(201, ExamReceiptSchema)
    def post(self, file: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Take the sealed answer file of a phone that found no line."""
        actor = current_actor()
        return receipt_shape(rescuing.take_rescue(actor, id, read_rescue(attempt_reads.open_file(actor, id, file))))


def _shown(candidate: Candidate, session: ExamSession) -> dict[str, Any]:
    send_etag(candidate)
    return reads.candidate_shapes(session, [candidate])[0]
