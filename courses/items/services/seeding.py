"""The bank the program comes with: points and items as data, refreshed as long as nobody has edited them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from courses.items.models import Item, KnowledgePoint
from courses.items.rules.building import build
from courses.items.rules.drafts import ItemDraft
from courses.items.services.items import say, write_item
from courses.items.services.writing import check_draft, listed, write_bases
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database, save_versioned
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor

FOLDER = Path(__file__).parents[1] / "seed"
Json = dict[str, Any]


def load_items(actor: Actor, seeds: list[Json] | None = None) -> int:
    """Add or refresh the points and items of the seed; how many rows changed.

    An item edited by a person stays. One whose facts nobody read in the source's text (``verified`` false) is a draft
    until somebody puts it into use.  Source: LN-3b.
    """
    seeds = _seed_items() if seeds is None else seeds
    with database.atomic():
        points = {row.code: row for row in KnowledgePoint.select()}
        fresh = [_add_point(seed, place) for place, seed in enumerate(_read("points")) if seed["code"] not in points]
        points |= {row.code: row for row in fresh}
        known = {row.code: row for row in Item.select().where(Item.seed_hash.is_null(False))}
        changed = [row for seed in seeds if (row := _load(actor, seed, known.get(seed["code"]), points))]
        if fresh or changed:
            subject = changed[0] if changed else fresh[0]
            record_event(actor, "items.seeded", subject=subject, details={"count": len(fresh) + len(changed)})
    return len(fresh) + len(changed)


def _load(actor: Actor, seed: Json, known: Item | None, points: dict[str, KnowledgePoint]) -> Item | None:
    seed_hash = content_hash(seed)
    if known and (known.edited_at or known.seed_hash == seed_hash):
        return None
    draft = seed_draft(seed)
    check_draft(draft)
    point = points[draft.point_code]
    if known is None:
        row = write_item(actor, new_id(), draft, point, "live" if seed.get("verified", True) else "draft")
        Item.update(seed_hash=seed_hash).where(Item.id == row.id).execute()
        return row
    version = say(actor, known, draft)
    changes = {**listed(draft, point), "number": version.number, "current_id": version.id, "seed_hash": seed_hash}
    save_versioned(known, changes)
    write_bases(known.id, draft)
    return known


def seed_draft(seed: Json) -> ItemDraft:
    """An item of the seed, written in the short form of ``rules/building.py``."""
    content, key = build(seed)
    return ItemDraft(
        type=seed["type"],
        content=content,
        key=key,
        point_code=seed["point"],
        difficulty=seed["difficulty"],
        explanation=seed.get("explanation", ""),
        bases=tuple({"basis": basis, "article": article} for basis, article in seed["bases"]),
        code=seed["code"],
    )


def _add_point(seed: Json, place: int) -> KnowledgePoint:
    return KnowledgePoint.create(id=new_id(), position=place, created_at=clock.now(), **seed)


@cache
def _seed_items() -> list[Json]:
    return [seed for name in ("law", "business", "skill", "professional") for seed in _read(name)]


@cache
def _read(name: str) -> list[Json]:
    read: list[Json] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return read
