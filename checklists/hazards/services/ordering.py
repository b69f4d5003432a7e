"""Hazards are ordered to be put right, and set free when the order is revoked; parts of the orders' acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from checklists.hazards.services.moves import Change, Step, announce, lock_hazards, take_step
from checklists.hazards.services.telling import tell_unit
from checklists.hazards.services.terms import recheck_day
from server.core import clock
from server.core.permissions import Actor

#: Columns that an order gives a hazard and its revocation takes back.
OF_THE_ORDER = (
    "order_id", "agency_id", "deadline_on", "deadline_set_on", "recheck_due_on", "extension_asked_on", "overdue_on",
    "failed_on",
)  # fmt: skip


@dataclass(frozen=True)
class OrderGiven:
    """What of a signed order matters to its hazards."""

    id: UUID
    number: str
    agency_id: UUID
    deadline_on: date


def order_hazards(actor: Actor, ids: Sequence[UUID], order: OrderGiven) -> None:
    """All or none. Raises HazardNotOpen for one that is no longer open."""
    columns = {
        "order_id": order.id,
        "agency_id": order.agency_id,
        "deadline_on": order.deadline_on,
        "deadline_set_on": clock.today(),
        "recheck_due_on": recheck_day(order.deadline_on),
    }
    details = {"order_id": str(order.id), "deadline_on": order.deadline_on.isoformat()}
    step = Step("ordered", detail=order.number, details=details, columns=columns)
    changes = _take_all(actor, ids, step)
    if changes:
        text = f"责令限期整改通知书{order.number}：{len(changes)} 项隐患须于{order.deadline_on}前整改"
        tell_unit(changes[0][0], "ordered", f"ordered:{order.id}", text, order.deadline_on)


def release_hazards(actor: Actor, ids: Sequence[UUID], reason: str) -> None:
    """The order is revoked: its hazards are found again, without deadline; what was closed meanwhile stays closed."""
    columns = dict.fromkeys(OF_THE_ORDER)
    _take_all(actor, ids, Step("order_revoked", detail=reason, columns=columns))


def _take_all(actor: Actor, ids: Sequence[UUID], step: Step) -> list[Change]:
    changes = [take_step(actor, hazard, step) for hazard in lock_hazards(ids)]
    announce(changes)
    return changes
