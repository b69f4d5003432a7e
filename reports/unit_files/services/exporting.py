"""A unit's file becomes one signed paper: asked for, made by a job, ready."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.documents.rules import DocumentKind, FileOfPapers, Verification
from reports.documents.services import PaperWish, issue_paper
from reports.unit_files.errors import NoAgency, TooManyExports
from reports.unit_files.models import UnitFileExport
from reports.unit_files.queries.chapters import Reader
from reports.unit_files.queries.papers import file_facts, papers_of
from reports.unit_files.rules.exports import MOST_UNFINISHED
from server.core import clock
from server.core.clock import beijing_day
from server.core.database import database
from server.core.errors import ShouwangError
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.registry.models import Unit
from server.units.registry.queries.reach import unit_within_reach
from server.web.signin.queries import actor_by_account

UNFINISHED = ("waiting", "running")


def request_file(actor: Actor, unit: Unit, id: UUID) -> UnitFileExport:
    """Have a unit's file made into a paper; sent twice it is one. Raises NoAgency, TooManyExports, ResubmissionConflict."""
    if earlier := _earlier(actor, unit, id):
        return earlier
    if actor.agency_id is None:
        raise NoAgency()
    mine = (UnitFileExport.by_account_id == actor.account_id) & UnitFileExport.state.in_(UNFINISHED)  # type: ignore[attr-defined]
    if UnitFileExport.select().where(mine).count() >= MOST_UNFINISHED:
        raise TooManyExports(most=MOST_UNFINISHED)

    def create() -> UnitFileExport:
        row = UnitFileExport.create(
            id=id,
            unit_id=unit.id,
            agency_id=actor.agency_id,
            by_account_id=actor.account_id,
            by_name=actor.name,
            state="waiting",
            asked_at=clock.now(),
        )
        record_event(actor, "unit_file.requested", subject=row, about_unit_id=unit.id)
        return row

    return once(create, lambda: _earlier(actor, unit, id))[0]


def _earlier(actor: Actor, unit: Unit, id: UUID) -> UnitFileExport | None:
    return find_resubmitted(UnitFileExport, id, unit_id=unit.id, by_account_id=actor.account_id)


def make_file(id: UUID) -> None:
    """Make the paper of an export; run twice, or killed half-way, it ends with one paper.

    The paper is about the unit and yet not the unit's: it is found under the agency that had it made. What who asked
    no longer reaches ends as failed, and says so. Raises what rendering and signing raise.  Source: JN-2.3.2c.
    """
    export = UnitFileExport.get_by_id(id)
    if export.state in ("ready", "failed"):
        return
    actor = actor_by_account(export.by_account_id)
    try:
        actor.check("unit_file.export")
        reader = Reader(actor, unit_within_reach(actor, export.unit_id), for_paper=True)
    except ShouwangError as error:
        _finish(actor, export, "unit_file.failed", state="failed", problem=error.title[:200])
        return
    attached = 0

    def write(number: str, verification: Verification) -> FileOfPapers:
        nonlocal attached
        gathered = papers_of(reader, lambda done, total: _note(id, done, total))
        attached = len(gathered.attached)
        return file_facts(export, reader, gathered, number, verification)

    wish = PaperWish(DocumentKind.UNIT_FILE, export.id, None, export.agency_id, beijing_day(export.asked_at))
    document = issue_paper(wish, write, actor)
    _finish(
        actor, export, "unit_file.made", state="ready", document_id=document.id, papers_attached=attached, problem=""
    )


def _note(id: UUID, done: int, total: int) -> None:
    """How far it is, for who waits; no act, so no event."""
    with database.atomic():
        UnitFileExport.update(state="running", papers_done=done, papers_total=total).where(
            (UnitFileExport.id == id) & UnitFileExport.state.in_(UNFINISHED)  # type: ignore[attr-defined]
        ).execute()


def _finish(actor: Actor, export: UnitFileExport, event: str, **values: Any) -> None:
    with database.atomic():
        mine = (UnitFileExport.id == export.id) & UnitFileExport.state.in_(UNFINISHED)  # type: ignore[attr-defined]
        changed = UnitFileExport.update(**values, finished_at=clock.now()).where(mine).execute()
        if changed:
            record_event(actor, event, subject=export, about_unit_id=export.unit_id)
