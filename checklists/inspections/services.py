"""Acts on inspections: a record arrives, a file arrives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from checklists.hazards.models import Hazard
from checklists.hazards.rules import HazardDraft
from checklists.hazards.services import find_hazards_in
from checklists.inspections.errors import RecordConflict, UnknownTemplateVersion
from checklists.inspections.models import (
    ExpectedMedium,
    Inspection,
    InspectionCompletion,
    InspectionFlag,
    Medium,
)
from checklists.inspections.queries import Receipt, receipt_of, versions_inspected_for
from checklists.inspections.rules import (
    COLUMNS_OF_RECORD,
    Circumstances,
    ExpectedFile,
    Flag,
    Submission,
    examine,
    files_of,
    hazards_of,
    inspected_on,
)
from checklists.tasks.queries import is_assigned
from checklists.tasks.services import end_if_done
from checklists.templates.queries import definition_of, present_state
from checklists.templates.rules import Sheet
from server.core import clock
from server.core.clock import to_text
from server.core.database import database, is_postgresql
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import once
from server.core.statements import Prepared, insert_rows
from server.units.bases.queries import bases_for_area
from server.units.people.queries import qualified_officers
from server.units.registry.queries.lookups import (
    lacks_first_responsible,
    reaches_unit,
    site_belongs,
    unit_by_id,
    unit_exists,
)


@dataclass(frozen=True)
class _Findings:
    """Everything about a record that is found out before the write lock is taken."""

    flags: list[Flag]
    hazards: list[Any]
    score: dict[str, int]
    found_on: date
    received_at: datetime


def submit_inspection(
    actor: Actor, submission: Submission, *, clock_tolerance_seconds: int = 600
) -> tuple[Receipt, bool]:
    """Take a record in; (receipt, whether it came for the first time). However often and however parallel it is
    sent, there is one row and every sender gets the same receipt.

    Raises RecordConflict, UnknownTemplateVersion, NotFound (a unit never in reach).
    """
    id = submission.shape["id"]
    if earlier := _find_same(actor, id, submission.record_hash):
        return receipt_of(earlier), False
    findings = _examine(actor, submission, clock_tolerance_seconds)
    made: dict[str, Receipt] = {}

    def create() -> Inspection:
        # Before the first look at files and tasks: what the same account's uploads are just writing must be seen.
        take_turn(actor)
        inspection, receipt = _lay_down(actor, submission, findings)
        made["receipt"] = receipt
        return inspection

    inspection, created = once(create, lambda: _find_same(actor, id, submission.record_hash))
    return (made["receipt"] if created else receipt_of(inspection)), created


def media_arrived(actor: Actor, sha256: str, byte_count: int, media_type: str) -> None:
    """Note that the account delivered these bytes, and complete its records that waited for nothing else."""
    moment = clock.now()
    with database.atomic():
        take_turn(actor)
        fresh = Medium(
            id=new_id(), account_id=actor.account_id, sha256=sha256, bytes=byte_count, media_type=media_type,
            received_at=moment,
        )  # fmt: skip
        insert_rows([fresh], ignore_known=True)
        medium = _delivered(actor, [sha256])[sha256]
        waiting = _waiting_for.rows(account_id=actor.account_id, sha256=sha256)
        completed = [row.inspection_id for row in waiting if _receive(row, medium, moment)]
        record_event(
            actor,
            "medium.received",
            subject=medium,
            details={"sha256": sha256, "completed": [str(id) for id in completed]},
        )


def _find_same(actor: Actor, id: UUID, record_hash: str) -> Inspection | None:
    earlier: Inspection | None = _by_id.first(id=id)
    if earlier is None:
        return None
    if earlier.record_hash != record_hash or earlier.account_id != actor.account_id:
        raise RecordConflict(id=str(id))
    return earlier


_by_id = Prepared(lambda id: Inspection.select().where(Inspection.id == id))
_waiting_for = Prepared(
    lambda account_id, sha256: (
        ExpectedMedium.select()
        .where(
            (ExpectedMedium.account_id == account_id)
            & (ExpectedMedium.sha256 == sha256)
            & ExpectedMedium.received_at.is_null()
        )
        .order_by(ExpectedMedium.id)
    )
)
_own_media = Prepared(
    lambda account_id, hashes: Medium.select().where((Medium.account_id == account_id) & Medium.sha256.in_(hashes))
)


def _examine(actor: Actor, submission: Submission, tolerance: int) -> _Findings:
    record = submission.shape
    version = definition_of(record["template_version_id"])
    state = present_state(record["template_version_id"]) if version else None
    if version is None or state in (None, "draft"):
        raise UnknownTemplateVersion(
            fields=[FieldProblem("record.template_version_id", "检查表版本不存在", "unknown_template_version")]
        )
    definition, content_hash = version
    assigned = is_assigned(actor, record["task_id"], record["unit_id"]) if record["task_id"] else None
    within_reach = reaches_unit(actor, record["unit_id"])
    if not within_reach and not (assigned and unit_exists(record["unit_id"])):
        raise NotFound(unit_id=str(record["unit_id"]))
    received_at = clock.now()
    day = inspected_on(submission, received_at, tolerance)
    site_known = record["site_id"] is None or site_belongs(record["site_id"], record["unit_id"])
    known = Circumstances(
        template_state=str(state),
        template_hash=content_hash,
        received_at=received_at,
        clock_tolerance_seconds=tolerance,
        within_reach=within_reach,
        assigned=assigned,
        by_unit=actor.agency_id is None,
        qualified={
            id: (person.name, person.certificate_no)
            for id, person in qualified_officers([o["person_id"] for o in record["officers"]], day).items()
        },
        site_known=site_known,
        lacks_first_responsible=lacks_first_responsible(
            record["unit_id"], record["site_id"] if site_known else None, day
        ),
    )
    sheet = Sheet(definition, record["facts"], record["answers"])
    hazards = _cite_what_holds_here(hazards_of(record, sheet, known), record["unit_id"])
    return _Findings(examine(submission, sheet, known), hazards, sheet.score(), day, received_at)


def _cite_what_holds_here(hazards: list[HazardDraft], unit_id: UUID) -> list[HazardDraft]:
    """Without the bases of other provinces: a checklist cites them all, a hazard lies in one place."""
    if not hazards:
        return hazards
    valid = bases_for_area([ref for hazard in hazards for ref in hazard.bases], unit_by_id(unit_id).area_code)
    return [replace(hazard, bases=[ref for ref in hazard.bases if ref["basis"] in valid]) for hazard in hazards]


def _lay_down(actor: Actor, submission: Submission, findings: _Findings) -> tuple[Inspection, Receipt]:
    """The act itself: record, expected files, flags, hazards, the task's end, one event."""
    record = submission.shape
    files = files_of(record)
    here = _delivered(actor, [file.sha256 for file in files])
    found = [*findings.flags, *(mismatch for file in files if (mismatch := _mismatch(file, here.get(file.sha256))))]
    inspection = _keep(actor, submission, findings, found)
    missing = _expect_files(inspection, files, here)
    flags = [InspectionFlag(id=new_id(), inspection_id=inspection.id, **vars(flag)) for flag in found]
    insert_rows(flags)
    hazards = find_hazards_in(
        actor,
        findings.hazards,
        inspection_id=inspection.id,
        unit_id=inspection.unit_id,
        site_id=inspection.site_id,
        found_on=findings.found_on,
    )
    if inspection.task_id and "task_of_another" not in {flag.code for flag in found}:
        end_if_done(actor, inspection.task_id, lambda: versions_inspected_for(inspection.task_id))
    if not missing:
        _complete(inspection.id, findings.received_at)
    details = {"record_hash": inspection.record_hash, "hazards": len(hazards), "missing": len(missing)}
    record_event(actor, "inspection.submitted", subject=inspection, about_unit_id=inspection.unit_id, details=details)
    return inspection, _receipt(inspection, missing, flags, hazards)


