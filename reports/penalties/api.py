"""行政处罚 over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from reports.documents.rules import LegalForm
from reports.documents.services import draft_docx, render_draft
from reports.penalties import services
from reports.penalties.queries import listing, pages, papers, terms
from reports.penalties.queries.cases import CaseFilter
from reports.penalties.queries.readers import guard_cases
from reports.penalties.rules import FilingDraft, Respondent, SpotDraft
from reports.penalties.rules.acts import Decision, NoPenalty
from reports.penalties.schemas import acts as bodies
from reports.penalties.schemas.asked import (
    CaseFilingSchema,
    CaseQuery,
    DeadlineQuery,
    PenaltyTermDraftSchema,
    PenaltyTermTrialSchema,
    SpotSchema,
)
from reports.penalties.schemas.shown import (
    PenaltyCaseRowSchema,
    PenaltyCaseSchema,
    PenaltyDeadlineSchema,
    PenaltyTermSchema,
)
from reports.penalties.services.acts import DOERS
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import PageQuery, page_schema
from server.web.rates import check_rate
from server.web.shapes import TermEffectSchema, TermFormsSchema
from server.web.signin.services import confirm_password

Json = dict[str, Any]
PREVIEWS_PER_MINUTE = 30
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BINARY = {"type": "string", "format": "binary"}

blueprint = Blueprint("penalties", __name__, url_prefix="/api/v1", description="行政处罚")
blueprint.record(lambda _: guard_cases())

#: Path → body and who may send it; each is one act on one case.
ACTS: dict[str, tuple[type[bodies.ActSchema], str]] = {
    "officer-replacements": (bodies.CaseReplacementSchema, "Replace an officer of the case (回避 or another reason)."),
    "evidence": (bodies.CaseEvidenceSchema, "Add a piece to the evidence list."),
    "preservations": (bodies.CasePreservationSchema, "Register and keep evidence that may be lost (先行登记保存)."),
    "preservation-decisions": (bodies.CasePreservationDecisionSchema, "Say what becomes of what was kept."),
    "consequences": (bodies.CaseConsequenceSchema, "Record what the hazard led to, which a fine presupposes."),
    "notices": (
        bodies.PenaltyNoticeSchema,
        "Notify facts, reasons, basis, rights and the intended penalty (告知); the password is asked for again.",
    ),
    "receipts": (bodies.CaseReceiptSchema, "Note when the notice reached the respondent."),
    "statements": (bodies.CaseStatementSchema, "Record the respondent's statement (陈述申辩), or that there is none."),
    "statement-reviews": (bodies.CaseStatementReviewSchema, "Answer the statement."),
    "hearing-requests": (bodies.CaseHearingRequestSchema, "Record that the respondent asks for a hearing."),
    "hearing-waivers": (bodies.CaseHearingWaiverSchema, "Record that the respondent wants no hearing."),
    "hearings": (
        bodies.CaseHearingSchema,
        "Set time and place of the hearing (听证通知); the password is asked for again.",
    ),
    "hearing-records": (
        bodies.CaseHearingRecordSchema,
        "Hand in the record of the hearing (听证笔录); the password is asked for again.",
    ),
    "hearing-withdrawals": (bodies.CaseHearingWithdrawalSchema, "Record that the respondent gave the hearing up."),
    "legal-reviews": (bodies.CaseLegalReviewSchema, "Review the law (法制审核); the password is asked for again."),
    "discussions": (bodies.CaseDiscussionSchema, "Record the collective discussion (集体讨论)."),
    "term-extensions": (bodies.CaseTermExtensionSchema, "Extend the time for a decision where another law allows it."),
    "withdrawals": (bodies.CaseWithdrawalSchema, "Withdraw the case before a decision (撤销案件)."),
    "transfers": (
        bodies.CrimeTransferSchema,
        "Transfer the case as a suspected crime (案件移送); the password is asked for again.",
    ),
    "spot-reports": (bodies.SpotReportSchema, "Report an on-the-spot penalty to the own bureau."),
}
DECISIONS: dict[str, tuple[type[bodies.ActSchema], str]] = {
    "decisions": (bodies.PenaltyDecisionDraftSchema, "Decide a penalty; the password is asked for again."),
    "no-penalty-decisions": (
        bodies.NoPenaltyDraftSchema,
        "Decide that there is no penalty; the password is asked for again.",
    ),
}


@blueprint.route("/penalties")
class Cases(MethodView):
    @requires("penalty.view")
    @blueprint.arguments(CaseQuery, location="query")
    @blueprint.response(200, page_schema(PenaltyCaseRowSchema))
    def get(self, query: Json) -> Json:
        """Penalty cases within reach, newest first; units see theirs from the day a paper reached them."""
        return listing.find_cases(current_actor(), CaseFilter(**query))

    @requires("penalty.handle")
    @blueprint.arguments(CaseFilingSchema)
    @blueprint.response(201, PenaltyCaseSchema)
    def post(self, payload: Json) -> Json:
        """File a case (立案); the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload.pop("password"))
        respondent = Respondent(**payload.pop("respondent"))
        lists = {name: tuple(payload.pop(name)) for name in ("officer_ids", "hazard_ids", "order_ids", "files")}
        return _page(services.file_case(current_actor(), FilingDraft(**payload, **lists, respondent=respondent)).id)


