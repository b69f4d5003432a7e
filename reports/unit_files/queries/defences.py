"""The three defences of units: items in force, bars, and what stands behind an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from reports.unit_files.models import DefenceItem
from reports.unit_files.queries.measures import MOST_BEHIND, behind, tallies
from reports.unit_files.rules.defences import DEFENCES, Tally, bar_of
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.bases.queries import bases_for_area, resolve_known_bases
from server.units.registry.models import Unit
from server.units.registry.queries.reach import unit_within_reach

Json = dict[str, Any]
#: Unit → code of an item → what was met of it; items that ask nothing of the unit are left out.
Standing = dict[UUID, dict[str, Tally]]


def items_on(day: date) -> list[DefenceItem]:
    """Items in force on a day, in their order; one query."""
    rows = DefenceItem.select().where(DefenceItem.from_on <= day)
    newest = {row.code: row for row in rows.order_by(DefenceItem.from_on, DefenceItem.at, DefenceItem.id)}
    order = list(DEFENCES)
    counted = [row for row in newest.values() if row.is_counted]
    return sorted(counted, key=lambda row: (order.index(row.defence), row.position, row.code))


def find_items() -> list[Json]:
    """All rows by code, the latest first, each with whether it is in force today; 2 queries."""
    holding = {row.id for row in items_on(clock.today())}
    rows = DefenceItem.select().order_by(DefenceItem.code, DefenceItem.from_on.desc(), DefenceItem.id.desc())
    return [{**item_shape(row), "in_force": row.id in holding} for row in rows]


def item_shape(row: DefenceItem) -> Json:
    """As the wire shows an item's row."""
    names = ("id", "code", "defence", "position", "title", "measure", "settings", "bases", "is_counted", "verified")
    return {name: getattr(row, name) for name in (*names, "from_on", "at")}


def standing_of(units: Sequence[Unit], items: Sequence[DefenceItem], day: date) -> Standing:
    """What each unit has of each item; some 25 queries, however many units."""
    found: Standing = {unit.id: {} for unit in units}
    for item in items if units else ():
        for unit_id, tally in tallies(item.measure, item.settings, units, day).items():
            found[unit_id][item.code] = tally
    return found


def bars_of(tallied: Mapping[str, Tally], items: Sequence[DefenceItem]) -> dict[str, Tally]:
    """The three bars of one unit; kept apart, never summed into one.  Source: LN-aims-2."""
    return {
        defence: bar_of([tallied[item.code] for item in items if item.defence == defence and item.code in tallied])
        for defence in DEFENCES
    }


def defences_of_unit(actor: Actor, unit_id: UUID) -> Json:
    """Three bars of a unit within reach with the items they are made of. Raises NotFound.  Source: LN-aims-2."""
    unit = unit_within_reach(actor, unit_id)
    return {"unit": {"id": unit.id, "name": unit.name}, "as_of": clock.now(), "defences": defence_shapes(unit)}


def defence_shapes(unit: Unit) -> list[Json]:
    """The bars with their items, each with the bases that hold where the unit lies; some 28 queries."""
    day = clock.today()
    items = items_on(day)
    tallied = standing_of([unit], items, day)[unit.id]
    bars = bars_of(tallied, items)
    cited = [basis for item in items for basis in item.bases]
    here = bases_for_area(cited, unit.area_code)
    titles = resolve_known_bases([basis for basis in cited if basis["basis"] in here], day)
    return [
        {
            "code": code,
            "title": title,
            **tally_shape(bars[code]),
            "items": [_item(item, tallied, titles) for item in items if item.defence == code],
        }
        for code, title in DEFENCES.items()
    ]


def tally_shape(tally: Tally) -> Json:
    """``percent`` is empty where nothing is asked for."""
    return {"met": tally.met, "required": tally.required, "percent": tally.percent}


def _item(item: DefenceItem, tallied: Mapping[str, Tally], titles: Mapping[str, Mapping[str, str]]) -> Json:
    return {
        "code": item.code,
        "title": item.title,
        **tally_shape(tallied.get(item.code, Tally())),
        "verified": item.verified,
        "bases": [
            {"title": titles[basis["basis"]]["title"], "article": basis.get("article", ""), "status": titles[basis["basis"]]["status"]}
            for basis in item.bases
            if basis["basis"] in titles
        ],
    }  # fmt: skip


def behind_item(actor: Actor, unit_id: UUID, code: str) -> Json:
    """The things behind one item of a unit within reach, what is lacking first. Raises NotFound."""
    unit, day = unit_within_reach(actor, unit_id), clock.today()
    item = next((row for row in items_on(day) if row.code == code), None)
    if item is None:
        raise NotFound(item=code)
    tally = tallies(item.measure, item.settings, [unit], day).get(unit.id, Tally())
    rows = behind(item.measure, item.settings, unit, day)
    return {
        "code": item.code,
        "title": item.title,
        "defence": item.defence,
        **tally_shape(tally),
        "rows": rows,
        "more": max(0, tally.required - MOST_BEHIND),
    }
