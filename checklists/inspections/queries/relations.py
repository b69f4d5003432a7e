"""How records belong together: corrections in a chain, parts of one check."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from checklists.hazards.models import Hazard
from checklists.inspections.models import Inspection, InspectionFlag, MergeDecision
from checklists.inspections.rules import Decision, Part, Whole, flags_of_whole, merge
from checklists.templates.queries import definition_of
from checklists.templates.rules import Sheet

Json = dict[str, Any]


@dataclass(frozen=True)
class Check:
    """A check recorded in parts: the parts as first sent, their latest versions, and the whole."""

    parts: list[Part]
    latest: dict[UUID, Inspection]  # of each part, by the part's id
    record_ids: list[UUID]  # of every record of it, corrected ones too
    whole: Whole
    definition: Json


def correction_of(id: UUID) -> Inspection | None:
    """The record that took the place of this one."""
    found: Inspection | None = Inspection.get_or_none(Inspection.corrects_id == id)
    return found


def corrected_among(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Record → its correction, for those of the records that have one; 1 query."""
    rows = Inspection.select(Inspection.id, Inspection.corrects_id).where(Inspection.corrects_id.in_(list(ids)))
    return {row.corrects_id: row.id for row in rows}


def chain_of(inspection: Inspection) -> list[Inspection]:
    """The records that correct each other, first to latest; a query for each of them."""
    chain = [inspection]
    while chain[0].corrects_id is not None:
        chain.insert(0, Inspection.get_by_id(chain[0].corrects_id))
    while (later := correction_of(chain[-1].id)) is not None:
        chain.append(later)
    return chain


def check_of(inspection: Inspection) -> Check | None:
    """The check that the record is a part of, as its parts and the decisions so far make it; 2 queries."""
    if inspection.part_of is None:
        return None
    rows = list(
        Inspection.select()
        .where(
            (Inspection.part_of == inspection.part_of)
            & (Inspection.template_version_id == inspection.template_version_id)
            & (Inspection.unit_id == inspection.unit_id)
        )
        .order_by(Inspection.id)
    )
    decisions = (
        MergeDecision.select()
        .where(
            (MergeDecision.part_of == inspection.part_of)
            & (MergeDecision.template_version_id == inspection.template_version_id)
        )
        .order_by(MergeDecision.at, MergeDecision.id)
    )
    later = {row.corrects_id: row for row in rows if row.corrects_id}
    latest = {row.id: _latest(row, later) for row in rows if row.corrects_id is None}
    parts = [Part(id, row.id, row.record, row.received_at) for id, row in latest.items()]
    definition, _ = definition_of(inspection.template_version_id) or ({"sections": []}, "")
    chosen = [Decision(row.subject, row.chosen_id, row.reason, row.by_name, row.at) for row in decisions]
    return Check(parts, latest, [row.id for row in rows], merge(definition, parts, chosen), definition)


def _latest(row: Inspection, later: dict[UUID, Inspection]) -> Inspection:
    while row.id in later:
        row = later[row.id]
    return row


def related_ids(inspection: Inspection) -> list[UUID]:
    """The records whose hazards are this one's too: those it corrects, those of its check."""
    check = check_of(inspection)
    if check:
        return check.record_ids
    return [row.id for row in chain_of(inspection)] if inspection.corrects_id else [inspection.id]


def hazards_standing_of(inspection: Inspection) -> list[Hazard]:
    """The hazards that a record or its check shows, found by it or by a record before; oldest first."""
    of_these = Hazard.inspection_id.in_(related_ids(inspection))
    query = Hazard.select().where(of_these)
    if inspection.corrects_id or inspection.part_of:
        query = query.where(Hazard.state != "withdrawn")
    return list(query.order_by(Hazard.id))


def codes_of_check(inspection: Inspection) -> list[str]:
    """Codes of what was found in the record, and in the check that it is a part of."""
    check = check_of(inspection)
    ids = [row.id for row in check.latest.values()] if check else [inspection.id]
    rows = InspectionFlag.select(InspectionFlag.code).where(InspectionFlag.inspection_id.in_(ids))
    whole = flags_of_whole(check.whole, check.definition) if check else []
    return [row.code for row in rows] + [flag.code for flag in whole]


def versions_inspected_for(task_id: UUID) -> set[UUID]:
    """The checklists for which the task has a record from somebody it was assigned to; one that is recorded in parts
    counts once its parts leave no required item open.
    """
    foreign = InspectionFlag.select(InspectionFlag.inspection_id).where(InspectionFlag.code == "task_of_another")
    rows = Inspection.select().where((Inspection.task_id == task_id) & Inspection.id.not_in(foreign))
    found, parts = set(), {}
    for row in rows.order_by(Inspection.id):
        if row.part_of is None:
            found.add(row.template_version_id)
        else:
            parts[row.template_version_id] = row
    for version, row in parts.items():
        check = check_of(row) if version not in found else None
        if (
            check
            and not Sheet(check.definition, check.whole.record["facts"], check.whole.record["answers"]).unanswered()
        ):
            found.add(version)
    return found
