"""责任追究 over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.accountability import services
from reports.accountability.models import AccountabilityCase
from reports.accountability.queries import cases, papers
from reports.accountability.queries.readers import guard_accountability
from reports.accountability.rules import CaseDraft, NamedDraft, ProposalDraft, ReplyDraft
from reports.accountability.schemas import (
    AccountabilityCaseDraftSchema,
    AccountabilityCaseSchema,
    AccountabilityEndDraftSchema,
    AccountabilityOutlineSchema,
    AccountabilityQuery,
    AccountablePersonDraftSchema,
    ProposalDraftSchema,
    ProposalIssueSchema,
    ProposalReplyDraftSchema,
)
from reports.documents.services import render_draft
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import page_schema
from server.web.signin.services import confirm_password

Json = dict[str, Any]

blueprint = Blueprint("accountability", __name__, url_prefix="/api/v1", description="责任追究")
blueprint.record(lambda _: guard_accountability())


@blueprint.route("/accountability-cases")
class Cases(MethodView):
    @requires("accountability.view")
    @blueprint.arguments(AccountabilityQuery, location="query")
    @blueprint.response(200, page_schema(AccountabilityOutlineSchema))
    def get(self, query: Json) -> Json:
        """Cases within reach, the latest first; without the people in question."""
        return cases.find_cases(current_actor(), cases.CaseFilter(**query))

    @requires("accountability.handle")
    @blueprint.doc(**also(404, 409, 422))
    @blueprint.arguments(AccountabilityCaseDraftSchema)
    @blueprint.response(201, AccountabilityCaseSchema)
    def post(self, draft: CaseDraft) -> Json:
        """Open a case: cause, consequence, evidence, people in question (追责立项)."""
        return _whole(services.open_case(current_actor(), draft))


@blueprint.route("/accountability-cases/<uuid:id>")
class OneCase(MethodView):
    @requires("accountability.view")
    @blueprint.response(200, AccountabilityCaseSchema)
    def get(self, id: UUID) -> Json:
        """One case with all that belongs to it."""
        return _whole(cases.case_within_reach(current_actor(), id))


@blueprint.route("/accountability-cases/<uuid:id>/people")
class People(MethodView):
    @requires("accountability.handle")
    @blueprint.doc(**also(404, 409, 422))
    @blueprint.arguments(AccountablePersonDraftSchema)
    @blueprint.response(201, AccountabilityCaseSchema)
    def post(self, draft: NamedDraft, id: UUID) -> Json:
        """Name somebody more."""
        return _whole(services.name_person(current_actor(), id, draft))


@blueprint.route("/accountability-cases/<uuid:id>/proposals")
class Proposals(MethodView):
    @requires("accountability.handle")
    @blueprint.doc(**also(404, 409, 422))
    @blueprint.arguments(ProposalDraftSchema)
    @blueprint.response(201, AccountabilityCaseSchema)
    def post(self, draft: ProposalDraft, id: UUID) -> Json:
        """Draft a letter to the competent body (处分建议书)."""
        return _whole(services.draft_proposal(current_actor(), id, draft))


@blueprint.route("/discipline-proposals/<uuid:id>/preview")
class ProposalPreview(MethodView):
    @requires("accountability.view")
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The letter as it would look, with the watermark of a draft."""
        case, proposal = cases.proposal_within_reach(current_actor(), id)
        return Response(render_draft(papers.preview_facts(proposal, case)), mimetype="application/pdf")


@blueprint.route("/discipline-proposals/<uuid:id>/issues")
class ProposalIssues(MethodView):
    @requires("accountability.decide")
    @blueprint.doc(**also(404, 412, 422))
    @blueprint.arguments(ProposalIssueSchema)
    @blueprint.response(202, AccountabilityCaseSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Decide that the letter goes out; the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
        return _whole(services.issue_proposal(current_actor(), id))


@blueprint.route("/discipline-proposals/<uuid:id>/replies")
class ProposalReplies(MethodView):
    @requires("accountability.handle")
    @blueprint.doc(**also(404, 409, 412, 422))
    @blueprint.arguments(ProposalReplyDraftSchema)
    @blueprint.response(201, AccountabilityCaseSchema)
    def post(self, draft: ReplyDraft, id: UUID) -> Json:
        """Record what the competent body answered."""
        return _whole(services.record_reply(current_actor(), id, draft))


@blueprint.route("/accountability-cases/<uuid:id>/closings")
class Closings(MethodView):
    @requires("accountability.handle")
    @blueprint.doc(**also(404, 409, 412, 422))
    @blueprint.arguments(AccountabilityEndDraftSchema)
    @blueprint.response(201, AccountabilityCaseSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Close the case with what came of it."""
        return _whole(services.close_case(current_actor(), id, payload["text"]))


@blueprint.route("/accountability-cases/<uuid:id>/withdrawals")
class Withdrawals(MethodView):
    @requires("accountability.decide")
    @blueprint.doc(**also(404, 409, 412, 422))
    @blueprint.arguments(AccountabilityEndDraftSchema)
    @blueprint.response(201, AccountabilityCaseSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Take the case back with a reason; its letters are revoked."""
        return _whole(services.withdraw_case(current_actor(), id, payload["text"]))


def _whole(case: AccountabilityCase) -> Json:
    return cases.whole_case(cases.case_within_reach(current_actor(), case.id))
