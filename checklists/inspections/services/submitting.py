"""A record arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from checklists.hazards.models import Hazard
from checklists.hazards.rules import ENDED, HazardDraft
from checklists.inspections.errors import RecordConflict, UnknownTemplateVersion
from checklists.inspections.models import (
    Inspection,
    InspectionFlag,
)
from checklists.inspections.queries import Receipt, receipt_of, versions_inspected_for
from checklists.inspections.queries.relations import check_of, hazards_standing_of, related_ids
from checklists.inspections.rules import (
    COLUMNS_OF_RECORD,
    FIRST_RESPONSIBLE_ITEM,
    Circumstances,
    Flag,
    Qualified,
    Submission,
    examine,
    files_of,
    hazard_of_register,
    hazards_of,
    inspected_on,
)
from checklists.inspections.services.arriving import complete, delivered, expect_files, mismatch
from checklists.inspections.services.correcting import check_correction, hold_corrected
from checklists.inspections.services.settling import (
    Settlement,
    cite_what_holds_here,
    drafts_of_check,
    find_new,
    settle_hazards,
)
from checklists.tasks.queries import ended_state_of, is_assigned
from checklists.tasks.services import end_if_done, hold_task
from checklists.templates.queries import definition_of, present_state
from checklists.templates.rules import Sheet
from server.core import clock
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import once
from server.core.statements import Prepared, insert_rows
from server.units.people.queries import qualified_officers
from server.units.registry.queries.lookups import (
    agencies_answering_for,
    key_unit_level,
    lacks_first_responsible,
    lock_unit,
    reaches_unit,
    site_belongs,
    unit_exists,
)


@dataclass(frozen=True)
class _Findings:
    """Everything about a record that is found out before the write lock is taken."""

    flags: list[Flag]
    hazards: list[HazardDraft]
    of_register: HazardDraft | None
    known: Circumstances
    score: dict[str, int]
    result: str | None
    found_on: date
    received_at: datetime


def submit_inspection(
    actor: Actor, submission: Submission, *, clock_tolerance_seconds: int = 600
) -> tuple[Receipt, bool]:
    """Take a record in; (receipt, whether it came for the first time). However often and however parallel it is
    sent, there is one row and every sender gets the same receipt.

    Raises RecordConflict, UnknownTemplateVersion, NotFound (a unit never in reach), and what check_correction raises.
    """
    id = submission.shape["id"]
    if earlier := _find_same(actor, id, submission.record_hash):
        return receipt_of(earlier), False
    check_correction(actor, submission)
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


def _find_same(actor: Actor, id: UUID, record_hash: str) -> Inspection | None:
    earlier: Inspection | None = _by_id.first(id=id)
    if earlier is None:
        return None
    if earlier.record_hash != record_hash or earlier.account_id != actor.account_id:
        raise RecordConflict(id=str(id))
    return earlier


_by_id = Prepared(lambda id: Inspection.select().where(Inspection.id == id))


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
    sheet = Sheet(definition, record["facts"], record["answers"])
    known = Circumstances(
        template_state=str(state),
        template_hash=content_hash,
        received_at=received_at,
        clock_tolerance_seconds=tolerance,
        within_reach=within_reach,
        assigned=assigned,
        by_unit=actor.agency_id is None,
        qualified=_qualified(actor, record, day, within_reach),
        site_known=site_known,
        key_unit_level=key_unit_level(record["unit_id"]) if sheet.has_levels() else None,
        lacks_first_responsible=lacks_first_responsible(
            record["unit_id"], record["site_id"] if site_known else None, day
        ),
        task_ended=_task_ended(record),
    )
    hazards = cite_what_holds_here(hazards_of(record, sheet), record["unit_id"])
    lacking = hazard_of_register(sheet, known, hazards)
    of_register = cite_what_holds_here([lacking], record["unit_id"])[0] if lacking else None
    flags = examine(submission, sheet, known)
    return _Findings(flags, hazards, of_register, known, sheet.score(), sheet.result(), day, received_at)


def _task_ended(record: dict[str, Any]) -> str | None:
    """done or cancelled; the parts of a check may end its task before the last of them is here."""
    state = ended_state_of(record["task_id"]) if record["task_id"] else None
    return None if state == "done" and record["part_of"] else state


def _qualified(actor: Actor, record: dict[str, Any], day: date, within_reach: bool) -> dict[UUID, Qualified]:
    people = qualified_officers([officer["person_id"] for officer in record["officers"]], day)
    # The own agency's reach is known; colleagues of another one are asked for only where there are any.
    others = {person.agency_id for person in people.values() if person.agency_id} - {actor.agency_id}
    reaching = agencies_answering_for(record["unit_id"], others) if others else set()
    if within_reach and actor.agency_id:
        reaching = reaching | {actor.agency_id}
    return {
        id: Qualified(person.name, person.certificate_no or "", person.agency_id in reaching or not within_reach)
        for id, person in people.items()
    }


def _lay_down(actor: Actor, submission: Submission, findings: _Findings) -> tuple[Inspection, Receipt]:
    """The act itself: record, expected files, flags, hazards, the task's end, one event."""
    record = submission.shape
    if record["corrects_id"]:
        hold_corrected(record["corrects_id"])
    if record["part_of"]:
        hold_task(record["part_of"])  # of two parts that arrive together the later one sees the other
    files = files_of(record)
    here = delivered(actor, [file.sha256 for file in files])
    found = [*findings.flags, *(flag for file in files if (flag := mismatch(file, here.get(file.sha256))))]
    inspection = _keep(actor, submission, findings, found)
    missing = expect_files(inspection, files, here)
    flags = [InspectionFlag(id=new_id(), inspection_id=inspection.id, **vars(flag)) for flag in found]
    insert_rows(flags)
    hazards, more = _take_hazards(actor, inspection, findings)
    if more:
        _add_flags(inspection, more)
        flags += more
    if inspection.task_id and "task_of_another" not in {flag.code for flag in found}:
        end_if_done(actor, inspection.task_id, lambda: versions_inspected_for(inspection.task_id))
    if not missing:
        complete(inspection.id, findings.received_at)
    details = {"record_hash": inspection.record_hash, "hazards": len(hazards), "missing": len(missing)}
    record_event(actor, "inspection.submitted", subject=inspection, about_unit_id=inspection.unit_id, details=details)
    return inspection, _receipt(inspection, missing, flags, hazards)


