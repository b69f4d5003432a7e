"""督办督导 over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.documents.services import render_draft
from reports.supervisions import services
from reports.supervisions.queries import letters, visits
from reports.supervisions.queries.papers import letter_facts, no_verification
from reports.supervisions.rules import ActDraft, LetterDraft, MeasureDraft, VisitDraft
from reports.supervisions.schemas import (
    LetterQuery,
    SupervisionCloseSchema,
    SupervisionDraftSchema,
    SupervisionIssueSchema,
    SupervisionMeasureCompletionSchema,
    SupervisionReasonSchema,
    SupervisionReplyDraftSchema,
    SupervisionSchema,
    SupervisionTakeSchema,
    SupervisionVisitDraftSchema,
    SupervisionVisitSchema,
    VisitQuery,
)
from reports.supervisions.services.letters import check_letter, issuing_agency
from server.core import clock
from server.web.access import current_actor, requires
from server.web.etags import send_etag
from server.web.openapi import also
from server.web.paging import page_schema
from server.web.rates import check_rate
from server.web.signin.services import confirm_password

PDF = {"type": "string", "format": "binary"}
PREVIEWS_PER_MINUTE = 30

blueprint = Blueprint("supervisions", __name__, url_prefix="/api/v1", description="督办督导")


@blueprint.route("/supervisions")
class Supervisions(MethodView):
    @requires("supervision.view")
    @blueprint.arguments(LetterQuery, location="query")
    @blueprint.response(200, page_schema(SupervisionSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Letters issued or received by the own agency and those below it, newest first."""
        return letters.find_letters(current_actor(), letters.LetterFilter(**query))

    @requires("supervision.issue")
    @blueprint.arguments(SupervisionIssueSchema)
    @blueprint.doc(**also(404))
    @blueprint.response(201, SupervisionSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Issue a letter that urges an agency on (督办单); the password is asked for again."""
        _confirm(payload)
        return _letter(services.issue_letter(current_actor(), _draft(payload)).id)


@blueprint.route("/supervisions/preview")
class SupervisionPreview(MethodView):
    @requires("supervision.issue")
    @blueprint.arguments(SupervisionDraftSchema)
    @blueprint.doc(**also(404))
    @blueprint.response(200, PDF, content_type="application/pdf")
    def post(self, payload: dict[str, Any]) -> Response:
        """The letter as it would look, with the watermark of a draft; nothing is kept."""
        actor, draft = current_actor(), _draft(payload)
        check_rate(f"preview {actor.account_id}", PREVIEWS_PER_MINUTE)
        check_letter(actor, draft)
        agency_id, today = issuing_agency(actor).id, clock.today()
        facts = letter_facts(draft, agency_id, today, "", no_verification(), is_draft=True)
        return Response(render_draft(facts), mimetype="application/pdf")


@blueprint.route("/supervisions/<uuid:id>")
class OneSupervision(MethodView):
    @requires("supervision.view")
    @blueprint.response(200, SupervisionSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One letter with all that was done about it."""
        return _letter(id)


@blueprint.route("/supervisions/<uuid:id>/file")
class SupervisionFile(MethodView):
    @requires("supervision.view")
    @blueprint.doc(**also(404, 409))
    @blueprint.response(200, PDF, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The signed paper, for both sides."""
        return Response(letters.file_of(current_actor(), id), mimetype="application/pdf")


@blueprint.route("/supervisions/<uuid:id>/files/<string:sha256>")
class SupervisionReplyFile(MethodView):
    @requires("supervision.view")
    @blueprint.doc(**also(404))
    @blueprint.response(200, PDF, content_type="application/octet-stream")
    def get(self, id: UUID, sha256: str) -> Response:
        """A file of a reply, to save as it came."""
        content, file = letters.reply_file(current_actor(), id, sha256)
        response = Response(content, mimetype="application/octet-stream")
        name = quote(file["name"], safe="")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response


@blueprint.route("/supervisions/<uuid:id>/receipts")
class SupervisionReceipts(MethodView):
    @requires("supervision.reply")
    @blueprint.arguments(SupervisionTakeSchema)
    @blueprint.response(201, SupervisionSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """The addressee takes it (签收)."""
        return _done(id, "take", ActDraft(payload["id"], ""))


@blueprint.route("/supervisions/<uuid:id>/replies")
class SupervisionReplies(MethodView):
    @requires("supervision.reply")
    @blueprint.arguments(SupervisionReplyDraftSchema)
    @blueprint.response(201, SupervisionSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """The addressee says what was done (反馈), with files."""
        return _done(id, "reply", ActDraft(payload["id"], payload["text"], tuple(payload["files"])))


@blueprint.route("/supervisions/<uuid:id>/returns")
class SupervisionReturns(MethodView):
    @requires("supervision.issue")
    @blueprint.arguments(SupervisionReasonSchema)
    @blueprint.response(201, SupervisionSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """The issuer sends a reply back with a reason (退回)."""
        return _done(id, "return", ActDraft(payload["id"], payload["reason"]))


@blueprint.route("/supervisions/<uuid:id>/closings")
class SupervisionClosings(MethodView):
    @requires("supervision.issue")
    @blueprint.arguments(SupervisionCloseSchema)
    @blueprint.response(201, SupervisionSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """The issuer finds it settled (办结)."""
        return _done(id, "close", ActDraft(payload["id"], payload["note"]))


@blueprint.route("/supervisions/<uuid:id>/withdrawals")
class SupervisionWithdrawals(MethodView):
    @requires("supervision.issue")
    @blueprint.arguments(SupervisionReasonSchema)
    @blueprint.response(201, SupervisionSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """The issuer takes the letter back (撤回); its paper is revoked in the register."""
        return _done(id, "withdraw", ActDraft(payload["id"], payload["reason"]))


@blueprint.route("/supervision-visits")
class SupervisionVisits(MethodView):
    @requires("supervision.view")
    @blueprint.arguments(VisitQuery, location="query")
    @blueprint.response(200, page_schema(SupervisionVisitSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Visits of supervision within reach, newest first."""
        return visits.find_visits(current_actor(), visits.VisitFilter(**query))

    @requires("supervision.issue")
    @blueprint.arguments(SupervisionVisitDraftSchema)
    @blueprint.doc(**also(404))
    @blueprint.response(201, SupervisionVisitSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Record a visit of supervision (督导检查) with what it asks for; the password is asked for again."""
        _confirm(payload)
        measures = tuple(MeasureDraft(**row) for row in payload.pop("measures"))
        draft = VisitDraft(**{**payload, "members": tuple(payload["members"])}, measures=measures)
        return _visit(services.record_visit(current_actor(), draft).id)


@blueprint.route("/supervision-visits/<uuid:id>")
class OneSupervisionVisit(MethodView):
    @requires("supervision.view")
    @blueprint.response(200, SupervisionVisitSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One visit with the state of its measures."""
        return _visit(id)


@blueprint.route("/supervision-visits/<uuid:id>/file")
class SupervisionVisitFile(MethodView):
    @requires("supervision.view")
    @blueprint.doc(**also(404, 409))
    @blueprint.response(200, PDF, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The signed record, for both sides."""
        return Response(visits.file_of(current_actor(), id), mimetype="application/pdf")


@blueprint.route("/supervision-visits/<uuid:id>/measures/<uuid:measure_id>/completions")
class MeasureCompletions(MethodView):
    @requires("supervision.issue")
    @blueprint.arguments(SupervisionMeasureCompletionSchema)
    @blueprint.response(201, SupervisionVisitSchema)
    def post(self, payload: dict[str, Any], id: UUID, measure_id: UUID) -> dict[str, Any]:
        """The visiting agency finds a measure done (销号)."""
        services.complete_measure(current_actor(), id, measure_id, payload["done_on"], payload["note"])
        return _visit(id)


def _confirm(payload: dict[str, Any]) -> None:
    confirm_password(current_app.config["SETTINGS"], current_actor(), payload.pop("password"))


def _draft(payload: dict[str, Any]) -> LetterDraft:
    return LetterDraft(**{**payload, "hazard_ids": tuple(payload["hazard_ids"])})


def _done(id: UUID, act: str, draft: ActDraft) -> dict[str, Any]:
    services.act_on_letter(current_actor(), id, act, draft)
    return _letter(id)


def _letter(id: UUID) -> dict[str, Any]:
    actor = current_actor()
    letter = letters.letter_within_reach(actor, id)
    send_etag(letter)
    return letters.shapes(actor, [letter])[0]


def _visit(id: UUID) -> dict[str, Any]:
    actor = current_actor()
    return visits.shapes(actor, [visits.visit_within_reach(actor, id)])[0]
