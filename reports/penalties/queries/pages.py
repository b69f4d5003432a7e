"""One case with its timeline, what waits, and what may be done next with the article that bars the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any
from uuid import UUID

from checklists.hazards.models import Hazard
from reports.documents.queries import documents_of_subjects
from reports.documents.rules import DocumentKind
from reports.penalties.models import PenaltyAct, PenaltyCase, PenaltyDeadline, PenaltyGround
from reports.penalties.queries.cases import (
    act_rows,
    acts_shown,
    case_within_reach,
    decisions_shown,
    is_of_a_unit,
    standing_of,
)
from reports.penalties.queries.circumstances import circumstances_of
from reports.penalties.queries.listing import deadline_shape, rows_of
from reports.penalties.queries.terms import article_shape, terms_on
from reports.penalties.rules.life import Circumstances, Standing, needs_review
from reports.penalties.rules.measures import met_conditions
from reports.penalties.rules.shapes import CONDITIONS
from reports.penalties.rules.stages import STAGES, is_partial, refusal_of
from server.core.permissions import Actor
from server.units.attachments.queries import attachments_of

Json = dict[str, Any]

#: Act → its paper; the paper's subject is the act.
PAPERS: dict[str, DocumentKind] = {
    "filing": DocumentKind.CASE_FILING,
    "notice": DocumentKind.PENALTY_NOTICE,
    "hearing": DocumentKind.HEARING_NOTICE,
    "hearing_record": DocumentKind.HEARING_RECORD,
    "legal_review": DocumentKind.LEGAL_REVIEW,
    "decision": DocumentKind.PENALTY_DECISION,
    "no_penalty": DocumentKind.NO_PENALTY_DECISION,
    "spot": DocumentKind.SPOT_PENALTY,
    "transfer": DocumentKind.CRIME_TRANSFER,
}
#: What a unit reads of its case: what was said to it, and what it said.
SHOWN_TO_UNIT = frozenset({"notice", "receipt", "statement", "hearing_request", "hearing_waiver", "hearing"})
SHOWN_TO_UNIT |= {"hearing_withdrawal", "hearing_record", "decision", "no_penalty", "spot"}
#: Within such an act, what only the bureau reads.
KEPT_FROM_UNIT = frozenset({"opinion", "responsible"})


def case_page(actor: Actor, id: UUID, doers: Mapping[str, tuple[str, str]]) -> Json:
    """One case as its page shows it; to a unit only what reached it. Raises NotFound."""
    case = case_within_reach(actor, id)
    rows = acts_shown(act_rows([case.id])[case.id], decisions_shown(actor, [case.id]).get(case.id))
    outside, standing, terms = is_of_a_unit(actor), standing_of(case, rows), terms_on()
    circumstances = circumstances_of(case, terms)
    shown = seen_by_unit(rows) if outside else rows
    return {
        **rows_of([case], actor)[0],
        **_about(case, standing, outside),
        "conditions": [] if outside else _conditions(standing, circumstances),
        "needs_review": not outside and needs_review(standing),
        "acts": _timeline(shown, outside),
        "deadlines": [] if outside else _waiting(case.id),
        "grounds": [] if outside else _grounds(case.id),
        "next_acts": [] if outside else next_acts(actor, standing, circumstances, doers),
    }


def _about(case: PenaltyCase, standing: Standing, outside: bool) -> Json:
    notice = standing.notice if not outside or (standing.notice and standing.notice.received_on) else None
    return {
        "respondent_post": case.respondent_post,
        "identity_masked": case.identity_masked,
        "basis_id": case.basis_code,
        "article": case.article,
        "source": case.source,
        "summary": "" if outside else case.summary,
        "happened_on": case.happened_on,
        "is_harmful": case.is_harmful,
        "by_name": case.by_name,
        "officer_ids": sorted(standing.officers),
        "notice": None
        if notice is None
        else {
            "id": notice.id,
            "is_warning": notice.is_warning,
            "fine_fen": notice.fine_fen,
            "is_serious": notice.is_serious,
            "has_hearing_right": notice.has_hearing_right,
            "received_on": notice.received_on,
            "hearing_until": notice.hearing_until,
        },
        "decision_due_on": None if outside else standing.decision_due_on,
    }


def _conditions(standing: Standing, circumstances: Circumstances) -> list[Json]:
    met = met_conditions(standing, circumstances)
    return [{"code": code, "met": code in met} for code in CONDITIONS]


def seen_by_unit(rows: Iterable[PenaltyAct]) -> list[PenaltyAct]:
    """A notice that was not received is a draft to them, whatever came of an earlier one."""
    rows = list(rows)
    received = {notice.id for notice, receipt in pairwise(told_of(rows)) if receipt.kind == "receipt"}
    return [row for row in rows if row.kind in SHOWN_TO_UNIT and (row.kind != "notice" or row.id in received)]


def told_of(rows: Iterable[PenaltyAct]) -> list[PenaltyAct]:
    """Notices and receipts in their order: a receipt is of the notice right before it."""
    return [row for row in rows if row.kind in ("notice", "receipt")]


def _timeline(rows: list[PenaltyAct], outside: bool) -> list[Json]:
    """Acts with their papers and files; a query for each kind of paper there is, and one for the files."""
    files = attachments_of("penalty_act", [row.id for row in rows])
    papers: dict[UUID, Json] = {}
    for kind in {PAPERS[row.kind] for row in rows if row.kind in PAPERS}:
        papers |= documents_of_subjects(kind, [row.id for row in rows])
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "on": row.acted_on,
            "at": row.at,
            "by": row.by_name,
            "details": {
                name: value for name, value in row.details.items() if not outside or name not in KEPT_FROM_UNIT
            },
            "document": papers.get(row.id),
            "files": files.get(row.id, []),
        }
        for row in rows
    ]


def _waiting(case_id: UUID) -> list[Json]:
    rows = PenaltyDeadline.select().where(
        (PenaltyDeadline.case_id == case_id) & PenaltyDeadline.ended_at.is_null()  # type: ignore[union-attr]
    )
    return [deadline_shape(row) for row in rows.order_by(PenaltyDeadline.due_on, PenaltyDeadline.id)]


def _grounds(case_id: UUID) -> list[Json]:
    """Hazards by their titles, orders by their numbers; 4 queries."""
    rows = list(PenaltyGround.select().where(PenaltyGround.case_id == case_id).order_by(PenaltyGround.id))
    ids = [row.ground_id for row in rows]
    titles = {hazard.id: hazard.title for hazard in Hazard.select(Hazard.id, Hazard.title).where(Hazard.id.in_(ids))}
    orders = documents_of_subjects(DocumentKind.RECTIFICATION_ORDER, ids)
    numbers = {id: paper["number"] for id, paper in orders.items()}
    return [
        {"kind": row.kind, "id": row.ground_id, "label": (titles | numbers).get(row.ground_id, "")}
        for row in sorted(rows, key=lambda row: row.kind)
    ]


def next_acts(
    actor: Actor, standing: Standing, circumstances: Circumstances, doers: Mapping[str, tuple[str, str]]
) -> list[Json]:
    """Every act: whether its turn has come, whether it is this actor's, and the article that bars it.

    Source: JN-2.3.3b.
    """
    return [
        {
            "act": kind,
            "allowed": refusal is None,
            "mine": actor.may(permission) and _is_theirs(actor, standing, who, kind),
            "code": refusal.code if refusal else None,
            "reason": refusal.title if refusal else None,
            "article": article_shape(circumstances.terms, refusal.code) if refusal else None,
        }
        for kind in STAGES
        for permission, who in [doers[kind]]
        for refusal in [refusal_of(standing, kind, circumstances)]
    ]


def _is_theirs(actor: Actor, standing: Standing, who: str, kind: str) -> bool:
    if who == "officers":
        return actor.person_id in standing.officers
    return not is_partial(standing, kind, actor.person_id)
