"""Papers, drills and projects as lists, within the reach of their units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from checklists.duties.models import (
    Drill,
    DrillReport,
    DutyCover,
    DutyPaper,
    DutyRemark,
    Project,
    ProjectGate,
)
from checklists.duties.queries.owed import owed_counts
from checklists.duties.rules import COUNTED, GATES, is_late, year_end
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.attachments.queries import attachments_of
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach, number_within_reach, units_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
PAPER, REPORT, GATE = "duty_paper", "drill_report", "project_gate"


@dataclass(frozen=True)
class FiledFilter:
    """For all three lists; what a list has no use for stays empty."""

    unit_id: UUID | None = None
    duty: str | None = None
    item: str | None = None
    year: int | None = None
    limit: int = 50
    after: str | None = None


def _listed(query: ModelSelect, table: Any, wanted: FiledFilter) -> Json:
    query = query.order_by(table.id.desc())
    if wanted.unit_id:
        query = query.where(table.unit_id == wanted.unit_id)
    if wanted.after:
        query = query.where(table.id < decode_cursor(wanted.after, UUID)[0])
    return page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))


def find_papers(actor: Actor, wanted: FiledFilter) -> Json:
    """A page of filed papers, newest first; 5 queries."""
    query = DutyPaper.select().where(is_within_reach(actor, DutyPaper.unit_id))
    if wanted.duty:
        query = query.where(DutyPaper.duty == wanted.duty)
    if wanted.item:
        query = query.where(DutyPaper.item == wanted.item)
    found = _listed(query, DutyPaper, wanted)
    return {**found, "items": paper_shapes(found["items"])}


def paper_within_reach(actor: Actor, id: UUID) -> DutyPaper:
    """Raises NotFound."""
    return _one(DutyPaper.select().where(is_within_reach(actor, DutyPaper.unit_id) & (DutyPaper.id == id)))


def paper_shapes(papers: Iterable[DutyPaper]) -> list[Json]:
    """As the wire shows them; 4 queries."""
    papers = list(papers)
    ids = [paper.id for paper in papers]
    names, files, remarks = unit_names(paper.unit_id for paper in papers), attachments_of(PAPER, ids), remarks_of(ids)
    today = clock.today()
    current = _current(ids, today)
    return [
        {
            **paper.__data__,
            "unit": {"id": paper.unit_id, "name": names.get(paper.unit_id, "")},
            "files": files[paper.id],
            "remarks": remarks[paper.id],
            "is_current": paper.id in current,
            "is_review_overdue": paper.review_on is not None and paper.review_on < today,
        }
        for paper in papers
    ]


def _current(ids: list[UUID], day: date) -> set[UUID]:
    """Papers that no newer edition has ended and nobody has turned down, review overdue or not."""
    if not ids:
        return set()
    newest: dict[tuple[UUID, str, str], tuple[date, UUID]] = {}
    mine = DutyCover.select(DutyCover.unit_id).where(DutyCover.subject_id.in_(ids))
    rows = DutyCover.select().where(DutyCover.unit_id.in_(mine) & DutyCover.duty.not_in(sorted(COUNTED)))
    for row in rows.where(DutyCover.from_on <= day):
        key = (row.unit_id, row.duty, row.item)
        newest[key] = max(newest.get(key, (date.min, row.subject_id)), (row.from_on, row.subject_id))
    return {id for _, id in newest.values()}


def find_drills(actor: Actor, wanted: FiledFilter) -> Json:
    """A page of drills, newest first; those planned in a year, or of one kind; 6 queries."""
    query = Drill.select().where(is_within_reach(actor, Drill.unit_id))
    if wanted.year:
        query = query.where(
            (Drill.planned_on >= date(wanted.year, 1, 1)) & (Drill.planned_on <= date(wanted.year, 12, 31))
        )
    if wanted.item:
        query = query.where(Drill.kind == wanted.item)
    found = _listed(query, Drill, wanted)
    return {**found, "items": drill_shapes(found["items"])}


def drill_within_reach(actor: Actor, id: UUID) -> Drill:
    """Raises NotFound."""
    return _one(Drill.select().where(is_within_reach(actor, Drill.unit_id) & (Drill.id == id)))


def drill_shapes(drills: Iterable[Drill]) -> list[Json]:
    """As the wire shows them, with the newest report; 5 queries."""
    drills = list(drills)
    ids = [drill.id for drill in drills]
    reports: dict[UUID, DrillReport] = {}
    if ids:
        for report in (
            DrillReport.select().where(DrillReport.drill_id.in_(ids)).order_by(DrillReport.reported_at, DrillReport.id)
        ):
            reports[report.drill_id] = report
    files = attachments_of(REPORT, [report.id for report in reports.values()] or ids)  # asked for each page alike
    names, remarks = unit_names(drill.unit_id for drill in drills), remarks_of(ids)
    covered = {row.subject_id for row in DutyCover.select().where(DutyCover.subject_id.in_(ids))} if ids else set()
    return [
        {
            **drill.__data__,
            "unit": {"id": drill.unit_id, "name": names.get(drill.unit_id, "")},
            "is_counted": drill.id in covered,
            "remarks": remarks[drill.id],
            "report": {**report.__data__, "files": files[report.id]} if (report := reports.get(drill.id)) else None,
        }
        for drill in drills
    ]


def newest_report(drill_id: UUID) -> DrillReport | None:
    """By the time it came: the phone's own clock in the id is a claim."""
    newest = (DrillReport.reported_at.desc(), DrillReport.id.desc())
    return DrillReport.select().where(DrillReport.drill_id == drill_id).order_by(*newest).first()


