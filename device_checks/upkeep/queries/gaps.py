"""What units lack, one unit's gaps and those of all units within reach."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from peewee import SQL, Expression, fn

from device_checks.registers.models import Facility, Place
from device_checks.upkeep.models import FacilityTest, PostStock
from device_checks.upkeep.queries.made import open_hazards
from device_checks.upkeep.queries.posts import open_posts
from device_checks.upkeep.queries.terms import term_on
from device_checks.upkeep.rules.gaps import Gap, System, missing_systems
from device_checks.upkeep.rules.terms import RequiredSystem, interval_of, systems_of
from server.core import clock
from server.core.clock import beijing_day, start_of
from server.core.permissions import Actor
from server.units.registry.models import Unit
from server.units.registry.queries.reach import number_within_reach, unit_within_reach, units_within_reach
from server.web.paging import decode_cursor, encode_cursor, page

#: Units that one page looks at, at most: where all is well a page is short or empty, and its cursor leads on.
WINDOW = 5000


@dataclass(frozen=True)
class GapFilter:
    code: str | None = None
    industry: str | None = None
    limit: int = 50
    after: str | None = None


@dataclass(frozen=True)
class Terms:
    """What gaps are worked out from, as it stands on a day."""

    day: date
    systems: list[RequiredSystem]
    test_days: dict[str, int]
    count_days: int

    @property
    def counted_since(self) -> date:
        return self.day - timedelta(days=self.count_days)


def terms_of(day: date) -> Terms:
    """3 queries."""
    checks = term_on("check_interval_days", day)
    return Terms(
        day,
        systems_of(term_on("required_systems", day)),
        term_on("test_interval_days", day),
        interval_of(checks, "equipment", "") or 36500,
    )


def gaps_of_unit(actor: Actor, unit_id: UUID) -> dict[str, Any]:
    """Everything one unit lacks; 10 queries. Raises NotFound."""
    unit = unit_within_reach(actor, unit_id)
    return shapes([unit], gaps_of_units([unit], terms_of(clock.today())))[0]


def find_gaps(actor: Actor, wanted: GapFilter) -> dict[str, Any]:
    """A page of units that lack something today, each with its gaps, in the order of their numbers; 12 queries.

    The database finds the units by one condition, the rule says what the gaps are. A page looks at WINDOW units at
    most: it may hold fewer rows than asked for and still have a next one. Source: LN-8, LN-11a, LN-11b.
    """
    terms, number = terms_of(clock.today()), number_within_reach(actor)
    units = units_within_reach(actor).where(_lacks_any(terms, wanted.code)).order_by(number)
    if wanted.industry:
        units = units.where(Unit.industry == wanted.industry)
    after = decode_cursor(wanted.after, int)[0] if wanted.after else 0
    end = _end_of_window(actor, after)
    units = units.where((number > after) & (number <= end) if end else (number > after))
    found = page(list(units.limit(wanted.limit + 1)), wanted.limit, lambda unit: (unit.number,))
    if end and found["next"] is None:
        found["next"] = encode_cursor(end)
    gaps = gaps_of_units(found["items"], terms)
    if wanted.code:
        gaps = {id: [gap for gap in rows if gap.code == wanted.code] for id, rows in gaps.items()}
    items = [row for row in shapes(found["items"], gaps) if row["gaps"]]
    return {**found, "items": items}


def gaps_of_units(units: list[Unit], terms: Terms) -> dict[UUID, list[Gap]]:
    """What each unit lacks; 4 queries."""
    ids = [unit.id for unit in units]
    systems = _systems_of(ids, {system.type for system in terms.systems})
    posts = _post_gaps(ids, terms) if ids else {}
    return {
        unit.id: missing_systems(terms.systems, unit.industry, systems[unit.id], terms.test_days, terms.day)
        + posts.get(unit.id, [])
        for unit in units
    }


def shapes(units: list[Unit], gaps: dict[UUID, list[Gap]]) -> list[dict[str, Any]]:
    """As the wire shows them, with the open hazard that was made of a gap; one query."""
    keys = {gap.key(unit.id): gap for unit in units for gap in gaps[unit.id]}
    hazards = open_hazards(keys)
    return [
        {
            "unit": {"id": unit.id, "name": unit.name},
            "industry": unit.industry,
            "gaps": [{**vars(gap), "hazard_id": hazards.get(gap.key(unit.id))} for gap in gaps[unit.id]],
        }
        for unit in units
    ]


def _systems_of(ids: list[UUID], types: set[str]) -> dict[UUID, list[System]]:
    found: dict[UUID, list[System]] = defaultdict(list)
    if not ids or not types:
        return found
    passed = (FacilityTest.facility_id == Facility.id) & (FacilityTest.passed == True)  # noqa: E712 - a term of a query
    last = FacilityTest.select(fn.MAX(FacilityTest.tested_at)).where(passed)
    rows = Facility.select(Facility.unit_id, Facility.type, Facility.is_networked, last.alias("passed_at")).where(
        Facility.unit_id.in_(ids) & Facility.type.in_(sorted(types)) & (Facility.state == "in_use")
    )
    for unit_id, type, is_networked, passed_at in rows.tuples():
        instant = FacilityTest.tested_at.python_value(passed_at)  # type: ignore[attr-defined]
        found[unit_id].append(System(type, bool(is_networked), beijing_day(instant) if instant else None))
    return found


def _post_gaps(ids: list[UUID], terms: Terms) -> dict[UUID, list[Gap]]:
    found: dict[UUID, list[Gap]] = defaultdict(list)
    stock: dict[UUID, list[PostStock]] = defaultdict(list)
    for row in PostStock.select().where(PostStock.unit_id.in_(ids)).order_by(PostStock.id):
        stock[row.place_id].append(row)
    for post in open_posts(ids):
        rows = stock[post.id]
        last_on = max((beijing_day(row.counted_at) for row in rows), default=None)
        for row in rows:
            if row.is_short:
                found[post.unit_id].append(
                    Gap("below_minimum", row.type, post.id, post.name, row.counted, row.minimum, last_on)
                )
        if last_on is None or last_on < terms.counted_since:
            found[post.unit_id].append(Gap("uncounted_post", "", post.id, post.name, last_on=last_on))
    return found


def _end_of_window(actor: Actor, after: int) -> int | None:
    number = number_within_reach(actor)
    last = units_within_reach(actor).select(number).where(number > after).order_by(number).offset(WINDOW - 1).limit(1)
    found = last.tuples().first()
    return found[0] if found else None


def _lacks_any(terms: Terms, code: str | None) -> Expression:
    """The condition on ``Unit`` that it lacks something; wider than one code at most, never narrower."""
    of_systems = code in (None, "missing_system", "unnetworked_system", "untested_system")
    parts = [_lacks_system(system, terms) for system in terms.systems if system.industries] if of_systems else []
    posts = (Place.unit_id == Unit.id) & (Place.kind == "post") & Place.ended_on.is_null()  # type: ignore[union-attr]
    stock = PostStock.select(SQL("1")).where(PostStock.place_id == Place.id)
    if code in (None, "below_minimum"):
        short = stock.where(PostStock.is_short == True)  # noqa: E712 - a term of a query
        parts.append(fn.EXISTS(Place.select(SQL("1")).where(posts & fn.EXISTS(short))))
    if code in (None, "uncounted_post"):
        fresh = stock.where(PostStock.counted_at >= start_of(terms.counted_since))
        parts.append(fn.EXISTS(Place.select(SQL("1")).where(posts & ~fn.EXISTS(fresh))))
    return reduce(or_, parts) if parts else SQL("1 = 0")


def _lacks_system(system: RequiredSystem, terms: Terms) -> Expression:
    proven = (Facility.unit_id == Unit.id) & (Facility.type == system.type) & (Facility.state == "in_use")
    if system.needs_network:
        proven &= Facility.is_networked == True  # noqa: E712 - a term of a query
    tested = (FacilityTest.facility_id == Facility.id) & (FacilityTest.passed == True)  # noqa: E712
    if system.type in terms.test_days:
        since = terms.day - timedelta(days=terms.test_days[system.type])
        tested &= FacilityTest.tested_at >= start_of(since)
    proven &= fn.EXISTS(FacilityTest.select(SQL("1")).where(tested))
    return Unit.industry.in_(system.industries) & ~fn.EXISTS(Facility.select(SQL("1")).where(proven))