def _keep(actor: Actor, submission: Submission, findings: _Findings, flags: list[Flag]) -> Inspection:
    record, evidence = submission.shape, submission.evidence
    inspection = Inspection(
        **{name: record[name] for name in COLUMNS_OF_RECORD},
        account_id=actor.account_id,
        agency_id=actor.agency_id,
        device_id=evidence.device_id,
        device_name=evidence.device_name,
        received_at=findings.received_at,
        record=submission.record,
        record_hash=submission.record_hash,
        signature_valid=evidence.signature_valid,
        **findings.score,
        flag_count=len(flags),
        breach_count=sum(flag.severity == "breach" for flag in flags),
        hazard_count=len(findings.hazards),
    )
    insert_rows([inspection])
    return inspection


def _receipt(inspection: Inspection, missing: list[str], flags: list[InspectionFlag], hazards: list[Hazard]) -> Receipt:
    return Receipt(
        id=inspection.id,
        record_hash=inspection.record_hash,
        state="awaiting_media" if missing else "complete",
        missing=missing,
        flags=flags,
        hazards=hazards,
        received_at=inspection.received_at,
    )


def _delivered(actor: Actor, hashes: list[str]) -> dict[str, Medium]:
    """Those of the files whose bytes this account has delivered already."""
    if not hashes:
        return {}
    return {medium.sha256: medium for medium in _own_media.rows(account_id=actor.account_id, hashes=hashes)}


