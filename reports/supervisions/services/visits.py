"""Acts on visits: record one, find a measure done."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document
from reports.supervisions.errors import MeasureDone, SupervisionElsewhere
from reports.supervisions.models import SupervisionMeasure, SupervisionVisit
from reports.supervisions.queries.visits import measure_of, visit_within_reach
from reports.supervisions.rules import VisitDraft, check_done, check_supervised, check_visit
from reports.supervisions.services.letters import issuing_agency
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, Invalid
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.models import Agency
from server.units.registry.queries.reach import unit_within_reach


def record_visit(actor: Actor, draft: VisitDraft) -> SupervisionVisit:
    """Record a visit of supervision with what it asks for; a job makes its paper. Sent twice it is one.

    Raises NotFound (unit), Invalid, AgencyNotSupervised, VisitDayImpossible, DueDayPast, ResubmissionConflict.
    Source: JN-2.1e.
    """
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(SupervisionVisit, draft.id, **known):
        return earlier
    agency = issuing_agency(actor)
    _check_visited(actor, agency, draft)
    check_visit(draft.visited_on, draft.measures, clock.today())

    def create() -> SupervisionVisit:
        document = reserve_document(
            actor,
            kind=DocumentKind.SUPERVISION_VISIT,
            subject_id=draft.id,
            unit_id=draft.unit_id,
            agency=agency,
            on=draft.visited_on,
        )
        values = {name: value for name, value in vars(draft).items() if name not in ("measures", "members")}
        visit = SupervisionVisit.create(
            **values,
            **known,
            members=list(draft.members),
            agency_id=agency.id,
            document_id=document.id,
            by_name=actor.name,
            recorded_at=clock.now(),
        )
        for position, measure in enumerate(draft.measures):
            SupervisionMeasure.create(visit_id=visit.id, position=position, **vars(measure))
        _tell_visited(visit, agency, draft)
        details = {"document_id": str(document.id), "measures": len(draft.measures)}
        record_event(actor, "supervision.visited", subject=visit, about_unit_id=visit.unit_id, details=details)
        return visit

    return once(create, lambda: find_resubmitted(SupervisionVisit, draft.id, **known))[0]


def complete_measure(actor: Actor, visit_id: UUID, id: UUID, done_on: date, note: str) -> SupervisionVisit:
    """The visiting agency finds a measure done (销号), once. Sent twice with the same words it is one.

    Raises NotFound, SupervisionElsewhere, MeasureDayImpossible, MeasureDone.
    """
    visit = visit_within_reach(actor, visit_id)
    if actor.agency_id != visit.agency_id:
        raise SupervisionElsewhere(agency_id=str(visit.agency_id))
    measure_of(visit, id)
    check_done(visit.visited_on, done_on, clock.today())
    with database.atomic():
        measure = lock_row(SupervisionMeasure.select().where(SupervisionMeasure.id == id))
        if measure.done_on is None:
            SupervisionMeasure.update(done_on=done_on, note=note, done_by=actor.name, done_at=clock.now()).where(
                SupervisionMeasure.id == id
            ).execute()
            details = {"measure_id": str(id)}
            record_event(actor, "supervision.measure_done", subject=visit, about_unit_id=visit.unit_id, details=details)
        elif (measure.done_on, measure.note) != (done_on, note):
            raise MeasureDone()
    return visit_within_reach(actor, visit_id)


def _check_visited(actor: Actor, agency: Agency, draft: VisitDraft) -> None:
    if (draft.to_agency_id is None) == (draft.unit_id is None):
        raise Invalid(fields=[FieldProblem("to_agency_id", "被督导机关和被督导单位应填且只填一个", "one_of_two")])
    if draft.unit_id is not None:
        unit_within_reach(actor, draft.unit_id)
        return
    to = Agency.get_or_none(Agency.id == draft.to_agency_id)
    if to is None:
        raise Invalid(fields=[FieldProblem("to_agency_id", "没有这个机构", "unknown_agency")])
    check_supervised(agency, to)


def _tell_visited(visit: SupervisionVisit, agency: Agency, draft: VisitDraft) -> None:
    first = min((measure.due_on for measure in draft.measures), default=None)
    asked = f"要求落实 {len(draft.measures)} 项措施，最早期限 {first.isoformat()}。" if first else "未提出限期措施。"
    notify(
        kind="supervision.visited",
        key=f"supervision:visit:{visit.id}",
        text=f"{agency.name}于 {visit.visited_on.isoformat()} 督导检查，{asked}",
        subject_type="supervision_visit",
        subject_id=visit.id,
        unit_id=visit.unit_id,
        agency_id=visit.to_agency_id,
        due_on=first,
    )
