"""Which cycles an actor sees, which they keep, and what each came to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect, fn

from courses.rotations.models import Enrolment, RotationCycle
from courses.rotations.rules import COUNTED, Counts
from courses.trainees.queries.membership import reaches
from courses.trainees.rules import POLICE_AUDIENCES
from server.core.errors import Forbidden, NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_paths
from server.units.bases.queries import resolve_known_bases
from server.units.registry.models import Unit, UnitReach
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]


@dataclass(frozen=True)
class CycleFilter:
    limit: int
    after: str | None = None
    year: int | None = None
    audience: str | None = None
    is_open: bool | None = None


def cycles_within_reach(actor: Actor) -> ModelSelect:
    """Cycles of the own agency, of those above and below it, and of units within reach; of a unit, those it is under."""
    if actor.account_id is None:
        return RotationCycle.select()
    seen = is_within_reach(actor, RotationCycle.unit_id)
    for path in agency_paths(actor):
        line = Agency.alias("line")
        above = [int(part) for part in path.split("/") if part]
        same_line = line.path.startswith(path) | line.number.in_(above)
        seen |= RotationCycle.agency_id.in_(line.select(line.id).where(same_line))
    if actor.unit_id:
        over = Agency.select(Agency.id).join(UnitReach, on=(UnitReach.agency_number == Agency.number))
        over = over.join(Unit, on=(Unit.number == UnitReach.unit_number)).where(Unit.id == actor.unit_id)
        theirs = RotationCycle.agency_id.in_(over) & RotationCycle.audience.not_in(sorted(POLICE_AUDIENCES))
        seen |= theirs
    return RotationCycle.select().where(seen)


def cycle_within_reach(actor: Actor, id: UUID) -> RotationCycle:
    """Raises NotFound."""
    cycle = cycles_within_reach(actor).where(RotationCycle.id == id).first()
    if cycle is None:
        raise NotFound(rotation_cycle_id=str(id))
    return cycle  # type: ignore[no-any-return]


def check_keeper(actor: Actor, cycle: RotationCycle) -> None:
    """Only who runs a cycle, or an agency above, changes or closes it. Raises Forbidden."""
    if not actor.may("rotation.edit") or not sees_all_of(actor, cycle):
        raise Forbidden("只有开展轮训的机构或单位才能办理")


def sees_all_of(actor: Actor, cycle: RotationCycle) -> bool:
    """Whether every row of a cycle is within reach: of the own unit, or of the own agency or one below."""
    if actor.account_id is None:
        return True
    if cycle.unit_id:
        return cycle.unit_id == actor.unit_id
    owner = Agency.get_by_id(cycle.agency_id)
    return any(owner.path.startswith(path) for path in agency_paths(actor))


def rows_of(actor: Actor, cycle: RotationCycle) -> Any:
    """A condition: enrolments of a cycle that the actor may see. Who runs it pays for no look-ups."""
    mine = Enrolment.cycle_id == cycle.id
    return mine if sees_all_of(actor, cycle) else mine & reaches(actor, Enrolment.unit_id, Enrolment.agency_id)


def find_cycles(actor: Actor, wanted: CycleFilter) -> Json:
    """Cycles within reach, the newest first, with what they came to; a page."""
    query = cycles_within_reach(actor).order_by(RotationCycle.id.desc())
    if wanted.year:
        query = query.where(RotationCycle.year == wanted.year)
    if wanted.audience:
        query = query.where(RotationCycle.audience == wanted.audience)
    if wanted.is_open is not None:
        query = query.where(RotationCycle.closed_at.is_null(wanted.is_open))
    if wanted.after:
        query = query.where(RotationCycle.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": cycle_shapes(actor, found["items"])}


def cycle_shapes(actor: Actor, cycles: Sequence[RotationCycle]) -> list[Json]:
    """Wire shapes of cycles already found within reach; queries don't grow with the rows."""
    agencies = agencies_by_id(cycle.agency_id for cycle in cycles)
    unit_ids = [cycle.unit_id for cycle in cycles if cycle.unit_id]
    units = {unit.id: unit for unit in Unit.select(Unit.id, Unit.name).where(Unit.id.in_(unit_ids))} if unit_ids else {}
    bases = resolve_known_bases([reference for cycle in cycles for reference in cycle.bases])
    counts = counts_of(actor, cycles)
    paths = agency_paths(actor)
    return [
        {
            **cycle.__data__,
            "agency": _place(agencies.get(cycle.agency_id)) if cycle.agency_id else None,
            "unit": _place(units.get(cycle.unit_id)) if cycle.unit_id else None,
            "bases": [{"article": row["article"], **bases.get(row["basis"], _unknown(row))} for row in cycle.bases],
            "counts": count_shape(counts.get(cycle.id, Counts())),
            "is_ours": actor.may("rotation.edit") and _is_ours(actor, cycle, agencies, paths),
        }
        for cycle in cycles
    ]


def _is_ours(actor: Actor, cycle: RotationCycle, agencies: dict[UUID, Agency], paths: list[str]) -> bool:
    if cycle.unit_id or cycle.agency_id is None:
        return cycle.unit_id == actor.unit_id
    return any(agencies[cycle.agency_id].path.startswith(path) for path in paths)


def _unknown(row: dict[str, str]) -> Json:
    return {"basis_id": row["basis"], "title": row["basis"], "status": "unknown"}


def _place(row: Any) -> Json | None:
    return {"id": row.id, "name": row.name} if row else None


def counts_of(actor: Actor, cycles: Sequence[RotationCycle]) -> dict[UUID, Counts]:
    """What each cycle came to among the rows the actor sees; two queries. Source: JN-3.4a."""
    agencies = agencies_by_id(cycle.agency_id for cycle in cycles)
    paths = agency_paths(actor)
    whole = [one.id for one in cycles if actor.account_id is None or _is_ours(actor, one, agencies, paths)]
    part = [one.id for one in cycles if one.id not in whole]
    found: dict[UUID, Counts] = {}
    for ids, condition in ((whole, SQL("1 = 1")), (part, reaches(actor, Enrolment.unit_id, Enrolment.agency_id))):
        if ids:
            found |= counts_by(Enrolment.cycle_id, Enrolment.cycle_id.in_(ids) & condition)
    return found


def counts_by(column: Any, condition: Any) -> dict[Any, Counts]:
    """Done, excused and missing of each value of a column; who has left is in none of them. One query.

    Source: JN-3.4a.
    """
    counted = Enrolment.select(column, Enrolment.state, fn.COUNT(Enrolment.id))
    rows = counted.where(condition & Enrolment.state.in_(COUNTED)).group_by(column, Enrolment.state)
    found: dict[Any, dict[str, int]] = defaultdict(dict)
    for value, state, count in rows.tuples():
        found[value][state] = count
    return {
        value: Counts(states.get("done", 0), states.get("excused", 0), states.get("active", 0))
        for value, states in found.items()
    }


def count_shape(counts: Counts) -> Json:
    """Coverage is done of should; should is done, excused and missing."""
    return {**vars(counts), "should": counts.should, "coverage_bp": counts.coverage_bp}
