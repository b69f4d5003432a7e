"""Lay down what was found about recordings: a check, the state, and what follows from it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from device_checks.recordings.errors import PhotoMissing
from device_checks.recordings.models import RecordingCheck, RecordingState, RecordingTerm
from device_checks.recordings.queries import recorder_within_reach, term_for
from device_checks.recordings.rules import (
    FAILING,
    Assessment,
    DeclarationDraft,
    Reach,
    assess,
    say,
)
from device_checks.registers.models import Facility
from device_checks.upkeep.rules import TaskDraft
from device_checks.upkeep.services import close_by_good_check, open_task
from server.core import clock
from server.core.database import database
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.seeds import seed_rows
from server.units.attachments.services import attach

SEED = Path(__file__).parents[1] / "terms.json"
#: For a recorder that keeps too little to be repaired or enlarged.
REPAIR_WITHIN = timedelta(days=15)


def seed_recording_terms(actor: Actor) -> None:
    """Lay down the terms the program comes with, those that are not there yet.  Source: JN-2.2.5h."""
    seed_rows(actor, RecordingTerm, SEED, "recording_term.seeded")


def declare_recordings(actor: Actor, facility_id: UUID, draft: DeclarationDraft) -> RecordingCheck:
    """A person read the oldest playable day off a recorder and took a photo of it. Sent twice it is one.

    No day: nothing could be played. Raises NotFound, DayAhead, PhotoMissing, FileMissing, ResubmissionConflict.
    Source: JN-2.2.5h.
    """
    facility = recorder_within_reach(actor, facility_id)
    known = {
        "facility_id": facility_id,
        "earliest_on": draft.earliest_on,
        "longest_gap_hours": draft.longest_gap_hours,
        "note": draft.note,
    }
    if earlier := find_resubmitted(RecordingCheck, draft.id, **known):
        return earlier
    if not draft.files:
        raise PhotoMissing(fields=[FieldProblem("files", PhotoMissing.title, PhotoMissing.code)])
    reach = Reach(clock.today(), draft.earliest_on, draft.longest_gap_hours, facility.in_use_since_on)

    def create() -> RecordingCheck:
        row = lay_down(actor, facility, reach, id=draft.id, note=draft.note)
        attach(actor, "recording_check", row.id, row.unit_id, draft.files)
        record_event(actor, "recordings.declared", subject=row, about_unit_id=row.unit_id, details=_told(row))
        return row

    return once(create, lambda: find_resubmitted(RecordingCheck, draft.id, **known))[0]


def note_found(actor: Actor, facility: Facility, reach: Reach) -> RecordingCheck:
    """A recorder answered; one check a day is kept unless something changed."""
    with database.atomic():
        row = lay_down(actor, facility, reach, id=new_id(), note="", origin="onvif")
        record_event(actor, "recordings.found", subject=row, about_unit_id=row.unit_id, details=_told(row))
    return row


def note_failure(actor: Actor, facility: Facility, text: str) -> None:
    """A recorder did not answer: what is known of it stays, with the reason beside it."""
    with database.atomic():
        _write_state(facility, {"failure": text[:120], "asked_at": clock.now()})
        state = RecordingState.get_by_id(facility.id)
        record_event(actor, "recordings.not_answered", subject=state, about_unit_id=facility.unit_id)


def lay_down(
    actor: Actor, facility: Facility, reach: Reach, *, id: UUID, note: str, origin: str = "declared"
) -> RecordingCheck:
    """A check and what follows: a repair task for what fails, the end of it for what is well again.

    Inside the caller's transaction. Raises DayAhead, NoTerm.  Source: JN-2.2.5h.
    """
    term = term_for(facility, reach.checked_on)
    found = assess(reach, term)
    moment = clock.now()
    row = RecordingCheck.create(
        id=id,
        facility_id=facility.id,
        unit_id=facility.unit_id,
        origin=origin,
        checked_on=reach.checked_on,
        earliest_on=reach.earliest_on,
        longest_gap_hours=reach.longest_gap_hours,
        term_code=term.code,
        required_days=found.required_days,
        kept_days=found.kept_days,
        missing_days=found.missing_days,
        verdict=found.verdict.value,
        is_overlong=found.is_overlong,
        comes_on=found.comes_on,
        note=note,
        by_account_id=actor.account_id,
        by_name=actor.name,
        at=moment,
    )
    asked = {"failure": "", "asked_at": moment} if origin == "onvif" else {}
    state = {"verdict": row.verdict, "is_overlong": row.is_overlong, "comes_on": row.comes_on}
    _write_state(facility, {"check_id": row.id, **state, **asked})
    _follow(actor, facility, found)
    return row


def _follow(actor: Actor, facility: Facility, found: Assessment) -> None:
    if found.verdict.value in FAILING:
        due_on = clock.today() + REPAIR_WITHIN
        open_task(actor, TaskDraft(facility.id, "repair", say(found), due_on, "recording", facility.id))
    else:
        close_by_good_check(actor, facility.id, "repair", facility.id, say(found))


def _write_state(facility: Facility, changes: dict[str, object]) -> None:
    moment = clock.now()
    first = RecordingState.insert(id=facility.id, unit_id=facility.unit_id, changed_at=moment)
    first.on_conflict_ignore().execute()
    RecordingState.update(**changes, changed_at=moment).where(RecordingState.id == facility.id).execute()


def _told(row: RecordingCheck) -> dict[str, object]:
    return {"facility_id": str(row.facility_id), "verdict": row.verdict, "kept_days": row.kept_days}
