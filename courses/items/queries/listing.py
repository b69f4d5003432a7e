"""The bank as a list: filters, and what rests on a basis that holds no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from courses.items.models import Item, ItemBasis, ItemVersion, KnowledgePoint
from courses.items.queries.reach import is_item_within_reach, keeps_the_products
from courses.items.rules.drafts import fold
from server.core import clock
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.bases.models import PolicyBasis
from server.units.bases.queries import resolve_known_bases
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class ItemFilter:
    """``whose``: own, above or product; ``lapsed``: rests on no basis in force any more."""

    q: str = ""
    category: str | None = None
    type: str | None = None
    point_id: UUID | None = None
    state: str | None = None
    difficulty: int | None = None
    lapsed: bool | None = None
    exam_only: bool | None = None
    whose: str | None = None
    limit: int = 50
    after: str | None = None


def find_items(actor: Actor, wanted: ItemFilter) -> dict[str, Any]:
    """A page of the bank, the latest first; the cost in queries is the same for every page.  Source: LN-3b."""
    query = matching(actor, wanted)
    if wanted.after:
        query = query.where(Item.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": item_shapes(actor, found["items"])}


def matching(actor: Actor, wanted: ItemFilter) -> Any:
    """Items within reach that a filter lets through, the latest first."""
    query = Item.select().where(is_item_within_reach(actor)).order_by(Item.id.desc())
    for name in ("category", "type", "point_id", "state", "difficulty", "exam_only"):
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Item, name) == value)
    if wanted.lapsed is not None:
        query = query.where(is_lapsed() if wanted.lapsed else ~is_lapsed())
    if wanted.whose == "own":
        query = query.where(Item.agency_id == actor.agency_id)
    elif wanted.whose == "above":
        query = query.where(Item.agency_id.is_null(False) & (Item.agency_id != actor.agency_id))
    elif wanted.whose == "product":
        query = query.where(Item.agency_id.is_null())
    for word in fold(wanted.q).split():
        query = query.where(Item.search_text.contains(word) | Item.code.contains(word))
    return query


def is_lapsed(on: date | None = None) -> Any:
    """A condition on items: all that they cite has lapsed by a day (default: today); none cited: nothing lapses.

    Another basis in force carries an item on, as it carries a duty.  Source: JN-end-a, LN-end.
    """
    day = on or clock.today()
    ended = PolicyBasis.select(PolicyBasis.code).where(PolicyBasis.effective_to < day)
    cited = ItemBasis.select(ItemBasis.item_id)
    return Item.id.in_(cited) & Item.id.not_in(cited.where(ItemBasis.basis_code.not_in(ended)))


def item_shapes(actor: Actor, rows: Sequence[Item]) -> list[dict[str, Any]]:
    """Items as the list shows them; five queries."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    points = {row.id: row for row in KnowledgePoint.select().where(KnowledgePoint.id.in_([r.point_id for r in rows]))}
    lapsed = {row.id for row in Item.select(Item.id).where(Item.id.in_(ids) & is_lapsed())}
    used = ItemVersion.id.in_([row.current_id for row in rows]) & ItemVersion.used_at.is_null(False)
    used_ids = {row.item_id for row in ItemVersion.select(ItemVersion.item_id).where(used)}
    agencies = agencies_by_id(row.agency_id for row in rows)
    keeper = keeps_the_products(actor)
    names = ("id", "code", "type", "category", "difficulty", "state", "exam_only", "stem", "number", "version")
    return [
        {
            **{name: getattr(row, name) for name in names},
            "point": {"id": row.point_id, "code": points[row.point_id].code, "title": points[row.point_id].title},
            "agency": _named(agencies.get(row.agency_id)) if row.agency_id else None,
            "may_edit": row.agency_id == actor.agency_id if row.agency_id else keeper,
            "basis_lapsed": row.id in lapsed,
            "is_used": row.id in used_ids,
            "created_at": row.created_at,
        }
        for row in rows
    ]


def item_file(actor: Actor, row: Item) -> dict[str, Any]:
    """An item with all it says, its versions, its doubles and what its bases are today."""
    versions = list(ItemVersion.select().where(ItemVersion.item_id == row.id).order_by(ItemVersion.number.desc()))
    current = next(version for version in versions if version.id == row.current_id)
    twins = (Item.norm_hash == row.norm_hash) & (Item.id != row.id) & (Item.state != "retired")
    doubles = Item.select(Item.id, Item.code, Item.stem).where(twins & is_item_within_reach(actor)).limit(5)
    said = ("content", "key", "explanation", "used_at")
    return {
        **item_shapes(actor, [row])[0],
        **{name: getattr(current, name) for name in said},
        "bases": bases_shown(current.bases),
        "versions": [_version_shape(version) for version in versions],
        "doubles": [{"id": double.id, "code": double.code, "stem": double.stem} for double in doubles],
    }


def bases_shown(bases: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Each cited basis with its official title and what it is today; one query."""
    known = resolve_known_bases(bases)
    unknown = {"title": "", "status": "unknown"}
    return [{"basis": "", "article": "", **one, **_status(known.get(one["basis"], unknown))} for one in bases]


def _status(known: dict[str, str]) -> dict[str, str]:
    return {"title": known["title"], "status": known["status"]}


def _version_shape(version: ItemVersion) -> dict[str, Any]:
    names = ("id", "number", "type", "content", "key", "explanation", "difficulty", "used_at", "at")
    return {name: getattr(version, name) for name in names}


def _named(agency: Any) -> dict[str, Any] | None:
    return {"id": agency.id, "name": agency.name} if agency else None