def _take_hazards(
    actor: Actor, inspection: Inspection, findings: _Findings
) -> tuple[list[Hazard], list[InspectionFlag]]:
    """Hazards of the record, or of all that is read together with it; and flags that follow."""
    related = related_ids(inspection) if inspection.corrects_id or inspection.part_of else [inspection.id]
    drafts, sources, flags = findings.hazards, {}, []
    if check := check_of(inspection):
        drafts, sources = drafts_of_check(check, inspection.unit_id), check.whole.sources
    if findings.of_register and FIRST_RESPONSIBLE_ITEM not in {draft.item_id for draft in drafts}:
        earlier = _known_to_lack(inspection, related)
        if earlier:
            detail = f"登记库缺第一责任人，{earlier.found_on.isoformat()} 已立为隐患，尚未销案，不重复立项"
            flags.append(Flag("hazard_known", detail, FIRST_RESPONSIBLE_ITEM, "warning"))
        else:
            drafts = [*drafts, findings.of_register]
    reason = (
        f"检查记录更正：{inspection.record.get('correction_reason', '')}" if inspection.corrects_id else "分工记录合并"
    )
    settlement = Settlement(inspection, related, drafts, sources, reason, findings.found_on)
    if len(related) > 1:
        flags += settle_hazards(actor, settlement)
        hazards = hazards_standing_of(inspection)
    else:
        hazards = find_new(actor, settlement)
    return hazards, [InspectionFlag(id=new_id(), inspection_id=inspection.id, **vars(flag)) for flag in flags]


def _known_to_lack(inspection: Inspection, related: Sequence[UUID]) -> Hazard | None:
    """The open hazard that the register's gap has brought already; asked for under the unit's lock."""
    lock_unit(inspection.unit_id)
    found: Hazard | None = (
        Hazard.select()
        .where(
            (Hazard.unit_id == inspection.unit_id)
            & (Hazard.site_id.is_null() if inspection.site_id is None else Hazard.site_id == inspection.site_id)
            & (Hazard.item_id == FIRST_RESPONSIBLE_ITEM)
            & Hazard.state.not_in(ENDED)
            & Hazard.inspection_id.not_in(list(related))
        )
        .order_by(Hazard.id)
        .first()
    )
    return found


def _add_flags(inspection: Inspection, flags: list[InspectionFlag]) -> None:
    """Findings that only the taking of the hazards brought; the tally follows."""
    insert_rows(flags)
    inspection.flag_count += len(flags)
    inspection.breach_count += sum(flag.severity == "breach" for flag in flags)
    tally = {Inspection.flag_count: inspection.flag_count, Inspection.breach_count: inspection.breach_count}
    Inspection.update(tally).where(Inspection.id == inspection.id).execute()


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
        result=findings.result,
        flag_count=len(flags),
        breach_count=sum(flag.severity == "breach" for flag in flags),
        hazard_count=len(findings.hazards) + (findings.of_register is not None),
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