@blueprint.route("/penalties/<uuid:id>")
class OneCase(MethodView):
    @requires("penalty.view")
    @blueprint.response(200, PenaltyCaseSchema)
    def get(self, id: UUID) -> Json:
        """One case with its timeline, what waits and what may be done next."""
        return _page(id)


@blueprint.route("/penalties/<uuid:id>/preview")
class DecisionPreview(MethodView):
    @requires("penalty.view")
    @blueprint.doc(**also(422))
    @blueprint.response(200, _BINARY, content_type="application/pdf")
    def get(self, id: UUID) -> Response:
        """The decision that the latest notice intends, with the watermark of a draft; for agencies only."""
        return Response(render_draft(_draft(id)), mimetype="application/pdf")


@blueprint.route("/penalties/<uuid:id>/draft.docx")
class DecisionDraft(MethodView):
    @requires("penalty.view")
    @blueprint.doc(**also(422))
    @blueprint.response(200, _BINARY, content_type=DOCX)
    def get(self, id: UUID) -> Response:
        """The same as a Word file, for those who must edit its words."""
        response = Response(draft_docx(_draft(id)), mimetype=DOCX)
        response.headers["Content-Disposition"] = 'attachment; filename="draft.docx"'
        return response


@blueprint.route("/spot-penalties")
class SpotPenalties(MethodView):
    @requires("penalty.handle")
    @blueprint.arguments(SpotSchema)
    @blueprint.response(201, PenaltyCaseSchema)
    def post(self, payload: Json) -> Json:
        """Warn on the spot beside an order (当场处罚); the password is asked for again."""
        confirm_password(current_app.config["SETTINGS"], current_actor(), payload.pop("password"))
        lists = {name: tuple(payload.pop(name)) for name in ("officer_ids", "files")}
        return _page(services.penalize_on_the_spot(current_actor(), SpotDraft(**payload, **lists)).id)


@blueprint.route("/penalty-deadlines")
class Deadlines(MethodView):
    @requires("penalty.handle")
    @blueprint.arguments(DeadlineQuery, location="query")
    @blueprint.response(200, page_schema(PenaltyDeadlineSchema))
    def get(self, query: Json) -> Json:
        """What must happen by a day, across all cases within reach, the nearest first."""
        return listing.find_deadlines(current_actor(), listing.DeadlineFilter(**query))


@blueprint.route("/penalty-terms")
class Terms(MethodView):
    @requires("basis.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(PenaltyTermSchema))
    def get(self, query: Json) -> Json:
        """Terms, thresholds, discretion and articles, those of the past and of the future too."""
        return terms.find_terms(query["limit"], query["after"])

    @requires("penalty_term.edit")
    @blueprint.arguments(PenaltyTermDraftSchema)
    @blueprint.response(201, PenaltyTermSchema)
    def post(self, payload: Json) -> Json:
        """Set one from a day on; what was before stays known."""
        return terms.term_shape(services.set_penalty_term(current_actor(), services.TermDraft(**payload)))


@blueprint.route("/penalty-term-forms")
class TermForms(MethodView):
    @requires("basis.view")
    @blueprint.response(200, TermFormsSchema)
    def get(self) -> Json:
        """What each term is called and what it may be, for the form that edits it."""
        return {"forms": terms.term_forms()}


@blueprint.route("/penalty-terms/preview")
class TermPreview(MethodView):
    @requires("penalty_term.edit")
    @blueprint.arguments(PenaltyTermTrialSchema)
    @blueprint.response(200, TermEffectSchema)
    def post(self, payload: Json) -> Json:
        """What a value would change; nothing is kept."""
        return {"lines": terms.effect_of(**payload)}


def _add_act(path: str, schema: type[bodies.ActSchema], summary: str) -> None:
    """One route an act, all alike: they differ in body, permission and rule."""
    permission = DOERS[schema.draft.kind][0]

    class ActView(MethodView):
        @requires(permission)
        @blueprint.arguments(schema)
        @blueprint.response(201, PenaltyCaseSchema)
        def post(self, payload: Json, id: UUID) -> Json:
            if "password" in payload:
                confirm_password(current_app.config["SETTINGS"], current_actor(), payload["password"])
            draft = schema.read(payload)
            if isinstance(draft, Decision | NoPenalty):
                services.decide_case(current_actor(), id, draft)
            else:
                services.take_act(current_actor(), id, draft)
            return _page(id)

    ActView.post.__doc__ = summary
    ActView.__name__ = f"Penalty{schema.draft.__name__}"
    blueprint.route(f"/penalties/<uuid:id>/{path}")(ActView)


for _path, (_schema, _summary) in {**ACTS, **DECISIONS}.items():
    _add_act(_path, _schema, _summary)


def _draft(id: UUID) -> LegalForm:
    actor = current_actor()
    case = papers.case_to_draft(actor, id)
    check_rate(f"preview {actor.account_id}", PREVIEWS_PER_MINUTE)
    return papers.decision_draft(case)


def _page(id: UUID) -> Json:
    return pages.case_page(current_actor(), id, DOERS)
