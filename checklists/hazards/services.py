"""Steps in the life of a hazard; each runs in the transaction of the act that causes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from checklists.hazards.errors import HazardNotOpen
from checklists.hazards.models import Hazard, HazardStep
from checklists.hazards.rules import NEXT_STATES, HazardDraft
from server.core import clock
from server.core.database import database, is_postgresql
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import insert_rows


def find_hazards_in(
    actor: Actor,
    drafts: Sequence[HazardDraft],
    *,
    inspection_id: UUID,
    unit_id: UUID,
    site_id: UUID | None,
    found_on: date,
) -> list[Hazard]:
    """Lay down the hazards that a record shows; 2 statements, part of the submission's act."""
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
            state="found",
            changed_at=moment,
            version=1,
            **vars(draft),
        )
        for draft in drafts
    ]
    insert_rows(hazards)
    insert_rows([_step(actor, hazard.id, "found", moment, "") for hazard in hazards])
    return hazards


def move_hazards(actor: Actor, ids: Sequence[UUID], state: str, *, order_id: UUID | None, detail: str) -> None:
    """Take hazards to their next state, all or none. Raises HazardNotOpen for one that cannot go there."""
    if not database.in_transaction():
        raise RuntimeError("hazards move in the transaction of an act")
    rows = Hazard.select().where(Hazard.id.in_(list(ids))).order_by(Hazard.id)  # type: ignore[attr-defined]
    moment = clock.now()
    for hazard in list(rows.for_update() if is_postgresql() else rows):
        if state not in NEXT_STATES[hazard.state]:
            raise HazardNotOpen(hazard_id=str(hazard.id), state=hazard.state)
        Hazard.update(state=state, order_id=order_id, changed_at=moment, version=Hazard.version + 1).where(
            Hazard.id == hazard.id
        ).execute()
    HazardStep.bulk_create([_step(actor, id, state, moment, detail) for id in ids])


def _step(actor: Actor, hazard_id: UUID, step: str, at: datetime, detail: str) -> HazardStep:
    return HazardStep(
        id=new_id(),
        hazard_id=hazard_id,
        step=step,
        at=at,
        by_account_id=actor.account_id,
        by_name=actor.name,
        detail=detail,
    )
