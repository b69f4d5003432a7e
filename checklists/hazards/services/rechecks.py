"""Two officers look again: what they found of each hazard, in one act."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from checklists.hazards.errors import CheckedAtImpossible, HazardsOfSeveralUnits, OrderMissing
from checklists.hazards.models import Hazard, HazardRecheck, HazardRecheckFinding
from checklists.hazards.queries.listing import hazard_rows_within_reach
from checklists.hazards.rules.acts import (
    Finding,
    RecheckDraft,
    check_new_deadline,
    check_qualified,
    check_recheck,
    visited_on,
)
from checklists.hazards.services.moves import Change, Step, announce, lock_hazards, new_deadline, take_step
from checklists.hazards.services.telling import tell_unit
from checklists.hazards.services.terms import recheck_day
from server.core import clock
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.queries import agencies_by_id, is_police
from server.units.attachments.services import attach
from server.units.people.models import Person
from server.units.people.queries import qualified_officers

FINDING = "hazard_recheck_finding"  # what its photos are attached to


def recheck_hazards(actor: Actor, draft: RecheckDraft) -> HazardRecheck:
    """Two officers looked again at hazards of one unit: what passed is closed, what failed is to be put right still.

    The caller has asked for the password again. Sent twice it counts once; all findings or none.
    Raises NotFound, OfficersUnfit, CheckedAtImpossible, ReasonMissing, HazardsOfSeveralUnits, HazardStepIllegal,
    DeadlineStillRuns, NewDeadlineImpossible, FileMissing, ResubmissionConflict.  Source: 公安部令第93号 art. 10.
    """
    known = {"draft_hash": hash_of(draft, id=draft.id), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, HazardRecheck, draft.id, **known)
    if earlier := find():
        return earlier
    check_recheck(draft, actor.person_id, clock.now())
    hazards = hazard_rows_within_reach(actor, [finding.hazard_id for finding in draft.findings])
    if len({hazard.unit_id for hazard in hazards}) != 1:
        raise HazardsOfSeveralUnits()
    officers = _officers(draft)

    def create() -> HazardRecheck:
        locked = {hazard.id: hazard for hazard in lock_hazards([hazard.id for hazard in hazards])}
        return find() or _recheck(actor, draft, locked, officers, known)

    return once(create, find)[0]


def _officers(draft: RecheckDraft) -> list[Person]:
    qualified = qualified_officers(draft.officer_ids, visited_on(draft))
    agencies = agencies_by_id(person.agency_id for person in qualified.values())
    police = {
        id: person for id, person in qualified.items() if person.agency_id and is_police(agencies[person.agency_id])
    }
    check_qualified(draft.officer_ids, police)
    return [police[id] for id in dict.fromkeys(draft.officer_ids)]


def _recheck(
    actor: Actor, draft: RecheckDraft, hazards: dict[UUID, Hazard], officers: list[Person], known: dict[str, Any]
) -> HazardRecheck:
    unit_id = next(iter(hazards.values())).unit_id
    row = HazardRecheck.create(
        id=draft.id,
        unit_id=unit_id,
        officers=[{"person_id": str(o.id), "name": o.name, "certificate_no": o.certificate_no} for o in officers],
        checked_at=draft.checked_at,
        by_name=actor.name,
        at=clock.now(),
        **known,
    )
    changes = [
        _conclude(actor, hazards[finding.hazard_id], finding, draft, number)
        for number, finding in enumerate(draft.findings)
    ]
    _tell(row, changes, draft)
    announce(changes)
    details = {
        "passed": [str(finding.hazard_id) for finding in draft.findings if finding.passed],
        "failed": [str(finding.hazard_id) for finding in draft.findings if not finding.passed],
    }
    record_event(actor, "hazard.rechecked", subject=row, about_unit_id=unit_id, details=details)
    return row


def _conclude(actor: Actor, hazard: Hazard, finding: Finding, draft: RecheckDraft, number: int) -> Change:
    day = visited_on(draft)
    if day < max(hazard.found_on, hazard.deadline_set_on or hazard.found_on):
        raise CheckedAtImpossible(
            fields=[FieldProblem("checked_at", CheckedAtImpossible.title, CheckedAtImpossible.code)]
        )
    row = HazardRecheckFinding.create(
        id=new_id(),
        recheck_id=draft.id,
        hazard_id=hazard.id,
        passed=finding.passed,
        note=finding.note,
        new_deadline_on=None if finding.passed else finding.new_deadline_on,
    )
    attach(actor, FINDING, row.id, hazard.unit_id, finding.files, field=f"findings.{number}.photos")
    details: dict[str, Any] = {"recheck_id": str(draft.id)}
    if finding.passed:
        columns: dict[str, Any] = {"closed_on": day, "extension_asked_on": None}
        return take_step(actor, hazard, Step("recheck_passed", finding.note, details, columns), on=day)
    columns = _after_failing(hazard, finding, day)
    if finding.new_deadline_on:
        details["deadline_on"] = finding.new_deadline_on.isoformat()
    return take_step(actor, hazard, Step("recheck_failed", finding.note, details, columns), on=day)


def _after_failing(hazard: Hazard, finding: Finding, day: date) -> dict[str, Any]:
    """The columns that follow: the failure after expiry is dated, a new deadline runs if one was set."""
    columns: dict[str, Any] = {"closed_on": None, "extension_asked_on": None}
    if hazard.deadline_on and day > hazard.deadline_on:
        columns["failed_on"] = day
    if finding.new_deadline_on:
        if hazard.order_id is None:
            raise OrderMissing(hazard_id=str(hazard.id))
        check_new_deadline(finding.new_deadline_on, hazard.deadline_on, clock.today())
        columns |= new_deadline(finding.new_deadline_on, recheck_day(finding.new_deadline_on))
    return columns


def _tell(row: HazardRecheck, changes: list[Change], draft: RecheckDraft) -> None:
    passed = sum(finding.passed for finding in draft.findings)
    failed = len(draft.findings) - passed
    hazard = changes[0][0]
    text = f"复查结果：合格 {passed} 项，不合格 {failed} 项" + ("，须继续整改" if failed else "，予以销案")
    tell_unit(hazard, "rechecked", f"rechecked:{row.id}", text, None)
