"""How the execution of a decision stands: acts, sums, windows, and what may be done next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from reports.deliveries.models import PaperDelivery
from reports.deliveries.queries import delivered_on
from reports.deliveries.rules import SERVED
from reports.documents.models import Document
from reports.documents.queries import documents_of_subjects
from reports.documents.queries.documents import narrow_readers
from reports.documents.rules import DocumentKind
from reports.executions.models import ExecutionAct
from reports.executions.rules import (
    STAGES,
    Around,
    Course,
    demand_until,
    fold,
    owed_on,
    refusal_of,
    state_of,
    windows_of,
)
from reports.executions.rules.acts import GONE
from reports.penalties.models import PenaltyAct, PenaltyCase, PenaltyDecision
from reports.penalties.queries.cases import act_rows, case_within_reach, decisions_shown, is_of_a_unit, standing_of
from reports.penalties.queries.readers import read_when_served
from reports.penalties.queries.terms import article_shape, terms_on
from reports.penalties.rules.life import Act
from server.core import clock
from server.core.permissions import Actor
from server.units.attachments.models import Attachment
from server.units.attachments.queries import attachments_of, guard_attachments
from server.units.calendar.queries import calendar_between

Json = dict[str, Any]
FILES = "execution_act"
#: Act → its paper; the paper's subject is the act.
PAPERS: dict[str, DocumentKind] = {
    "postponement_reply": DocumentKind.PAYMENT_REPLY,
    "demand": DocumentKind.PAYMENT_DEMAND,
    "enforcement_end": DocumentKind.ENFORCEMENT_END,
    "annulment": DocumentKind.PENALTY_ANNULMENT,
    "remedy_outcome": DocumentKind.PENALTY_ANNULMENT,  # only of one that annuls
    "closing": DocumentKind.CASE_CLOSING,
    "case_file": DocumentKind.CASE_FILE,
}
_WHEN_SERVED = (
    DocumentKind.PAYMENT_REPLY,
    DocumentKind.PAYMENT_DEMAND,
    DocumentKind.ENFORCEMENT_END,
    DocumentKind.PENALTY_ANNULMENT,
)
#: What only the bureau sees of its own work.
KEPT_FROM_UNIT = frozenset({"case_file", "closing"})
#: What asks for something that is over by the end of a case: a hearing held since or given up, a demand met since.
OVERTAKEN = frozenset({"hearing_notice", "payment_demand"})
_BACK, _AHEAD = timedelta(days=3660), timedelta(days=800)


def execution_rows(case_ids: Iterable[UUID]) -> dict[UUID, list[ExecutionAct]]:
    """The acts after the decision of each case, in their order; one query."""
    found: dict[UUID, list[ExecutionAct]] = defaultdict(list)
    rows = ExecutionAct.select().where(ExecutionAct.case_id.in_(list(case_ids)))
    for row in rows.order_by(ExecutionAct.case_id, ExecutionAct.position):
        found[row.case_id].append(row)
    return found


def course_of(decision: PenaltyDecision | None, rows: Iterable[ExecutionAct]) -> Course:
    """How it stands by its acts."""
    acts = (Act(row.id, row.kind, row.acted_on, row.details) for row in rows)
    return fold(decision.kind if decision else None, decision.fine_fen if decision else 0, acts)


def around_of(case: PenaltyCase, decision: PenaltyDecision | None, rows: list[ExecutionAct]) -> Around:
    """What stands around a case today; 9 queries. The terms are those of the day of decision."""
    today, before = clock.today(), act_rows([case.id])[case.id]
    demand = next((row.id for row in reversed(rows) if row.kind == "demand"), None)
    served = _served_on(decision, demand)
    return Around(
        today=today,
        terms=terms_on(decision.decided_on if decision else today),
        is_ended=standing_of(case, before).ended is not None,
        delivered_on=served[0],
        demanded_on=served[1],
        unserved=_unserved([row.id for row in before] + [row.id for row in rows]),
        calendar=calendar_between(today - _BACK, today + _AHEAD),
    )


def _served_on(decision: PenaltyDecision | None, demand: UUID | None) -> tuple[Any, Any]:
    """When decision and demand were delivered; what is decided on the spot is handed over there and then."""
    paper = None
    if demand:
        paper = Document.get_or_none((Document.subject_id == demand) & (Document.kind == "payment_demand"))
    wanted = [row_id for row_id in (decision and decision.document_id, paper and paper.id) if row_id]
    days = delivered_on(wanted)
    first = days.get(decision.document_id) if decision else None
    if decision and decision.kind == "spot":
        first = first or decision.decided_on
    return first, days.get(paper.id) if paper else None


def _unserved(subject_ids: list[UUID]) -> int:
    """Papers of these acts that must reach the respondent before the case is closed, stand, and have not."""
    served = PaperDelivery.select(PaperDelivery.document_id).where(
        (PaperDelivery.live == True)  # noqa: E712 - SQL
        & (PaperDelivery.effective_on <= clock.today())  # a public notice runs first
    )
    found: int = (
        Document.select()
        .where(
            Document.subject_id.in_(subject_ids)
            & Document.kind.in_(sorted(SERVED - OVERTAKEN))
            & Document.unit_id.is_null(False)
            & (Document.live == True)  # noqa: E712 - SQL
            & Document.id.not_in(served)
        )
        .count()
    )
    return found


def execution_page(actor: Actor, case_id: UUID, doers: Mapping[str, tuple[str, str]]) -> Json:
    """What happened to a case since its decision and what may happen next; a unit sees no decision not served on it.

    Raises NotFound.
    """
    case = case_within_reach(actor, case_id)
    decision = decisions_shown(actor, [case.id]).get(case.id)
    rows = execution_rows([case.id])[case.id]
    course, around = course_of(decision, rows), around_of(case, decision, rows)
    outside = is_of_a_unit(actor)
    owed, windows = owed_on(course, around), windows_of(course, around)
    return {
        "case_id": case.id,
        "state": state_of(course, around),
        "decision": _decision_shape(decision),
        "delivered_on": around.delivered_on,
        "owed": {
            **{name: getattr(owed, name) for name in _SUMS},
            "due_on": owed.due_on,
            "percent_a_day": around.terms.values["late_surcharge"]["percent_a_day"],
        },
        "windows": {
            "review_until": windows.review_until,
            "suit_until": windows.suit_until,
            "demand_until": demand_until(around) if course.demand else None,
            "court_from": windows.court_from if course.fine_fen else None,
            "court_until": windows.court_until if course.fine_fen else None,
        },
        "unloaded_years": around.calendar.unloaded(around.today, around.today + timedelta(days=180)),
        "annulled_on": course.annulled_on,
        "closed_on": course.closed_on,
        "unserved": 0 if outside else around.unserved,
        "acts": _timeline([row for row in rows if not outside or row.kind not in KEPT_FROM_UNIT]),
        "next_acts": [] if outside else _next_acts(actor, case, course, around, doers),
    }


_SUMS = (
    "fine_fen", "fine_paid_fen", "fine_open_fen", "surcharge_fen", "surcharge_paid_fen", "surcharge_open_fen",
    "overdue_fen", "refund_fen",
)  # fmt: skip


def _decision_shape(decision: PenaltyDecision | None) -> Json | None:
    if decision is None:
        return None
    names = ("id", "kind", "document_id", "respondent_name", "is_warning", "fine_fen", "decided_on")
    return {name: getattr(decision, name) for name in names}


def _timeline(rows: list[ExecutionAct]) -> list[Json]:
    """Acts with their papers and files; a query for each kind of paper there is, and one for the files."""
    files = attachments_of(FILES, [row.id for row in rows])
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
            "details": row.details,
            "document": papers.get(row.id),
            "files": files.get(row.id, []),
        }
        for row in rows
    ]


def _next_acts(
    actor: Actor, case: PenaltyCase, course: Course, around: Around, doers: Mapping[str, tuple[str, str]]
) -> list[Json]:
    """Every act: whether its turn has come, whether it is this actor's, and the article that bars it."""
    terms, standing = terms_on(), standing_of(case, act_rows([case.id])[case.id])
    return [
        {
            "act": kind,
            "allowed": refusal is None,
            "mine": actor.may(permission)
            and (
                who == "anybody"
                or (
                    actor.person_id in standing.officers
                    if who == "officers"
                    else actor.person_id not in standing.handled
                )
            ),
            "code": refusal.code if refusal else None,
            "reason": refusal.title if refusal else None,
            "article": article_shape(terms, refusal.code) if refusal else None,
        }
        for kind in STAGES
        for permission, who in [doers[kind]]
        for refusal in [refusal_of(course, kind, around)]
    ]


def guard_executions() -> None:
    """Have documents ask whether a paper was served, attachments whether the reader's page shows the file's act."""
    narrow_readers(_WHEN_SERVED, read_when_served)
    guard_attachments(FILES, _may_read_file)


def _may_read_file(actor: Actor, file: Attachment) -> bool:
    if not actor.may("penalty.view"):
        return False
    if not is_of_a_unit(actor):
        return True
    act = ExecutionAct.get_or_none(ExecutionAct.id == file.subject_id)
    shown = decisions_shown(actor, [act.case_id]) if act and act.kind not in KEPT_FROM_UNIT else {}
    return bool(shown)


def paper_unit(act: ExecutionAct) -> UUID | None:
    """The unit that may read the act's paper; none for what stays with the bureau, or has nobody left to go to."""
    is_for_nobody = act.kind in KEPT_FROM_UNIT or act.details.get("ground") == GONE
    return None if is_for_nobody else act.unit_id


def case_subjects(case: PenaltyCase) -> tuple[list[PenaltyAct], list[ExecutionAct]]:
    """All acts of a case, before and after its decision; two queries."""
    return act_rows([case.id])[case.id], execution_rows([case.id])[case.id]
