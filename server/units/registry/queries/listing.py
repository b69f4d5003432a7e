"""Pages and counts of units within reach; both must cost the same among a million units as among ten thousand.

A page is a walk along an index in the order asked for. When a filter is narrow that walk would be long, but since
``unit_tally`` knows exactly how many units match, the cheapest of three ways is chosen before: walk and skip; walk
each matching facet and merge; or fetch all that match and sort. A count is a sum over tallies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from server.core.permissions import Actor
from server.core.statements import Prepared
from server.units.agencies.queries import agencies_by_id
from server.units.areas.rules import code_prefix
from server.units.registry.models import Unit
from server.units.registry.queries.reach import scope_of, units_within_reach
from server.units.registry.queries.search import Condition, Search, rows_of, search_for

MOST_MERGED = 24
BY_NAME, NEWEST_FIRST = "name", "-created"
_ORDER = {BY_NAME: "initials, unit_number", NEWEST_FIRST: "unit_number DESC"}


_by_numbers = Prepared(lambda numbers: Unit.select().where(Unit.number.in_(numbers)))


@dataclass(frozen=True)
class UnitFilter:
    """What a list of units is narrowed to. ``q`` is what was typed; ``key_level`` 0 asks for no key unit."""

    q: str = ""
    kind: str | None = None
    industry: str | None = None
    key_level: int | None = None
    area_code: str | None = None
    station_id: UUID | None = None

    @property
    def by_facet(self) -> bool:
        return any(value is not None for value in (self.kind, self.industry, self.key_level, self.area_code))


@dataclass(frozen=True)
class PageWish:
    """``after`` is the last unit shown: its initials and number."""

    sort: str = BY_NAME
    after: tuple[str, int] | None = None
    limit: int = 50


@dataclass(frozen=True)
class _View:
    """An agency's reach, perhaps cut with another's, narrowed to facets; None: to none in particular."""

    agency_number: int
    also_number: int | None
    facets: tuple[int, ...] | None
    matching: int
    total: int
    search: Search | None


def find_units(actor: Actor, wanted: UnitFilter, wish: PageWish) -> list[Unit]:
    """A page in order, one more than ``wish.limit`` if there are more. At most 7 queries, however many rows."""
    view = _view(actor, wanted)
    if view is None:
        return []
    if isinstance(view, _View):
        if view.facets == ():
            return []
        numbers = [row[1] for row in rows_of(_page(view, wish))]
        units = {unit.number: unit for unit in _by_numbers.rows(numbers=numbers)} if numbers else {}
        return [units[number] for number in numbers]
    rows = sorted(view, key=cursor_of) if wish.sort == BY_NAME else sorted(view, key=lambda unit: -unit.number)
    return [unit for unit in rows if _is_after(unit, wish)][: wish.limit + 1]


def count_units(actor: Actor, wanted: UnitFilter) -> int:
    """Exact. A sum over a few hundred tallies; with ``q`` or across two trees as many look-ups as rows match."""
    view = _view(actor, wanted)
    if view is None:
        return 0
    if not isinstance(view, _View):
        return len(view)
    if view.search is None and view.also_number is None:
        return view.matching
    if view.facets == ():
        return 0
    count: int = rows_of(_wrapped("SELECT count(*) FROM (", _matching(view, None), ") AS matching"))[0][0]
    return count


def cursor_of(unit: Unit) -> tuple[str, int]:
    return unit.initials, unit.number


def _view(actor: Actor, wanted: UnitFilter) -> _View | list[Unit] | None:
    """None when nothing can match; plain units where there is no agency to read under."""
    scope = scope_of(actor)
    if scope.agency_id is None:
        return [unit for unit in units_within_reach(actor) if _fits(unit, wanted)]
    number, also = _agencies(scope.agency_id, wanted.station_id)
    if number is None:
        return None
    search = search_for(wanted.q)
    total = _total(number)
    if not wanted.by_facet:
        return _View(number, also, None, total, total, search)
    facets = rows_of(_facets(number, wanted))
    return _View(number, also, tuple(row[0] for row in facets), sum(row[1] for row in facets), total, search)


def _agencies(own_id: UUID, station_id: UUID | None) -> tuple[int | None, int | None]:
    """The number to read under, and a second to cut with; the narrower of two in one tree is enough."""
    ids = [own_id, station_id] if station_id else [own_id]
    found = agencies_by_id(ids)
    own, station = found.get(own_id), found.get(station_id) if station_id else None
    if own is None or (station_id and station is None):
        return None, None
    if station is None or own.path.startswith(station.path):
        return own.number, None
    if station.path.startswith(own.path):
        return station.number, None
    return station.number, own.number


def _total(number: int) -> int:
    total: int = rows_of(
        Condition("SELECT coalesce(sum(units), 0) FROM unit_tally WHERE agency_number = ?", (number,))
    )[0][0]
    return int(total)


def _facets(number: int, wanted: UnitFilter) -> Condition:
    wheres, parameters = ["t.agency_number = ?", "t.units > 0"], [number]
    for column, value in (("kind", wanted.kind), ("industry", wanted.industry), ("key_level", wanted.key_level)):
        if value is not None:
            wheres.append(f"f.{column} = ?")
            parameters.append(value)  # type: ignore[arg-type]
    if wanted.area_code is not None:
        wheres.append("f.area_code LIKE ?")
        parameters.append(code_prefix(wanted.area_code) + "%")  # type: ignore[arg-type]
    return Condition(
        "SELECT f.id, t.units FROM unit_tally t JOIN unit_facet f ON f.id = t.facet_id WHERE "  # noqa: S608
        + " AND ".join(wheres),
        tuple(parameters),
    )


def _page(view: _View, wish: PageWish) -> Condition:
    order, limit = _ORDER[wish.sort], wish.limit + 1
    if view.search is None and view.facets is not None:
        by_merge = len(view.facets) * limit if wish.sort == BY_NAME and len(view.facets) <= MOST_MERGED else view.total
        by_walk = limit * view.total // max(view.matching, 1)
        if by_merge <= min(by_walk, view.matching):
            return _merged(view, wish, [(facet,) for facet in view.facets])
        if view.matching < by_walk:
            # Materialized, so that no planner walks in order after all.
            inner = _reach(view, wish, Condition("1 = 1"))
            head = "WITH matching AS MATERIALIZED ("
            tail = f") SELECT initials, unit_number FROM matching ORDER BY {order} LIMIT {limit}"  # noqa: S608
            return _wrapped(head, inner, tail)
    return _wrapped("", _matching(view, wish), f" ORDER BY {order} LIMIT {limit}")


def _merged(view: _View, wish: PageWish, facets: Sequence[tuple[int, ...]]) -> Condition:
    order, limit = _ORDER[wish.sort], wish.limit + 1
    parts = [_reach(view, wish, Condition("1 = 1"), facets=facet) for facet in facets]
    tail = f" ORDER BY {order} LIMIT {limit}"
    sql = " UNION ALL ".join(f"SELECT * FROM ({part.sql}{tail}) AS part" for part in parts)  # noqa: S608
    parameters = tuple(value for part in parts for value in part.parameters)
    return Condition(sql + tail, parameters)


def _matching(view: _View, wish: PageWish | None) -> Condition:
    """All matching rows, unordered; with a wish those after its cursor, and no more of each way than it needs."""
    search = view.search
    if search is None:
        return _reach(view, wish, Condition("1 = 1"))
    letters = search.by_letters()
    if wish and (search.has_many() or (letters and wish.sort != BY_NAME)):
        return _reach(view, wish, search.walking())
    candidates = search.candidates()
    found = Condition(f"r.unit_number IN ({candidates.sql})", candidates.parameters)
    parts = [_reach(view, wish, found)]
    if letters:
        parts.append(_reach(view, wish, letters))
    tail = f" ORDER BY {_ORDER[wish.sort]} LIMIT {wish.limit + 1}" if wish else ""
    sql = " UNION ".join(f"SELECT * FROM ({part.sql}{tail}) AS part" for part in parts)  # noqa: S608
    return Condition(sql, tuple(value for part in parts for value in part.parameters))


def _reach(view: _View, wish: PageWish | None, extra: Condition, *, facets: Sequence[int] | None = None) -> Condition:
    wheres, parameters = ["r.agency_number = ?"], [view.agency_number]
    facets = view.facets if facets is None else facets
    if facets is not None:
        wheres.append(f"r.facet_id = {facets[0]}" if len(facets) == 1 else f"r.facet_id IN ({_numbers(facets)})")
    if view.also_number is not None:
        wheres.append("EXISTS (SELECT 1 FROM unit_reach o WHERE o.agency_number = ? AND o.unit_number = r.unit_number)")
        parameters.append(view.also_number)
    if wish and wish.after:
        by_name = wish.sort == BY_NAME
        wheres.append("(r.initials, r.unit_number) > (?, ?)" if by_name else "r.unit_number < ?")
        parameters += wish.after if by_name else wish.after[1:]  # type: ignore[arg-type]
    wheres.append(extra.sql)
    sql = "SELECT r.initials, r.unit_number FROM unit_reach r WHERE " + " AND ".join(wheres)  # noqa: S608
    return Condition(sql, (*parameters, *extra.parameters))


def _wrapped(head: str, inner: Condition, tail: str) -> Condition:
    return Condition(head + inner.sql + tail, inner.parameters)


def _numbers(facets: Sequence[int]) -> str:
    return ",".join(str(int(facet)) for facet in facets)


def _fits(unit: Unit, wanted: UnitFilter) -> bool:
    pairs = ((unit.kind, wanted.kind), (unit.industry, wanted.industry), (unit.station_id, wanted.station_id))
    return (
        all(value is None or have == value for have, value in pairs)
        and (wanted.key_level is None or (unit.key_unit_level or 0) == wanted.key_level)
        and (wanted.area_code is None or unit.area_code.startswith(code_prefix(wanted.area_code)))
        and (not wanted.q or wanted.q.lower() in unit.name.lower() or unit.initials.startswith(wanted.q.lower()))
    )


def _is_after(unit: Unit, wish: PageWish) -> bool:
    if wish.after is None:
        return True
    return cursor_of(unit) > wish.after if wish.sort == BY_NAME else unit.number < wish.after[1]
