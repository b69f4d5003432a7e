"""A hazard comes into the world: from a record, from a device, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from checklists.hazards.models import Hazard
from checklists.hazards.rules import HazardDraft, HazardReport
from checklists.hazards.rules.acts import check_day
from checklists.hazards.services.moves import Step, announce, step_row
from server.core import clock
from server.core.errors import FieldProblem, Invalid
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.core.statements import insert_rows
from server.units.attachments.services import attach
from server.units.bases.queries import resolve_known_bases
from server.units.registry.queries.lookups import check_site_of
from server.units.registry.queries.reach import unit_within_reach

HAZARD = "hazard"  # what the photos of a report are attached to
FIRST_DAY = date(2000, 1, 1)


def find_hazards_in(
    actor: Actor,
    drafts: Sequence[HazardDraft],
    *,
    inspection_id: UUID | None,
    unit_id: UUID,
    site_id: UUID | None,
    found_on: date,
    source: str = "inspection",
    kind: str = "public_security",
) -> list[Hazard]:
    """Lay down the hazards that a record shows; 2 statements, part of the act that takes the record in."""
    if not drafts:
        return []
    moment = clock.now()
    hazards = [
        Hazard(
            id=new_id(),
            inspection_id=inspection_id,
            unit_id=unit_id,
            site_id=site_id,
            found_on=found_on,
            source=source,
            kind=kind,
            state="found",
            changed_at=moment,
            version=1,
            **vars(draft),
        )
        for draft in drafts
    ]
    insert_rows(hazards)
    insert_rows([step_row(actor, hazard, Step("found"), moment) for hazard in hazards])
    announce([(hazard, None) for hazard in hazards])
    return hazards


def report_hazard(actor: Actor, report: HazardReport) -> Hazard:
    """Take in a hazard told of by hand; a unit's own report counts as its own finding. Sent twice it counts once.

    Raises NotFound, Invalid (a basis nobody knows), DayImpossible, FileMissing, ResubmissionConflict.
    """
    known = {"draft_hash": hash_of([vars(report), str(actor.account_id)], id=report.id)}
    find = partial(find_resubmitted, Hazard, report.id, **known)
    if earlier := find():
        return earlier
    unit_within_reach(actor, report.unit_id)
    check_site_of(report.unit_id, report.site_id)
    check_day(report.found_on, FIRST_DAY, clock.today(), "found_on")
    _check_bases(report)

    def create() -> Hazard:
        hazard = _lay_down(actor, report, known["draft_hash"])
        attach(actor, HAZARD, hazard.id, hazard.unit_id, report.files, field="photos")
        announce([(hazard, None)])
        record_event(
            actor, "hazard.reported", subject=hazard, about_unit_id=hazard.unit_id, details={"source": hazard.source}
        )
        return hazard

    return once(create, find)[0]


def _lay_down(actor: Actor, report: HazardReport, draft_hash: str) -> Hazard:
    moment = clock.now()
    hazard = Hazard(
        id=report.id,
        inspection_id=None,
        unit_id=report.unit_id,
        site_id=report.site_id,
        item_id=None,
        title=report.title,
        note=report.note,
        grade=report.grade,
        bases=[dict(basis) for basis in report.bases],
        photos=[],
        found_on=report.found_on,
        source="report" if actor.agency_id else "self",
        kind=report.kind,
        state="found",
        draft_hash=draft_hash,
        changed_at=moment,
        version=1,
    )
    insert_rows([hazard])
    insert_rows([step_row(actor, hazard, Step("found"), moment)])
    return hazard


def _check_bases(report: HazardReport) -> None:
    known = resolve_known_bases(report.bases)
    problems = [
        FieldProblem(f"bases.{number}.basis", "没有这个依据", "unknown_basis")
        for number, basis in enumerate(report.bases)
        if basis["basis"] not in known
    ]
    if problems:
        raise Invalid(fields=problems)
