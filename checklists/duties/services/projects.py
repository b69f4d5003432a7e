"""A unit builds: the protections are planned, built and accepted together with the rest."""

from __future__ import annotations

from uuid import UUID

from checklists.duties.errors import (
    DayInFuture,
    GateOfAnotherProject,
    GatePassed,
    GatesEmpty,
    PaperMissing,
    ProjectClosed,
)
from checklists.duties.models import Project, ProjectClosing, ProjectGate
from checklists.duties.queries.filed import GATE, project_within_reach
from checklists.duties.rules import GATES, GateDraft, ProjectDraft
from checklists.duties.services.papers import plain
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database, lock_row
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.statements import insert_rows
from server.units.attachments.services import attach
from server.units.registry.queries.reach import unit_within_reach


def open_project(actor: Actor, unit_id: UUID, draft: ProjectDraft) -> Project:
    """Enter a project with the day that each of its three gates is due; sent twice it is one. Source: LN-6b.

    Raises NotFound, ResubmissionConflict.
    """
    unit = unit_within_reach(actor, unit_id)
    known = {"draft_hash": content_hash(plain({**vars(draft), "unit_id": unit_id})), "opened_by": actor.account_id}
    if earlier := find_resubmitted(Project, draft.id, **known):
        return earlier

    def create() -> Project:
        project = Project.create(
            id=draft.id, unit_id=unit.id, title=draft.title, kind=draft.kind, opened_at=clock.now(), **known
        )
        insert_rows(
            [
                ProjectGate(
                    id=new_id(), project_id=project.id, unit_id=unit.id, gate=gate, due_on=draft.due[gate], note=""
                )
                for gate in GATES
            ]
        )
        record_event(actor, "project.opened", subject=project, about_unit_id=unit.id)
        return project

    return once(create, lambda: find_resubmitted(Project, draft.id, **known))[0]


def pass_gate(actor: Actor, project_id: UUID, gate: str, draft: GateDraft) -> Project:
    """Note that a gate was passed, with its papers; sent twice it is passed once. Source: LN-6b.

    Raises NotFound, GateOfAnotherProject, DayInFuture, PaperMissing, FileMissing, GatePassed, ProjectClosed.
    """
    project = project_within_reach(actor, project_id)
    if gate not in GATES:
        raise GateOfAnotherProject()
    if draft.done_on > clock.today():
        raise DayInFuture(fields=[FieldProblem("done_on", DayInFuture.title, DayInFuture.code)])
    if not draft.files:
        raise PaperMissing(fields=[FieldProblem("files", PaperMissing.title, PaperMissing.code)])
    with database.atomic():
        row = lock_row(ProjectGate.select().where((ProjectGate.project_id == project.id) & (ProjectGate.gate == gate)))
        if row.done_on is not None:
            if (row.passing_id, row.done_on, row.note) == (draft.id, draft.done_on, draft.note):
                return project
            raise GatePassed(gate=gate)
        if project.closed_on is not None:
            raise ProjectClosed()
        ProjectGate.update(
            done_on=draft.done_on,
            passing_id=draft.id,
            note=draft.note,
            passed_by=actor.account_id,
            passed_at=clock.now(),
        ).where(ProjectGate.id == row.id).execute()
        attach(actor, GATE, row.id, project.unit_id, draft.files)
        details = {"gate": gate, "done_on": draft.done_on.isoformat()}
        record_event(actor, "project.gate_passed", subject=project, about_unit_id=project.unit_id, details=details)
    return project


def close_project(actor: Actor, project_id: UUID) -> Project:
    """Close a project whose gates are all passed; closed twice it is closed once. Source: LN-6b.

    Raises NotFound, GatesEmpty, which names the gates.
    """
    project = project_within_reach(actor, project_id)
    with database.atomic():
        lock_row(Project.select(Project.id).where(Project.id == project.id))
        if ProjectClosing.select().where(ProjectClosing.project_id == project.id).exists():
            return project_within_reach(actor, project_id)
        rows = {row.gate: row for row in ProjectGate.select().where(ProjectGate.project_id == project.id)}
        if empty := [gate for gate in GATES if rows[gate].done_on is None]:
            raise GatesEmpty(
                fields=[FieldProblem(gate, "该环节尚未登记完成", "gate_empty") for gate in empty], gates=empty
            )
        today = clock.today()
        ProjectClosing.create(
            id=new_id(), project_id=project.id, closed_on=today, by_account_id=actor.account_id, at=clock.now()
        )
        Project.update(closed_on=today).where(Project.id == project.id).execute()
        record_event(actor, "project.closed", subject=project, about_unit_id=project.unit_id)
    return project_within_reach(actor, project_id)
