"""What a phone has not seen yet: first all units within reach, then those that changed, and those that left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from peewee import ModelSelect

from server.core import clock
from server.core.errors import FieldProblem, Invalid
from server.core.permissions import Actor
from server.units.registry.models import Unit, UnitDeparture
from server.units.registry.queries.reach import is_within_reach, number_within_reach, scope_of, units_within_reach

#: A change bears the instant it was made, not that of its commit. A mark never passes what may still be on its way.
OVERLAP = timedelta(minutes=2)


@dataclass(frozen=True)
class PullMark:
    """How far a phone is: ``all`` by number since ``at``, then ``changed`` by instant and number."""

    phase: str
    at: datetime
    number: int

    @property
    def text(self) -> str:
        return f"{self.phase}|{clock.to_text(self.at)}|{self.number}"


@dataclass(frozen=True)
class Pulled:
    """Rows may repeat between pulls; the reader keeps the latest by id."""

    units: list[Unit]
    gone: list[UUID]
    mark: str
    more: bool


def pull_units(actor: Actor, mark: str | None, limit: int) -> Pulled:
    """Units to write over by id, ids to forget, and the mark to come back with. 2 or 3 queries.

    Raises Invalid for a mark that we did not make.
    """
    began = clock.now()
    state = _read(mark) if mark else PullMark("all", began, 0)
    units = units_within_reach(actor)
    if state.phase == "all":
        number = number_within_reach(actor)
        rows = list(units.where(number > state.number).order_by(number).limit(limit + 1))
        more, rows = len(rows) > limit, rows[:limit]
        following = PullMark("all", state.at, rows[-1].number) if more else PullMark("changed", state.at - OVERLAP, 0)
        return Pulled(rows, [], following.text, more)
    rows = list(_changed_since(actor, state).order_by(Unit.changed_at, Unit.number).limit(limit + 1))
    more, rows = len(rows) > limit, rows[:limit]
    if more:
        following = PullMark("changed", rows[-1].changed_at, rows[-1].number)
    else:
        following = PullMark("changed", max(state.at, began - OVERLAP), 0)
    return Pulled(rows, departed_since(actor, state.at), following.text, more)


def _changed_since(actor: Actor, state: PullMark) -> ModelSelect:
    """Along the index of changes, asking of each whether it is within reach: changes are few, a reach may be large."""
    later = (Unit.changed_at > state.at) | ((Unit.changed_at == state.at) & (Unit.number > state.number))
    return Unit.select().where((Unit.changed_at >= state.at) & later & is_within_reach(actor, Unit.id))


def departed_since(actor: Actor, at: datetime) -> list[UUID]:
    """Units that left the actor's agency since an instant and did not come back."""
    agency_id = scope_of(actor).agency_id
    if agency_id is None:
        return []
    rows = (
        UnitDeparture.select(UnitDeparture.unit)
        .where((UnitDeparture.agency == agency_id) & (UnitDeparture.left_at >= at))
        .where(~is_within_reach(actor, UnitDeparture.unit))
        .distinct()
    )
    return sorted(row.unit_id for row in rows)


def _read(mark: str) -> PullMark:
    try:
        phase, at, number = mark.split("|")
        instant = datetime.fromisoformat(at)
        if phase not in {"all", "changed"} or instant.tzinfo is None:
            raise ValueError
        return PullMark(phase, instant, int(number))
    except ValueError as error:
        raise Invalid(fields=[FieldProblem("cursor", "同步标记无效", "invalid_cursor")]) from error
