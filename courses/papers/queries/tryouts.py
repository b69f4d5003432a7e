"""A table tried out: what papers of it would look like today. Nothing is kept and no item counts as shown."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from courses.items.models import Item
from courses.papers.queries.blueprints import availability_in, find_table_problems
from courses.papers.queries.papers import contents_of
from courses.papers.queries.pool import pool_for
from courses.papers.rules.sets import ItemSet, draw_sets, hardness_x100, overlap
from courses.papers.rules.tables import BlueprintRow, MarkingRules, Slot, whole_worth_x100
from courses.papers.rules.writing import as_seen, lay_out
from server.core.permissions import Actor

Json = dict[str, Any]


def check_draft(actor: Actor, rows: tuple[BlueprintRow, ...], marking: MarkingRules) -> Json:
    """What each cell finds, which stay short, and what else keeps a draft from being a blueprint; 5 queries."""
    pool = pool_for(actor.agency_id, marking.most_uses)
    found = availability_in(pool, rows)
    shared = None
    if found["is_feasible"] and marking.parallel > 1:
        shared = overlap(draw_sets(rows, pool, b"", marking.parallel))
    return {**found, "overlap": shared, "problems": find_table_problems(rows, marking)}


def try_out(actor: Actor, rows: tuple[BlueprintRow, ...], marking: MarkingRules) -> Json:
    """Papers as candidates would see them, one a parallel set. Raises BlueprintShort."""
    seed = secrets.token_bytes(32)
    sets = draw_sets(rows, pool_for(actor.agency_id, marking.most_uses), seed, marking.parallel)
    contents = contents_of(item.version_id for one in sets for items in one for item in items)
    codes = _codes_of(item.item_id for one in sets for items in one for item in items)
    shown = []
    for variant, one in enumerate(sets):
        slots = lay_out(_picked(one), rows, marking, contents, seed + bytes([variant]))
        difficulty = {item.item_id: item.difficulty for items in one for item in items}
        shown.append(
            {
                "variant": variant + 1,
                "hardness_x100": 100 * hardness_x100(one, rows) // whole_worth_x100(rows),
                "slots": [_shape(slot, codes, difficulty, contents) for slot in slots],
            }
        )
    return {"sets": shown, "overlap": overlap(sets)}


def _picked(one: ItemSet) -> list[list[tuple[str, str]]]:
    return [[(item.item_id, item.version_id) for item in items] for items in one]


def _shape(slot: Slot, codes: dict[str, str], difficulty: dict[str, int], contents: dict[str, Json]) -> Json:
    return {
        "slot": slot.slot,
        "item_id": slot.item_id,
        "item_code": codes[slot.item_id],
        "type": slot.type,
        "section": slot.section,
        "worth_x100": slot.worth_x100,
        "difficulty": difficulty[slot.item_id],
        "content": as_seen(slot.type, contents[slot.version_id], slot.options),
    }


def _codes_of(ids: Iterable[str]) -> dict[str, str]:
    wanted = sorted({UUID(id) for id in ids})
    return {str(row.id): row.code for row in Item.select(Item.id, Item.code).where(Item.id.in_(wanted))}
