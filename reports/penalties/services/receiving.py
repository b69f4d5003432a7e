"""A notice served by post, by wire or in public: what was recorded as served is received."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from reports.deliveries.queries import delivered_on
from reports.documents.queries import documents_of_subjects
from reports.documents.rules import DocumentKind
from reports.penalties.models import PenaltyAct, PenaltyCase
from reports.penalties.queries.cases import OPEN, CaseFilter, act_rows, filtered, standing_of
from reports.penalties.queries.circumstances import circumstances_of
from reports.penalties.queries.terms import terms_on
from reports.penalties.rules.acts import Receipt
from reports.penalties.rules.stages import refusal_of
from reports.penalties.services.acts import known_by, write_act
from reports.penalties.services.filing import lock_case
from reports.penalties.services.following import follow_up
from reports.penalties.services.scene import Scene
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM

SERVED = "served"


def unreceived_notices() -> list[UUID]:
    """The latest notices of running cases that nobody noted as received; two queries."""
    running = [case.id for case in filtered(PenaltyCase.select(PenaltyCase.id), CaseFilter(state=OPEN))]
    found = []
    for rows in act_rows(running).values():
        last = max((row.position, row.kind, row.id) for row in rows if row.kind in ("filing", "notice", "receipt"))
        found += [last[2]] if last[1] == "notice" else []
    return found


def receive_served(notice_ids: Iterable[UUID]) -> int:
    """Note as received what the record of service says so; how many. Run again it changes nothing."""
    papers = documents_of_subjects(DocumentKind.PENALTY_NOTICE, list(notice_ids))
    served = delivered_on([paper["id"] for paper in papers.values()])
    count = 0
    for notice_id, paper in papers.items():
        day = served.get(paper["id"])
        if day is not None and day <= clock.today():
            count += _receive(
                PenaltyAct.get_by_id(notice_id), Receipt(id=new_id(), received_on=day, way=SERVED, witness="")
            )
    return count


def _receive(notice: PenaltyAct, draft: Receipt) -> int:
    with database.atomic():
        case = lock_case(notice.case_id)
        rows = act_rows([case.id])[case.id]
        scene = Scene(SYSTEM, case, rows, standing_of(case, rows), circumstances_of(case, terms_on()))
        if refusal_of(scene.standing, "receipt", scene.circumstances) or scene.standing.told.id != notice.id:
            return 0  # received in person, overtaken by another notice, or the case has ended
        span = scene.circumstances.terms.span("hearing_request")
        until = span.end_after(draft.received_on, scene.circumstances.calendar)
        act = write_act(scene, draft, known_by(SYSTEM, case.id, draft), {"hearing_until": until})
        follow_up(scene, act)
        details = {"case_id": str(case.id), "unit_id": str(case.unit_id), "act_id": str(act.id)}
        record_event(SYSTEM, "penalty.receipt", subject=act, about_unit_id=case.unit_id, details=details)
    return 1
