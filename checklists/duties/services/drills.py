"""A unit plans a drill, and tells how it went."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from checklists.duties.errors import DayInFuture
from checklists.duties.models import Drill, DrillReport, DutyPaper
from checklists.duties.queries.filed import REPORT, drill_within_reach
from checklists.duties.rules import DrillDraft, DrillReportDraft, DutyKind, lacking_of
from checklists.duties.services.covers import cover_by_drill
from checklists.duties.services.papers import plain
from server.core import clock
from server.core.canonical import content_hash
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event, take_turn
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.attachments.services import attach
from server.units.registry.queries.reach import unit_within_reach


def plan_drill(actor: Actor, unit_id: UUID, draft: DrillDraft) -> Drill:
    """Set a day for a drill; sent twice it is planned once. Source: JN-2.2.5c.

    Raises NotFound (also for a plan of another unit), ResubmissionConflict.
    """
    unit = unit_within_reach(actor, unit_id)
    known = {"draft_hash": content_hash(plain({**vars(draft), "unit_id": unit_id})), "planned_by": actor.account_id}
    if earlier := find_resubmitted(Drill, draft.id, **known):
        return earlier
    if draft.plan_id is not None:
        own = (DutyPaper.id == draft.plan_id) & (DutyPaper.unit_id == unit.id) & (DutyPaper.duty == DutyKind.PLAN)
        if not DutyPaper.select().where(own).exists():
            raise NotFound(plan_id=str(draft.plan_id))

    def create() -> Drill:
        drill = Drill.create(unit_id=unit.id, planned_at=clock.now(), **known, **vars(draft))
        record_event(actor, "drill.planned", subject=drill, about_unit_id=unit.id, details={"kind": drill.kind})
        return drill

    return once(create, lambda: find_resubmitted(Drill, draft.id, **known))[0]


def report_drill(actor: Actor, drill_id: UUID, draft: DrillReportDraft) -> Drill:
    """Tell how a drill went. What lacks sign-in sheet, photos or evaluation is kept and does not count.

    A later report of the same drill takes the place of an earlier one, which stays. Source: LN-4.
    Raises NotFound, DayInFuture, FileMissing, FileOfWrongKind, ResubmissionConflict.
    """
    drill = drill_within_reach(actor, drill_id)
    known: dict[str, Any] = {
        "draft_hash": content_hash(plain({**vars(draft), "drill_id": drill_id})),
        "reported_by": actor.account_id,
    }
    if find_resubmitted(DrillReport, draft.id, **known):
        return drill
    if draft.held_on > clock.today():
        raise DayInFuture(fields=[FieldProblem("held_on", DayInFuture.title, DayInFuture.code)])

    def create() -> DrillReport:
        take_turn(actor)
        values = {name: value for name, value in vars(draft).items() if name != "files"}
        report = DrillReport.create(
            drill_id=drill.id,
            unit_id=drill.unit_id,
            lacking=lacking_of(draft),
            reported_at=clock.now(),
            **known,
            **values,
        )
        attach(actor, REPORT, report.id, drill.unit_id, draft.files)
        counts = cover_by_drill(drill)
        details = {"counts": counts, "lacking": report.lacking, "held_on": report.held_on.isoformat()}
        record_event(actor, "drill.reported", subject=drill, about_unit_id=drill.unit_id, details=details)
        return report

    once(create, lambda: find_resubmitted(DrillReport, draft.id, **known))
    return drill
