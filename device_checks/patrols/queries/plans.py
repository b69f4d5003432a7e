"""Plans of the own agency and of agencies above and below, and their rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect, fn

from device_checks.patrols.models import PatrolPlan, PatrolRound, PatrolShard
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id
from server.units.agencies.rules import numbers_of_path
from server.units.registry.queries.reach import scope_of
from server.web.paging import decode_cursor, page

_COUNTS = ("total", "answered", "fine", "doubt", "fault", "failed", "skipped", "answer_ms")


@dataclass(frozen=True)
class RoundFilter:
    plan_id: UUID | None = None
    state: str | None = None
    limit: int = 50
    after: str | None = None


def plans_within_reach(actor: Actor) -> ModelSelect:
    """Those of agencies in the actor's line; people of units see none."""
    return PatrolPlan.select().where(_in_line(actor, PatrolPlan.agency_id))


def plan_within_reach(actor: Actor, id: UUID) -> PatrolPlan:
    """Raises NotFound."""
    row: PatrolPlan | None = plans_within_reach(actor).where(PatrolPlan.id == id).first()
    if row is None:
        raise NotFound(patrol_plan_id=str(id))
    return row


def answers_for(actor: Actor, agency_id: UUID) -> bool:
    """Whether the agency is the actor's own or below it."""
    scope = scope_of(actor)
    if scope.everything:
        return True
    if scope.agency_id is None:
        return False
    own, other = Agency.get_by_id(scope.agency_id), Agency.get_or_none(Agency.id == agency_id)
    return other is not None and other.path.startswith(own.path)


def editable(actor: Actor, plans: Sequence[PatrolPlan]) -> set[UUID]:
    """Those of the plans that the actor may change; 2 queries."""
    scope = scope_of(actor)
    if scope.agency_id is None or not actor.may("patrol.edit"):
        return set()
    agencies = agencies_by_id([*(plan.agency_id for plan in plans), scope.agency_id])
    own = agencies[scope.agency_id].path
    return {plan.id for plan in plans if agencies[plan.agency_id].path.startswith(own)}


def active_plans() -> list[PatrolPlan]:
    return list(PatrolPlan.select().where(PatrolPlan.is_active == True).order_by(PatrolPlan.id))  # noqa: E712


def last_due(plan_id: UUID, moment: datetime) -> datetime | None:
    """When the plan's latest round was due; rounds of a clock that was ahead are passed over."""
    known = (PatrolRound.plan_id == plan_id) & (PatrolRound.kind == "plan") & (PatrolRound.due_at <= moment)
    row = PatrolRound.select(PatrolRound.due_at).where(known).order_by(PatrolRound.due_at.desc()).first()
    return row.due_at if row else None


def plan_shapes(rows: Sequence[PatrolPlan]) -> list[dict[str, Any]]:
    """Plans in their wire shape with their latest round; 4 queries."""
    agencies = agencies_by_id([row.agency_id for row in rows])
    latest = _latest_rounds([row.id for row in rows])
    shown = {one["plan_id"]: one for one in round_shapes(latest)}
    same = ("id", "title", "times", "window_minutes", "pace", "is_active", "version", "changed_at")
    return [
        {
            **{name: getattr(row, name) for name in same},
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
            "latest": shown.get(row.id),
        }
        for row in rows
    ]


def _latest_rounds(plan_ids: Sequence[UUID]) -> list[PatrolRound]:
    """The round of each plan that was due last."""
    later = PatrolRound.alias("later")
    is_later = (later.plan_id == PatrolRound.plan_id) & (later.id > PatrolRound.id)
    none_later = ~fn.EXISTS(later.select(SQL("1")).where(is_later))
    return list(PatrolRound.select().where(PatrolRound.plan_id.in_(list(plan_ids)) & none_later))


def rounds_within_reach(actor: Actor) -> ModelSelect:
    return PatrolRound.select().where(_in_line(actor, PatrolRound.agency_id))


def round_within_reach(actor: Actor, id: UUID) -> PatrolRound:
    """Raises NotFound."""
    row: PatrolRound | None = rounds_within_reach(actor).where(PatrolRound.id == id).first()
    if row is None:
        raise NotFound(patrol_round_id=str(id))
    return row


def find_rounds(actor: Actor, wanted: RoundFilter) -> dict[str, Any]:
    """A page of rounds, the latest first."""
    query = rounds_within_reach(actor).order_by(PatrolRound.id.desc())
    if wanted.plan_id:
        query = query.where(PatrolRound.plan_id == wanted.plan_id)
    if wanted.state:
        query = query.where(PatrolRound.state == wanted.state)
    if wanted.after:
        query = query.where(PatrolRound.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": round_shapes(found["items"])}


def round_shapes(rows: Sequence[PatrolRound]) -> list[dict[str, Any]]:
    """Rounds in their wire shape with their progress; 2 queries."""
    ids = [row.id for row in rows]
    sums = [fn.SUM(getattr(PatrolShard, name)) for name in _COUNTS]
    counted = {
        row[0]: dict(zip(_COUNTS, (int(value or 0) for value in row[1:]), strict=True))
        for row in PatrolShard.select(PatrolShard.round_id, *sums)
        .where(PatrolShard.round_id.in_(ids))
        .group_by(PatrolShard.round_id)
        .tuples()
    }
    titles = {
        plan.id: plan.title
        for plan in PatrolPlan.select(PatrolPlan.id, PatrolPlan.title).where(
            PatrolPlan.id.in_([row.plan_id for row in rows if row.plan_id])
        )
    }
    same = ("id", "plan_id", "kind", "state", "classes", "due_at", "planned", "began_at", "ended_at", "missed_hours")
    none = dict.fromkeys(_COUNTS, 0)
    return [
        {
            **{name: getattr(row, name) for name in same},
            "title": titles.get(row.plan_id, ""),
            "left_out": {name: row.skipped.get(name, 0) for name in ("barred", "no_source", "paused", "open")},
            "ended_by": row.ended_by,
            "progress": {
                **(counts := counted.get(row.id, none)),
                "looked": counts["answered"] + counts["failed"] + counts["skipped"],
            },
        }
        for row in rows
    ]


def shard_shapes(round_id: UUID) -> list[dict[str, Any]]:
    """How far each shard of a round is; 1 query."""
    rows = PatrolShard.select().where(PatrolShard.round_id == round_id).order_by(PatrolShard.position)
    same = ("position", "total", "begin_at", "ended_at")
    return [{**{name: getattr(row, name) for name in same}, "waiting": len(row.remaining)} for row in rows]


def _in_line(actor: Actor, column: Any) -> Any:
    scope = scope_of(actor)
    if scope.everything:
        return column.is_null() | column.is_null(False)
    if scope.agency_id is None:
        return column.in_([])
    own = Agency.get_by_id(scope.agency_id)
    line = Agency.select(Agency.id).where(
        Agency.path.startswith(own.path) | Agency.number.in_(numbers_of_path(own.path))
    )
    return column.in_(line)