def _expect_files(inspection: Inspection, files: list[ExpectedFile], here: dict[str, Medium]) -> list[str]:
    """Rows for the files the record names; the hashes of those whose bytes are not here yet."""
    insert_rows(
        [
            ExpectedMedium(
                id=new_id(),
                inspection_id=inspection.id,
                account_id=inspection.account_id,
                received_at=here[file.sha256].received_at if file.sha256 in here else None,
                **vars(file),
            )
            for file in files
        ]
    )
    return [file.sha256 for file in files if file.sha256 not in here]


def _receive(expected: ExpectedMedium, medium: Medium, moment: datetime) -> bool:
    """Mark one expected file as here; whether that completed its record.

    The inspection row is locked, so that two last files that arrive together cannot both see the other missing.
    """
    if is_postgresql():  # on SQLite the transaction itself is the lock
        _locked.first(id=expected.inspection_id)
    _mark_received.execute(id=expected.id, received_at=to_text(moment))
    named = ExpectedFile(expected.sha256, expected.purpose, expected.bytes, expected.media_type)
    if flag := _mismatch(named, medium):
        InspectionFlag.create(id=new_id(), inspection_id=expected.inspection_id, **vars(flag))
        tally = {Inspection.flag_count: Inspection.flag_count + 1}
        Inspection.update(tally).where(Inspection.id == expected.inspection_id).execute()
    if _still_missing.exists(id=expected.inspection_id):
        return False
    _complete(expected.inspection_id, moment)
    return True


def _mismatch(named: ExpectedFile, medium: Medium | None) -> Flag | None:
    if medium is None or (named.bytes, named.media_type) == (medium.bytes, medium.media_type):
        return None
    detail = f"文件 {medium.sha256[:12]}… 的大小或类型与记录所述不符"
    return Flag("media_mismatch", detail, severity="warning")


def _complete(inspection_id: UUID, moment: datetime) -> None:
    insert_rows([InspectionCompletion(id=new_id(), inspection_id=inspection_id, at=moment)], ignore_known=True)


_locked = Prepared(lambda id: Inspection.select(Inspection.id).where(Inspection.id == id).for_update())
_mark_received = Prepared(
    lambda id, received_at: ExpectedMedium.update(received_at=received_at).where(ExpectedMedium.id == id)
)
_still_missing = Prepared(
    lambda id: ExpectedMedium.select(ExpectedMedium.id).where(
        (ExpectedMedium.inspection_id == id) & ExpectedMedium.received_at.is_null()
    )
)
