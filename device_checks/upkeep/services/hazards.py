"""A person makes a hazard of a task or of a gap; the program never does so by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from checklists.hazards.models import Hazard
from checklists.hazards.rules import HazardDraft
from checklists.hazards.services.finding import find_hazards_in
from device_checks.registers.models import Facility
from device_checks.upkeep.errors import GapClosed, HazardMade, TaskEnded
from device_checks.upkeep.models import UpkeepHazard
from device_checks.upkeep.queries.gaps import gaps_of_units, terms_of
from device_checks.upkeep.queries.made import open_hazards
from device_checks.upkeep.queries.tasks import task_within_reach
from device_checks.upkeep.rules.gaps import words_of
from device_checks.upkeep.rules.words import TYPE_WORDS
from device_checks.upkeep.services.reports import hash_of
from server.core import clock
from server.core.events import record_event, take_turn
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.registry.queries.lookups import lock_unit
from server.units.registry.queries.reach import unit_within_reach


@dataclass(frozen=True)
class HazardOfDraft:
    """How grave the person who looked holds it to be, and why."""

    id: UUID
    grade: str
    note: str


@dataclass(frozen=True)
class _Subject:
    about: str
    title: str
    unit_id: UUID
    site_id: UUID | None = None


def make_hazard_of_task(actor: Actor, task_id: UUID, draft: HazardOfDraft) -> Hazard:
    """Make a hazard of an open task. Sent twice it is one.

    Raises Forbidden, NotFound, TaskEnded, HazardMade, ResubmissionConflict.  Source: LN-7.
    """
    task = task_within_reach(actor, task_id)
    facility: Facility = Facility.get_by_id(task.facility_id)
    title = f"{facility.name}（{facility.number}）{task.reason}"[:300]
    subject = _Subject(f"task:{task.id}", title, task.unit_id, facility.site_id)
    if (earlier := _earlier(actor, subject, draft)) is not None:
        return earlier
    if task.state != "open":
        raise TaskEnded()
    return _make(actor, subject, draft)


def make_hazard_of_gap(
    actor: Actor, unit_id: UUID, wanted: tuple[str, str, UUID | None], draft: HazardOfDraft
) -> Hazard:
    """Make a hazard of a gap: its code, type and place. Sent twice it is one.

    Raises Forbidden, NotFound, GapClosed, HazardMade, ResubmissionConflict.  Source: LN-8, LN-11a.
    """
    unit = unit_within_reach(actor, unit_id)
    gaps = gaps_of_units([unit], terms_of(clock.today()))[unit.id]
    gap = next((gap for gap in gaps if (gap.code, gap.type, gap.place_id) == wanted), None)
    code, type, place_id = wanted
    about = f"gap:{unit.id}:{code}:{type}:{place_id or ''}"
    title = words_of(gap, TYPE_WORDS.get(gap.type, "")) if gap else ""
    subject = _Subject(about, title, unit.id)
    if (earlier := _earlier(actor, subject, draft)) is not None:
        return earlier
    if gap is None:
        raise GapClosed()
    return _make(actor, subject, draft)


def _known(actor: Actor, subject: _Subject, draft: HazardOfDraft) -> dict[str, object]:
    return {"about": subject.about, "draft_hash": hash_of(vars(draft)), "by_account_id": actor.account_id}


def _earlier(actor: Actor, subject: _Subject, draft: HazardOfDraft) -> Hazard | None:
    actor.check("hazard.report")
    made = find_resubmitted(UpkeepHazard, draft.id, **_known(actor, subject, draft))
    return Hazard.get_by_id(made.hazard_id) if made else None


def _make(actor: Actor, subject: _Subject, draft: HazardOfDraft) -> Hazard:
    known = _known(actor, subject, draft)
    find = partial(find_resubmitted, UpkeepHazard, draft.id, **known)

    def create() -> UpkeepHazard:
        take_turn(actor)
        lock_unit(subject.unit_id)
        if open_hazards([subject.about]):
            raise HazardMade()
        hazard = find_hazards_in(
            actor,
            [HazardDraft(item_id=None, title=subject.title, note=draft.note, grade=draft.grade)],
            inspection_id=None,
            unit_id=subject.unit_id,
            site_id=subject.site_id,
            found_on=clock.today(),
            source="device",
        )[0]
        row = UpkeepHazard.create(id=draft.id, unit_id=subject.unit_id, hazard_id=hazard.id, at=clock.now(), **known)
        details = {"source": "device", "about": subject.about}
        record_event(actor, "hazard.reported", subject=hazard, about_unit_id=subject.unit_id, details=details)
        return row

    return Hazard.get_by_id(once(create, find)[0].hazard_id)
