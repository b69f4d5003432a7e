"""The exam room over HTTP: with a sign-in up to check-in, from there on with the attempt's token."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView

from courses.exams.api.doors import PICTURE_BODY, bearer, blueprint, receive_picture
from courses.exams.queries.candidates import remaining_ms
from courses.exams.queries.mine import my_exams
from courses.exams.rules.sessions import TOKEN_SLACK
from courses.exams.schemas.sitting import (
    ExamAnswersSchema,
    ExamCheckedInSchema,
    ExamCheckInSchema,
    ExamHappeningsSchema,
    ExamKeptSchema,
    ExamReceiptSchema,
    ExamStartedSchema,
    ExamStartSchema,
    MyExamSchema,
    receipt_shape,
)
from courses.exams.services import answering, checking_in, proctoring, sitting
from server.core import clock
from server.core.permissions import Actor
from server.units.attachments.models import Delivery
from server.units.attachments.schemas import DeliverySchema
from server.web.access import current_actor, requires, with_attempt_token
from server.web.rates import check_rate

CHECK_INS_PER_MINUTE = 30
#: Of one attempt: a phone saves every few seconds.
SAVES_PER_MINUTE = 240


@blueprint.route("/my/exams")
class MyExams(MethodView):
    @requires("training.learn")
    @blueprint.response(200, MyExamSchema(many=True))
    def get(self) -> list[dict[str, Any]]:
        """My exams, the next or latest first."""
        return my_exams(current_actor())


@blueprint.route("/my/exams/<uuid:candidate_id>/check-ins")
class CheckIns(MethodView):
    @requires("training.learn")
    @blueprint.arguments(ExamCheckInSchema)
    @blueprint.response(201, ExamCheckedInSchema)
    def post(self, draft: checking_in.CheckInDraft, candidate_id: UUID) -> dict[str, Any]:
        """Check in on this device: the sealed paper, without its key, and a token for the rest."""
        actor = current_actor()
        check_rate(f"exam check-in {actor.account_id}", CHECK_INS_PER_MINUTE)
        return _checked_in(actor, draft, checking_in.check_in(actor, candidate_id, draft))


@blueprint.route("/my/exam-pictures/<string:sha256>")
class MyPictures(MethodView):
    @requires("training.learn")
    @blueprint.doc(requestBody=PICTURE_BODY, **{"x-unconditional": True})  # the address is the content
    @blueprint.response(200, DeliverySchema)
    def put(self, sha256: str) -> Delivery:
        """Bring the photo for a check-in, named by the SHA-256 of its bytes."""
        return receive_picture(current_actor(), sha256)


@blueprint.route("/exam-pictures/<string:sha256>")
class AttemptPictures(MethodView):
    @with_attempt_token
    @blueprint.doc(requestBody=PICTURE_BODY, **{"x-unconditional": True})
    @blueprint.response(200, DeliverySchema)
    def put(self, sha256: str) -> Delivery:
        """Bring a snapshot, named by the SHA-256 of its bytes."""
        return receive_picture(bearer().actor, sha256)


@blueprint.route("/exam-starts")
class ExamStarts(MethodView):
    @with_attempt_token
    @blueprint.arguments(ExamStartSchema)
    @blueprint.response(200, ExamStartedSchema)
    def post(self, _payload: dict[str, Any]) -> dict[str, Any]:
        """Start, or find the try started: the key of the paper, and what was answered so far."""
        return _started(sitting.start_attempt(bearer()))


@blueprint.route("/exam-answers")
class ExamAnswers(MethodView):
    @with_attempt_token
    @blueprint.arguments(ExamAnswersSchema)
    @blueprint.response(200, ExamReceiptSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Save answers; what is acknowledged is on the server's disk."""
        check_rate(f"exam {payload['attempt_id']}", SAVES_PER_MINUTE)
        return receipt_shape(answering.save_answers(bearer(), **payload))


@blueprint.route("/exam-submissions")
class ExamSubmissions(MethodView):
    @with_attempt_token
    @blueprint.arguments(ExamAnswersSchema)
    @blueprint.response(200, ExamReceiptSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Hand in, with all answers."""
        return receipt_shape(answering.submit_attempt(bearer(), **payload))


@blueprint.route("/exam-events")
class ExamEvents(MethodView):
    @with_attempt_token
    @blueprint.arguments(ExamHappeningsSchema)
    @blueprint.response(200, ExamKeptSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Tell what happened beside the answers; nothing follows from it by itself."""
        check_rate(f"exam events {payload['attempt_id']}", SAVES_PER_MINUTE)
        return {"kept": proctoring.note_happenings(bearer(), payload["attempt_id"], payload["events"])}


def _checked_in(actor: Actor, draft: checking_in.CheckInDraft, done: checking_in.CheckedIn) -> dict[str, Any]:
    candidate, session = done.candidate, done.session
    claims = {
        "exp": checking_in.token_until(done, TOKEN_SLACK),
        "account": str(actor.account_id),
        "person": str(candidate.person_id),
        "name": actor.name,
        "serial": candidate.token_serial,
        "try": done.try_no,
        "device": draft.device,
    }
    return {
        "token": current_app.config["ATTEMPT_MINT"].make(candidate.id, **claims),
        "server_now": clock.now(),
        "starts_at": session.starts_at,
        "start_closes_at": session.start_closes_at,
        "duration_seconds": session.duration_seconds + candidate.extra_seconds,
        "grace_seconds": session.grace_seconds,
        "upload_seconds": session.upload_seconds,
        "candidate_id": candidate.id,
        "try_no": done.try_no,
        "attempt_id": done.attempt.id if done.attempt else None,
        "paper": done.paper,
    }


def _started(done: sitting.Started) -> dict[str, Any]:
    attempt = done.attempt
    return {
        "attempt_id": attempt.id,
        "paper_id": attempt.paper_id,
        "key": done.key,
        "state": attempt.state,
        "started_at": attempt.started_at,
        "deadline_at": attempt.deadline_at,
        "closes_at": attempt.closes_at,
        "remaining_ms": remaining_ms(attempt, done.now),
        "server_now": done.now,
        "last_seqs": {str(row.slot): row.seq for row in done.responses},
        "answers": done.responses,
    }
