"""What a phone gets back for a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checklists.hazards.models import Hazard
from checklists.hazards.queries import hazards_of_inspections
from checklists.inspections.models import ExpectedMedium, Inspection, InspectionFlag
from checklists.inspections.queries.lookups import inspection_within_reach
from checklists.inspections.queries.relations import hazards_standing_of
from server.core.errors import NotFound
from server.core.permissions import Actor


@dataclass(frozen=True)
class Receipt:
    """What a phone gets back for a record, the same each time but for what has arrived since."""

    id: UUID
    record_hash: str
    state: str
    missing: list[str]
    flags: Sequence[InspectionFlag]
    hazards: Sequence[Hazard]
    received_at: datetime


def receipt_of(inspection: Inspection) -> Receipt:
    """3 queries."""
    missing = [
        row.sha256
        for row in ExpectedMedium.select(ExpectedMedium.sha256)
        .where((ExpectedMedium.inspection_id == inspection.id) & ExpectedMedium.received_at.is_null())
        .order_by(ExpectedMedium.id)
    ]
    return Receipt(
        id=inspection.id,
        record_hash=inspection.record_hash,
        state="awaiting_media" if missing else "complete",
        missing=missing,
        flags=list(
            InspectionFlag.select().where(InspectionFlag.inspection_id == inspection.id).order_by(InspectionFlag.id)
        ),
        hazards=hazards_standing_of(inspection)
        if inspection.corrects_id or inspection.part_of
        else hazards_of_inspections([inspection.id])[inspection.id],
        received_at=inspection.received_at,
    )


def receipt_within_reach(actor: Actor, id: UUID) -> Receipt:
    """The receipt of one's own record, or of one within reach for who may see inspections. Raises NotFound."""
    inspection = inspection_within_reach(actor, id)
    if inspection.account_id != actor.account_id and not actor.may("inspection.view"):
        raise NotFound()  # a unit's people do not read what was found about the officers' procedure
    return receipt_of(inspection)