def papers_near_review(first_day: date, last_day: date) -> list[DutyPaper]:
    """Papers still in use whose review falls on one of the days, ends included; one query."""
    rows = DutyPaper.select().join(DutyCover, on=(DutyCover.subject_id == DutyPaper.id))
    near = (DutyCover.until_on >= first_day) & (DutyCover.until_on <= last_day)
    return list(rows.where(near & (DutyPaper.review_on == DutyCover.until_on)).order_by(DutyPaper.id))


@dataclass(frozen=True)
class YearFilter:
    unit_id: UUID | None = None
    year: int | None = None
    limit: int = 50
    after: str | None = None


def counter_years(actor: Actor, wanted: YearFilter) -> Json:
    """A page of units with how many drills and trainings of a year count against how many are asked for; 5 queries.

    A year that is over is judged on its last day, the present one today. Source: LN-4, JN-2.2.5c.
    """
    today = clock.today()
    first_day = date(wanted.year or today.year, 1, 1)
    day = max(first_day, min(today, year_end(first_day)))
    number = number_within_reach(actor)
    units = units_within_reach(actor).order_by(number)
    if wanted.unit_id:
        units = units.where(Unit.id == wanted.unit_id)
    if wanted.after:
        units = units.where(number > decode_cursor(wanted.after, int)[0])
    found = page(list(units.limit(wanted.limit + 1)), wanted.limit, lambda unit: (unit.number,))
    owed = owed_counts(found["items"], day)
    items = [
        {"unit": {"id": unit.id, "name": unit.name}, "year": first_day.year, "counters": owed[unit.id]}
        for unit in found["items"]
    ]
    return {**found, "items": items}


def find_projects(actor: Actor, wanted: FiledFilter) -> Json:
    """A page of projects, newest first; 4 queries."""
    found = _listed(Project.select().where(is_within_reach(actor, Project.unit_id)), Project, wanted)
    return {**found, "items": project_shapes(found["items"])}


def project_within_reach(actor: Actor, id: UUID) -> Project:
    """Raises NotFound."""
    return _one(Project.select().where(is_within_reach(actor, Project.unit_id) & (Project.id == id)))


def project_shapes(projects: Iterable[Project]) -> list[Json]:
    """As the wire shows them, gates in their order; 3 queries."""
    projects = list(projects)
    gates: dict[UUID, list[ProjectGate]] = defaultdict(list)
    if projects:
        for gate in ProjectGate.select().where(ProjectGate.project_id.in_([project.id for project in projects])):
            gates[gate.project_id].append(gate)
    files = attachments_of(GATE, [gate.id for rows in gates.values() for gate in rows])
    names, today = unit_names(project.unit_id for project in projects), clock.today()
    return [
        {
            **project.__data__,
            "unit": {"id": project.unit_id, "name": names.get(project.unit_id, "")},
            "gates": [
                {
                    **gate.__data__,
                    "is_late": is_late(gate.due_on, gate.done_on, today),
                    "files": files[gate.id],
                }
                for gate in sorted(gates[project.id], key=lambda gate: GATES.index(gate.gate))
            ],
        }
        for project in projects
    ]


def remarks_of(ids: Iterable[UUID]) -> dict[UUID, list[DutyRemark]]:
    """Remarks by what they are on, oldest first; one query."""
    found: dict[UUID, list[DutyRemark]] = defaultdict(list)
    wanted = list(ids)
    if wanted:
        for row in DutyRemark.select().where(DutyRemark.subject_id.in_(wanted)).order_by(DutyRemark.id):
            found[row.subject_id].append(row)
    return found


def _one(query: ModelSelect) -> Any:
    row = query.first()
    if row is None:
        raise NotFound()
    return row
