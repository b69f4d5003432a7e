"""How a hazard takes a step: under its lock, by the rules, with a dated row, told to whoever counts hazards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from checklists.hazards.errors import HazardRefusal
from checklists.hazards.models import Hazard, HazardStep
from checklists.hazards.queries.listing import standing_of
from checklists.hazards.rules import check_step, next_state
from server.core import clock
from server.core.database import database, is_postgresql
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import insert_rows

#: A hazard and the state it had; None: it is new.
Change = tuple[Hazard, str | None]
_watchers: list[Callable[[Sequence[Change]], None]] = []


def subscribe_changes(watcher: Callable[[Sequence[Change]], None]) -> None:
    """Have the watcher called inside the transaction of every act that makes or moves hazards, with all of them."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def announce(changes: Sequence[Change]) -> None:
    """Tell the watchers; the last thing an act does to its hazards."""
    for watcher in _watchers if changes else ():
        watcher(changes)


@dataclass(frozen=True)
class Step:
    """A step to take: its name, words for people, facts for programs, and the columns that follow from it."""

    name: str
    detail: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    id: UUID | None = None  # the act's own, where the step is all that the act leaves


def lock_hazards(ids: Sequence[UUID]) -> list[Hazard]:
    """The hazards, locked until the transaction ends; in the order of their ids, so that two acts never wait in a ring."""
    if not database.in_transaction():
        raise RuntimeError("hazards move in the transaction of an act")
    rows = Hazard.select().where(Hazard.id.in_(list(ids))).order_by(Hazard.id)  # type: ignore[attr-defined]
    return list(rows.for_update() if is_postgresql() else rows)


def lock_hazard(id: UUID) -> Hazard:
    """The one, locked until the transaction ends; whoever asks has found it within reach."""
    return lock_hazards([id])[0]


def new_deadline(day: date | None, recheck_due_on: date | None) -> dict[str, Any]:
    """The columns that a deadline set today changes: nothing is overdue any more."""
    return {
        "deadline_on": day,
        "deadline_set_on": clock.today(),
        "recheck_due_on": recheck_due_on,
        "overdue_on": None,
    }


def take_step(actor: Actor, hazard: Hazard, step: Step, *, on: date | None = None) -> Change:
    """Move a locked hazard, as of a day (default: today); the caller announces it.

    Raises what check_step raises, with the hazard's id.
    """
    if not database.in_transaction():
        raise RuntimeError("hazards move in the transaction of an act")
    before, moment = hazard.state, clock.now()
    standing = standing_of(hazard)
    try:
        check_step(standing, step.name, on or clock.today())
    except HazardRefusal as refusal:
        refusal.details["hazard_id"] = str(hazard.id)
        raise
    after = next_state(before, step.name, has_order=standing.has_order)
    columns = {**step.columns, "state": after, "changed_at": moment, "version": hazard.version + 1}
    Hazard.update(columns).where(Hazard.id == hazard.id).execute()  # type: ignore[attr-defined]
    for name, value in columns.items():
        setattr(hazard, name, value)
    insert_rows([step_row(actor, hazard, step, moment)])
    return hazard, before


def step_row(actor: Actor, hazard: Hazard, step: Step, at: datetime) -> HazardStep:
    """The dated row of a step that the hazard has just taken."""
    return HazardStep(
        id=step.id or new_id(),
        hazard_id=hazard.id,
        step=step.name,
        state=hazard.state,
        at=at,
        by_account_id=actor.account_id,
        by_name=actor.name,
        detail=step.detail,
        details=step.details,
    )
